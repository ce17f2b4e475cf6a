import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import type { SimAccount } from '../accounts/account.ts'
import { type Bench, startBench } from '../testing.ts'
import { TRIAL_SENTENCE } from './create.ts'

const TO = '+14155550142'
const FROM = '+14155550100'
const OK = { To: TO, From: FROM, Body: 'hello' }

test('a request that cannot be carried out is refused with the code that the provider gives', async (t) => {
  const bench = await startBench(t)
  await bench.sim('/handsets', { method: 'POST', body: { number: '+14155550177', behaviour: 'not_verified' } })
  bench.full.numbers.push({
    ...bench.full.numbers[0]!,
    sid: `PN${'0'.repeat(32)}`,
    phoneNumber: TO.replace('142', '188'),
  })
  const [alerts, empty] = bench.full.services
  const inAlerts = { To: TO, MessagingServiceSid: alerts!.sid, Body: 'hello' }
  const at = (hours: number) => new Date(bench.clock.now() + hours * 3_600_000).toISOString()
  const cases: [name: string, params: Record<string, string>, code: number, status?: number][] = [
    ['no recipient', { From: FROM, Body: 'x' }, 21604],
    ['recipient too short', { ...OK, To: '+1234' }, 21211],
    ['recipient of letters', { ...OK, To: 'nobody' }, 21211],
    ['recipient with an unused country code', { ...OK, To: '+999123456789' }, 21211],
    ['recipient is a short code', { ...OK, To: '54321' }, 21265],
    ['recipient on another channel', { ...OK, To: 'whatsapp:+14155550142' }, 21910],
    ['no sender', { To: TO, Body: 'x' }, 21603],
    ['no words', { To: TO, From: FROM }, 21602],
    ['1601 characters', { ...OK, Body: 'x'.repeat(1601) }, 21617],
    ['callback is no address', { ...OK, StatusCallback: 'nonsense' }, 21609],
    ['callback by ftp', { ...OK, StatusCallback: 'ftp://example.com/' }, 21609],
    ['callback with an underscore in its host', { ...OK, StatusCallback: 'https://my_host.example.com/' }, 21609],
    ['callback too long', { ...OK, StatusCallback: `https://example.com/${'x'.repeat(4000)}` }, 21609],
    ['validity of nothing', { ...OK, ValidityPeriod: '0' }, 90007],
    ['validity of over ten hours', { ...OK, ValidityPeriod: '36001' }, 90007],
    ['validity in words', { ...OK, ValidityPeriod: 'long' }, 90007],
    ['sender too generic', { ...OK, From: 'INFO' }, 21212],
    ['sender of twelve letters', { ...OK, From: 'ABCDEFGHIJKL' }, 21212],
    ['sender that is no number of anybody', { ...OK, From: '+14155559999' }, 21659],
    ['sender of another account', { ...OK, From: '+12125550170' }, 21660],
    ['short code of another account', { ...OK, From: '54321' }, 21660],
    ['short code abroad', { ...OK, To: '+442079460123', From: '12345' }, 21659],
    ['voice-only sender', { ...OK, From: '+14155550101' }, 21606],
    ['sender from abroad to the US', { ...OK, From: '+442079460000' }, 21612],
    ['name as sender to the US', { ...OK, From: 'Acme' }, 21612],
    ['to oneself', { ...OK, To: '+14155550188', From: '+14155550188' }, 21266],
    ['country not enabled', { ...OK, To: '+2348012345678' }, 21408],
    ['handset that is not verified', { ...OK, To: '+14155550177' }, 21608],
    ['unknown service', { ...inAlerts, MessagingServiceSid: bench.other.services[0]!.sid }, 21701, 404],
    ['service without senders', { ...inAlerts, MessagingServiceSid: empty!.sid }, 21704],
    ['sender outside the service', { ...inAlerts, From: FROM }, 21711],
    ['scheduled without a service', { ...OK, ScheduleType: 'fixed', SendAt: at(1) }, 35118],
    ['scheduled for no time', { ...inAlerts, ScheduleType: 'fixed' }, 35111],
    ['scheduled too soon', { ...inAlerts, ScheduleType: 'fixed', SendAt: at(0.2) }, 35114],
    ['scheduled too late', { ...inAlerts, ScheduleType: 'fixed', SendAt: at(36 * 24) }, 35114],
  ]
  for (const [name, params, code, status = 400] of cases) {
    const answer = await send(bench, bench.full, params)
    assert.deepEqual([answer.body.code, answer.status], [code, status], name)
    assert.ok(
      String(answer.body.message).length > 5 && !/undefined|Bad request/.test(String(answer.body.message)),
      name,
    )
  }
  assert.equal(bench.simulator.state.acceptedCount, 0)
})

test('what the provider takes is taken here: loopback callbacks, brackets and spaces, names abroad', async (t) => {
  const bench = await startBench(t)
  const cases: Record<string, string>[] = [
    { ...OK, StatusCallback: 'http://localhost:3000/callbacks?token=a%20b' },
    { ...OK, StatusCallback: 'http://[::1]:3000/' },
    { ...OK, To: '(415) 555-0142' },
    { ...OK, Body: 'x'.repeat(1600) },
    { ...OK, To: '+442079460123', From: 'Acme' },
    { ...OK, From: '12345' },
    { ...OK, To: '+442079460123', From: '+442079460000' },
    { To: TO, From: bench.full.services[0]!.sid, Body: 'a service may stand in From' },
  ]
  for (const params of cases) {
    const { status, body } = await send(bench, bench.full, params)
    assert.equal(status, 201, JSON.stringify(body))
    if (params.To === '(415) 555-0142') assert.equal(body.to, TO)
  }
})

