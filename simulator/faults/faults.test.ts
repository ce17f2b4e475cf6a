import assert from 'node:assert/strict'
import test from 'node:test'
import { type Bench, startBench, startReceiver } from '../testing.ts'
import type { FaultsView, SimMessageView } from '../wire.ts'

const TEXT = { to: '+14155550142', from: '+14155550100', body: 'hi' }

test('429 and refused sign-in strike any request, and nothing is accepted', async (t) => {
  const bench = await startBench(t)
  const client = bench.client(bench.full)
  await set(bench, { rate_429: 1 })
  await assert.rejects(client.messages.create(TEXT), { status: 429, code: 20429 })
  await assert.rejects(client.messages.list(), { status: 429 })
  await set(bench, { rate_429: 0, sign_in_refused: true })
  await assert.rejects(client.messages.create(TEXT), { status: 401, code: 20003 })
  assert.equal(bench.simulator.state.acceptedCount, 0)
  const { hits, hits_by, active } = await bench.sim<FaultsView>('/faults')
  assert.deepEqual([hits, hits_by, active], [3, { rate_429: 2, sign_in_refused: 1 }, ['sign_in_refused']])
})

test('an error before acceptance accepts nothing, one after it has sent the text', async (t) => {
  const bench = await startBench(t)
  const client = bench.client(bench.full)
  await set(bench, { error_before: 1 })
  await assert.rejects(client.messages.create(TEXT), { status: 500, code: 20500 })
  assert.equal(bench.simulator.state.acceptedCount, 0)
  await set(bench, { error_before: 0, error_after: 1 })
  await assert.rejects(client.messages.create(TEXT), { status: 500, code: 20500 })
  await bench.pass(10_000)
  const [message] = await found(bench)
  assert.deepEqual(
    [message?.status, message?.request?.answered, message?.request?.fault],
    ['delivered', 500, 'error_after'],
  )
})

for (const [fault, accepted] of [
  ['reset_before', 0],
  ['reset', 1],
] as const) {
  test(`${fault} cuts the connection with ${accepted} accepted`, async (t) => {
    const bench = await startBench(t)
    await set(bench, { [fault]: 1 })
    await assert.rejects(bench.client(bench.full).messages.create(TEXT), /ECONNRESET|socket hang up|reset/)
    assert.equal(bench.simulator.state.acceptedCount, accepted)
  })
}

for (const [fault, accepted] of [
  ['hang_before', 0],
  ['hang', 1],
] as const) {
  test(`${fault} keeps the client waiting with ${accepted} accepted`, async (t) => {
    const bench = await startBench(t)
    await set(bench, { [fault]: 1 })
    const controller = new AbortController()
    const request = fetch(`${bench.simulator.url}/2010-04-01/Accounts/${bench.full.sid}/Messages.json`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${bench.full.sid}:${bench.full.authToken}`)}` },
      body: new URLSearchParams({ To: TEXT.to, From: TEXT.from, Body: TEXT.body }),
      signal: controller.signal,
    })
    request.catch(() => {})
    while ((await bench.sim<FaultsView>('/faults')).hits === 0) {}
    assert.equal(bench.simulator.state.acceptedCount, accepted)
    controller.abort()
    await assert.rejects(request, { name: 'AbortError' })
  })
}

test('latency holds every request back', async (t) => {
  const bench = await startBench(t)
  await set(bench, { latency_ms: 5000 })
  let isDone = false
  const listing = bench
    .client(bench.full)
    .messages.list()
    .then(() => (isDone = true))
  while ((await bench.sim<FaultsView>('/faults')).hits === 0) {}
  bench.clock.advance(4999)
  await bench.sim('/state')
  assert.equal(isDone, false)
  bench.clock.advance(1)
  await listing
})

test('receipts get lost on purpose, and the page says so', async (t) => {
  const bench = await startBench(t)
  const receiver = await startReceiver(t)
  await set(bench, { receipts_lost: 1 })
  await bench.client(bench.full).messages.create({ ...TEXT, statusCallback: receiver.url })
  await bench.pass(10_000)
  const [message] = await found(bench)
  assert.deepEqual(receiver.statuses(), [])
  assert.deepEqual(
    message?.receipts.map(({ outcome, detail }) => [outcome, detail]),
    [
      ['lost', 'lost on purpose'],
      ['lost', 'lost on purpose'],
    ],
  )
})

test('early receipts come before the answer to the request', async (t) => {
  const bench = await startBench(t)
  let isAnswered = false
  const when: boolean[] = []
  const receiver = await startReceiver(t, () => {
    when.push(isAnswered)
    return { status: 204 }
  })
  await set(bench, { receipts_early: 1 })
  const { status } = await bench.client(bench.full).messages.create({ ...TEXT, statusCallback: receiver.url })
  isAnswered = true
  assert.equal(status, 'queued')
  await bench.pass(10_000)
  assert.deepEqual(
    [receiver.statuses().sort(), when],
    [
      ['delivered', 'sent'],
      [false, false],
    ],
  )
})

