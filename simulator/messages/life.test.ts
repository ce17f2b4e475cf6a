import assert from 'node:assert/strict'
import test from 'node:test'
import twilio from 'twilio'
import { type Bench, startBench, startReceiver } from '../testing.ts'
import type { Behaviour } from '../wire.ts'

const TO = '+14155550142'
const FROM = '+14155550100'

test('a text from a number is queued, sending, sent and delivered, and its price comes later', async (t) => {
  const bench = await startBench(t)
  const client = bench.client(bench.full)
  const { sid, ...created } = await client.messages.create({ to: TO, from: FROM, body: 'x'.repeat(161) })
  assert.deepEqual([created.status, created.numSegments, created.dateSent], ['queued', '2', null])
  const seen: string[] = []
  for (let step = 0; step < 40; step++) {
    const { status } = await client.messages(sid).fetch()
    if (seen.at(-1) !== status) seen.push(status)
    await bench.pass(50)
  }
  assert.deepEqual(seen, ['queued', 'sending', 'sent', 'delivered'])
  const unpriced = await client.messages(sid).fetch()
  assert.equal(unpriced.price, null)
  assert.ok(unpriced.dateSent)
  await bench.pass(5000)
  const priced = await client.messages(sid).fetch()
  assert.deepEqual([priced.price, priced.priceUnit], ['-0.01660', 'USD'])
  assert.equal((await client.balance.fetch()).balance, '99.9834')
})

test('a text through a service is accepted without sender and segments, which it gets when queued', async (t) => {
  const bench = await startBench(t)
  const receiver = await startReceiver(t)
  const client = bench.client(bench.full)
  const { sid, ...created } = await client.messages.create({
    to: TO,
    messagingServiceSid: bench.full.services[0]!.sid,
    body: 'hello',
    statusCallback: receiver.url,
  })
  assert.deepEqual([created.status, created.from, created.numSegments], ['accepted', null, '0'])
  await bench.pass(130)
  const queued = await client.messages(sid).fetch()
  assert.deepEqual([queued.status, queued.from, queued.numSegments], ['queued', '+14155550102', '1'])
  await bench.pass(10_000)
  assert.deepEqual(receiver.statuses(), ['queued', 'sent', 'delivered'])
  const [first] = receiver.received
  assert.deepEqual(
    [first?.params.From, first?.params.MessagingServiceSid],
    ['+14155550102', bench.full.services[0]!.sid],
  )
})

test('a service sticks to one sender for one phone', async (t) => {
  const bench = await startBench(t)
  const client = bench.client(bench.full)
  const messagingServiceSid = bench.full.services[0]!.sid
  const chosen = new Map<string, Set<string>>()
  for (const to of ['+14155550140', '+14155550141', '+14155550140', '+14155550141']) {
    const { sid } = await client.messages.create({ to, messagingServiceSid, body: 'hello' })
    await bench.pass(5000)
    chosen.set(to, (chosen.get(to) ?? new Set()).add((await client.messages(sid).fetch()).from))
  }
  assert.deepEqual(
    [...chosen.values()].map((senders) => senders.size),
    [1, 1],
  )
  assert.equal(new Set([...chosen.values()].flatMap((senders) => [...senders])).size, 2)
})