test('an error text hides the end of the number', async (t) => {
  const bench = await startBench(t)
  const { body } = await send(bench, bench.full, { ...OK, To: '+2348012345678' })
  assert.match(String(body.message), /\+234801234XXXX$/)
})

test('a trial account texts verified numbers only, by number only, and every text begins with its sentence', async (t) => {
  const bench = await startBench(t)
  const from = { From: '+14155550120' }
  assert.equal((await send(bench, bench.trial, { ...OK, ...from, To: '+14155550199' })).body.code, 21608)
  assert.equal((await send(bench, bench.trial, { ...OK, From: 'Acme' })).body.code, 21267)
  const { body } = await send(bench, bench.trial, { ...OK, ...from, Body: 'x'.repeat(122) })
  assert.deepEqual([body.body, body.num_segments], [`${TRIAL_SENTENCE}${'x'.repeat(122)}`, '1'])
  const long = await send(bench, bench.trial, { ...OK, ...from, Body: 'x'.repeat(123) })
  assert.equal(long.body.num_segments, '2')
  await bench.pass(10_000)
  const fetched = await bench.client(bench.trial).messages(String(long.body.sid)).fetch()
  assert.deepEqual([fetched.status, fetched.errorCode], ['failed', 30044])
})

test('magic numbers answer test credentials as documented, and nothing is kept', async (t) => {
  const bench = await startBench(t)
  const cases: [from: string, to: string, code: number | null][] = [
    ['+15005550001', TO, 21212],
    ['+15005550007', TO, 21606],
    ['+15005550008', TO, 21611],
    [FROM, TO, 21606],
    ['+15005550006', '+15005550001', 21211],
    ['+15005550006', '+15005550002', 21612],
    ['+15005550006', '+15005550003', 21408],
    ['+15005550006', '+15005550004', 21610],
    ['+15005550006', '+15005550009', 21614],
    ['+15005550006', TO, null],
  ]
  for (const [from, to, code] of cases) {
    const { status, body } = await send(bench, bench.test, { To: to, From: from, Body: 'hello' })
    assert.deepEqual([status, body.code ?? null], [code ? 400 : 201, code], `${from} to ${to}`)
  }
  assert.equal(bench.simulator.state.messages.size(), 0)
  const client = bench.client(bench.test)
  await assert.rejects(client.api.v2010.accounts(bench.test.sid).fetch(), { status: 403, code: 20008 })
  await assert.rejects(client.messages.list(), { status: 403, code: 20008 })
  await assert.rejects(client.incomingPhoneNumbers.create({ phoneNumber: '+15005550000' }), { code: 21422 })
  await assert.rejects(client.incomingPhoneNumbers.create({ areaCode: '533' }), { code: 21452 })
  const bought = await client.incomingPhoneNumbers.create({ phoneNumber: '+15005550006' })
  assert.equal(bought.phoneNumber, '+15005550006')
})

test('live accounts know no magic numbers', async (t) => {
  const bench = await startBench(t)
  assert.equal((await send(bench, bench.full, { ...OK, To: '+15005550001' })).status, 201)
})

test('a text stands in the log before its request is answered, and only what was accepted stands there', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'simulator-'))
  t.after(() => rm(directory, { recursive: true }))
  const logFile = join(directory, 'deep', 'accepted.jsonl')
  const bench = await startBench(t, { logFile })
  const lines = () =>
    readFileSync(logFile, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  await bench.sim('/faults', { method: 'POST', body: { error_after: 1 } })
  const lost = await send(bench, bench.full, { ...OK, StatusCallback: 'http://127.0.0.1:9/m1' })
  assert.deepEqual([lost.status, lost.body.code], [500, 20500])
  assert.equal(lines().length, 1)
  await bench.sim('/faults', { method: 'POST', body: { error_after: 0, error_before: 1 } })
  assert.equal((await send(bench, bench.full, OK)).status, 500)
  await send(bench, bench.full, { ...OK, To: '+1234' })
  const [line, ...more] = lines()
  assert.deepEqual(more, [])
  const { sid: _, ...rest } = line
  assert.deepEqual(rest, {
    at: '2026-03-12T14:02:03.200Z',
    account_sid: bench.full.sid,
    to: TO,
    from: FROM,
    messaging_service_sid: null,
    body: 'hello',
    status_callback: 'http://127.0.0.1:9/m1',
    validity_seconds: 36_000,
  })
})

test('the same text to the same number with the same callback counts as a double, anything else does not', async (t) => {
  const bench = await startBench(t)
  const callback = { StatusCallback: 'http://127.0.0.1:9/m1' }
  await send(bench, bench.full, { ...OK, ...callback })
  await send(bench, bench.full, { ...OK, StatusCallback: 'http://127.0.0.1:9/m2' })
  await send(bench, bench.full, { ...OK, ...callback, Body: 'other words' })
  await send(bench, bench.full, { ...OK, ...callback, To: '+14155550143' })
  const counts = async () => {
    const { accepted, doubles } = await bench.sim<{ accepted: number; doubles: number }>('/state')
    return [accepted, doubles]
  }
  assert.deepEqual(await counts(), [4, 0])
  await send(bench, bench.full, { ...OK, ...callback })
  assert.deepEqual(await counts(), [5, 1])
})

interface Answer {
  status: number
  body: Record<string, unknown> & { code?: number; message?: string }
}

async function send(bench: Bench, account: SimAccount, params: Record<string, string>): Promise<Answer> {
  const response = await fetch(`${bench.simulator.url}/2010-04-01/Accounts/${account.sid}/Messages.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${account.sid}:${account.authToken}`)}` },
    body: new URLSearchParams(params),
  })
  return { status: response.status, body: (await response.json()) as Answer['body'] }
}