test('doubled receipts come twice with one idempotency token', async (t) => {
  const bench = await startBench(t)
  const receiver = await startReceiver(t)
  await set(bench, { receipts_doubled: 1 })
  await bench.client(bench.full).messages.create({ ...TEXT, statusCallback: receiver.url })
  await bench.pass(10_000)
  assert.deepEqual(receiver.statuses(), ['sent', 'sent', 'delivered', 'delivered'])
  assert.equal(new Set(receiver.received.map(({ headers }) => headers['i-twilio-idempotency-token'])).size, 2)
})

test('shuffled receipts come in the wrong order', async (t) => {
  const bench = await startBench(t)
  // One at a time: two connections could reach the receiver in either order.
  const receiver = await startReceiver(t)
  await set(bench, { receipts_shuffled: 1 })
  const messagingServiceSid = bench.full.services[0]!.sid
  await bench
    .client(bench.full)
    .messages.create({ to: TEXT.to, body: 'hi', messagingServiceSid, statusCallback: receiver.url })
  await bench.pass(10_000)
  const [message] = await found(bench)
  assert.deepEqual(
    message?.receipts.map(({ status }) => status),
    ['delivered', 'sent', 'queued'],
  )
  assert.deepEqual(receiver.statuses().sort(), ['delivered', 'queued', 'sent'])
})

test('an account takes so many requests at once, and the others get 429', async (t) => {
  const bench = await startBench(t)
  const client = bench.client(bench.full)
  await set(bench, { requests_at_once: 2, latency_ms: 1000 })
  const outcomes = [1, 2, 3, 4].map(() =>
    client.messages.create(TEXT).then(
      () => 201,
      ({ status }) => status,
    ),
  )
  while (bench.simulator.state.faults.view().hits < 4) await new Promise((resolve) => setImmediate(resolve))
  await bench.pass(1000)
  assert.deepEqual((await Promise.all(outcomes)).sort(), [201, 201, 429, 429])
  assert.equal(bench.simulator.state.faults.view().hits_by.requests_at_once, 2)
})

test('a receipt can be sent again by hand, as often as wanted', async (t) => {
  const bench = await startBench(t)
  const receiver = await startReceiver(t)
  const { sid } = await bench.client(bench.full).messages.create({ ...TEXT, statusCallback: receiver.url })
  await bench.pass(10_000)
  await bench.sim(`/messages/${sid}/receipts`, { method: 'POST', body: { times: 2, receipt: 0 } })
  assert.deepEqual(receiver.statuses(), ['sent', 'delivered', 'sent', 'sent'])
  const [message] = await found(bench)
  assert.deepEqual(
    message?.receipts.map(({ repeated }) => repeated),
    [false, false, true, true],
  )
})

test('faults are merged, end after a count or a time, and are cleared', async (t) => {
  const bench = await startBench(t)
  const client = bench.client(bench.full)
  await set(bench, { error_before: 1, until_count: 2 })
  for (let n = 0; n < 2; n++) await assert.rejects(client.messages.create(TEXT), { status: 500 })
  await client.messages.create(TEXT)
  const spent = await bench.sim<FaultsView>('/faults')
  assert.deepEqual([spent.active, spent.hits, spent.until_count], [[], 2, null])

  await set(bench, { rate_429: 1, until_ms: 1000 })
  await set(bench, { list_lag_ms: 5 })
  assert.deepEqual((await bench.sim<FaultsView>('/faults')).active, ['rate_429', 'list_lag_ms'])
  await bench.pass(1000)
  assert.deepEqual((await bench.sim<FaultsView>('/faults')).active, [])

  await set(bench, { rate_429: 1 })
  const cleared = await bench.sim<FaultsView>('/faults', { method: 'DELETE' })
  assert.deepEqual([cleared.active, cleared.hits], [[], 0])
  await client.messages.create(TEXT)
})

test('a share strikes as often as it says', async (t) => {
  const rolls = [0.1, 0.3, 0.29, 0.9]
  const bench = await startBench(t, { random: () => rolls.shift() ?? 0.5 })
  const { faults } = bench.simulator.state
  faults.change({ rate_429: 0.3 })
  assert.deepEqual(
    [1, 2, 3, 4].map(() => faults.strikes('rate_429')),
    [true, false, true, false],
  )
})

test('a fault that does not exist or a share over one is refused', async (t) => {
  const bench = await startBench(t)
  for (const body of [{ rate_42: 1 }, { rate_429: 2 }, { latency_ms: -1 }, { sign_in_refused: 'yes' }]) {
    const answer = await bench.sim<{ detail?: string }>('/faults', { method: 'POST', body })
    assert.ok(answer.detail, JSON.stringify(body))
  }
})

function set(bench: Bench, body: Record<string, unknown>): Promise<unknown> {
  return bench.sim('/faults', { method: 'POST', body })
}

async function found(bench: Bench): Promise<SimMessageView[]> {
  return (await bench.sim<{ items: SimMessageView[] }>('/messages')).items
}