test('callbacks are signed as the official package checks it, and say what the documentation names', async (t) => {
  const bench = await startBench(t)
  const receiver = await startReceiver(t)
  const url = `${receiver.url}/callbacks/tw?token=a%20b&x=%27`
  const { sid } = await bench
    .client(bench.full)
    .messages.create({ to: TO, from: FROM, body: 'hi', statusCallback: url })
  await bench.pass(10_000)
  assert.deepEqual(receiver.statuses(), ['sent', 'delivered'])
  for (const { headers, params, url: asked, method } of receiver.received) {
    assert.deepEqual([method, asked], ['POST', '/callbacks/tw?token=a%20b&x=%27'])
    const signature = String(headers['x-twilio-signature'])
    assert.equal(twilio.validateRequest(bench.full.authToken, signature, url, params), true)
    assert.equal(twilio.validateRequest(bench.other.authToken, signature, url, params), false)
    assert.equal(headers['content-type'], 'application/x-www-form-urlencoded; charset=UTF-8')
    assert.match(String(headers['i-twilio-idempotency-token']), /^[0-9a-f-]{36}$/)
    assert.deepEqual([params.MessageSid, params.SmsSid, params.SmsStatus], [sid, sid, params.MessageStatus])
    assert.deepEqual([params.AccountSid, params.To, params.From], [bench.full.sid, TO, FROM])
    assert.equal('ErrorCode' in params, false)
  }
  assert.equal(receiver.received[0]?.params.RawDlrDoneDate, undefined)
  assert.equal(receiver.received[1]?.params.RawDlrDoneDate, '2603121402')
})

test('the page sees each callback with what was answered', async (t) => {
  const bench = await startBench(t)
  const receiver = await startReceiver(t, ({ params }) => ({ status: params.MessageStatus === 'sent' ? 403 : 204 }))
  const client = bench.client(bench.full)
  await client.messages.create({ to: TO, from: FROM, body: 'hi', statusCallback: receiver.url })
  await client.messages.create({ to: TO, from: FROM, body: 'ho', statusCallback: 'http://127.0.0.1:9/' })
  await bench.pass(10_000)
  const { items } = await bench.sim<{ items: { receipts: Record<string, unknown>[] }[] }>('/messages')
  const told = items.map(({ receipts }) => receipts.map((receipt) => [receipt.outcome, receipt.http_status]))
  assert.deepEqual(told, [
    [
      ['not_answered', null],
      ['not_answered', null],
    ],
    [
      ['answered', 403],
      ['answered', 204],
    ],
  ])
  assert.match(String(items[0]?.receipts[0]?.detail), /could not be reached/)
})

const BEHAVIOURS: [Behaviour, status: string, errorCode: number | null, arrived: boolean][] = [
  ['delivers', 'delivered', null, true],
  ['off', 'undelivered', 30003, false],
  ['unknown', 'undelivered', 30005, false],
  ['landline', 'undelivered', 30006, false],
  ['filtered', 'undelivered', 30007, false],
  ['never_confirms', 'sent', null, true],
]

for (const [behaviour, status, errorCode, arrived] of BEHAVIOURS) {
  test(`a handset that is "${behaviour}" ends as ${status}${errorCode ? ` with ${errorCode}` : ''}`, async (t) => {
    const bench = await startBench(t)
    const receiver = await startReceiver(t)
    await behave(bench, behaviour)
    const client = bench.client(bench.full)
    const { sid } = await client.messages.create({ to: TO, from: FROM, body: 'hi', statusCallback: receiver.url })
    await bench.pass(60_000)
    const message = await client.messages(sid).fetch()
    assert.deepEqual([message.status, message.errorCode], [status, errorCode])
    assert.equal(Boolean(message.errorMessage), errorCode !== null)
    assert.deepEqual(receiver.statuses(), status === 'sent' ? ['sent'] : ['sent', status])
    assert.equal(receiver.received.at(-1)?.params.ErrorCode, errorCode ? String(errorCode) : undefined)
    assert.equal(message.price, '-0.00830')
    const { items } = await bench.sim<{ items: { arrived: boolean }[] }>('/messages')
    assert.equal(items[0]?.arrived, arrived)
  })
}

test('a handset that delivers late takes ten seconds', async (t) => {
  const bench = await startBench(t)
  await behave(bench, 'late')
  const client = bench.client(bench.full)
  const { sid } = await client.messages.create({ to: TO, from: FROM, body: 'hi' })
  await bench.pass(9900)
  assert.equal((await client.messages(sid).fetch()).status, 'sent')
  await bench.pass(1000)
  assert.equal((await client.messages(sid).fetch()).status, 'delivered')
})

test('a handset that is not verified is refused at once', async (t) => {
  const bench = await startBench(t)
  await behave(bench, 'not_verified')
  await assert.rejects(bench.client(bench.full).messages.create({ to: TO, from: FROM, body: 'hi' }), { code: 21608 })
})

test('a text that waits longer than it is valid fails with 30036 and costs nothing', async (t) => {
  const bench = await startBench(t)
  const receiver = await startReceiver(t)
  await bench.sim('/faults', { method: 'POST', body: { queue_ms: 60_000 } })
  const client = bench.client(bench.full)
  const text = { to: TO, from: FROM, body: 'hi', statusCallback: receiver.url }
  const { sid } = await client.messages.create({ ...text, validityPeriod: 30 })
  const patient = await client.messages.create({ ...text, validityPeriod: 90 })
  await bench.pass(31_000)
  const message = await client.messages(sid).fetch()
  assert.deepEqual([message.status, message.errorCode], ['failed', 30036])
  assert.deepEqual(receiver.statuses(), ['failed'])
  await bench.pass(60_000)
  assert.equal((await client.messages(sid).fetch()).price, null)
  assert.equal((await client.messages(patient.sid).fetch()).status, 'delivered')
})

test('a slow sender works off its queue at its pace and refuses more than ten hours of it', async (t) => {
  const bench = await startBench(t)
  bench.full.numbers[0]!.segmentsPerSecond = 0.001
  const client = bench.client(bench.full)
  const sids: string[] = []
  for (let count = 0; count < 37; count++) {
    sids.push((await client.messages.create({ to: TO, from: FROM, body: `text ${count}` })).sid)
  }
  await assert.rejects(client.messages.create({ to: TO, from: FROM, body: 'one more' }), { code: 21611 })
  await bench.pass(1_500_000)
  const statuses = await Promise.all(sids.slice(0, 3).map(async (sid) => (await client.messages(sid).fetch()).status))
  assert.deepEqual(statuses, ['delivered', 'delivered', 'queued'])
})

test('a scheduled text goes out at its time, unless it is cancelled before', async (t) => {
  const bench = await startBench(t)
  const client = bench.client(bench.full)
  const text = {
    to: TO,
    messagingServiceSid: bench.full.services[0]!.sid,
    body: 'later',
    scheduleType: 'fixed' as const,
    sendAt: new Date(bench.clock.now() + 3_600_000),
  }
  const kept = await client.messages.create(text)
  const dropped = await client.messages.create(text)
  assert.equal(kept.status, 'scheduled')
  assert.equal((await client.messages(dropped.sid).update({ status: 'canceled' })).status, 'canceled')
  await bench.pass(3_700_000)
  assert.equal((await client.messages(kept.sid).fetch()).status, 'delivered')
  assert.equal((await client.messages(dropped.sid).fetch()).status, 'canceled')
  await assert.rejects(client.messages(kept.sid).update({ status: 'canceled' }), { code: 30409, status: 409 })
})

test('words can be erased and a message deleted, but not before it ended', async (t) => {
  const bench = await startBench(t)
  const client = bench.client(bench.full)
  const { sid } = await client.messages.create({ to: TO, from: FROM, body: 'secret' })
  await assert.rejects(client.messages(sid).update({ body: '' }), { code: 20009 })
  await assert.rejects(client.messages(sid).remove(), { code: 20009 })
  await bench.pass(10_000)
  assert.equal((await client.messages(sid).update({ body: '' })).body, '')
  assert.equal(await client.messages(sid).remove(), true)
  await assert.rejects(client.messages(sid).fetch(), { status: 404, code: 20404 })
})

async function behave(bench: Bench, behaviour: Behaviour): Promise<void> {
  await bench.sim('/handsets', { method: 'POST', body: { number: TO, behaviour } })
}
