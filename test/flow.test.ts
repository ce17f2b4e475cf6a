import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { until } from './app.ts'
import { type Carrier, startCarrier, waitForStatus } from './carrier.ts'

let phones = 0
/** A number nobody else in this file uses. */
const newPhone = () => `+1415555${String(2000 + phones++).padStart(4, '0')}`

describe('a text on its way', () => {
  let carrier: Carrier
  before(async () => {
    carrier = await startCarrier()
  })
  beforeEach(() => carrier.simulator.state.faults.clear())
  after(() => carrier.stop())

  test('is accepted, handed over once, delivered, and its story can be read', async () => {
    const workspace = await carrier.connected()
    const to = newPhone()
    const sent = await workspace.call<{ id: string; status: string; segments: number }>('POST', '/v1/messages', {
      to,
      body: 'Acme: ENG-142 overdue',
      class: 'alert',
    })
    assert.equal(sent.status, 202)
    assert.equal(sent.body.status, 'queued')
    const shown = await waitForStatus(workspace, sent.body.id, 'delivered')
    assert.equal(shown.body, 'Acme: ENG-142 overdue')
    assert.deepEqual(
      shown.attempts.map((attempt) => attempt.state),
      ['accepted'],
    )
    assert.ok(shown.receipts.some((receipt) => receipt.status === 'delivered' && receipt.proof === 'signature'))
    const [text, ...more] = await carrier.texts(to)
    assert.deepEqual(more, [])
    assert.equal(text?.body, 'Acme: ENG-142 overdue')
    assert.equal(shown.attempts[0]?.provider_id, text?.sid)
  })

  test('is one text for fifty requests with one key at once; another content with that key is refused', async () => {
    const workspace = await carrier.connected()
    const to = newPhone()
    const send = (body: string) =>
      workspace.call<{ id: string }>('POST', '/v1/messages', { to, body }, { 'idempotency-key': 'order-17' })
    const answers = await Promise.all(Array.from({ length: 50 }, () => send('Once')))
    assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([202]))
    assert.equal(new Set(answers.map((answer) => answer.body.id)).size, 1)
    await waitForStatus(workspace, answers[0]!.body.id, 'delivered')
    assert.equal((await carrier.texts(to)).length, 1)
    const later = await send('Once')
    assert.equal(later.body.id, answers[0]!.body.id)
    const other = await send('Another')
    assert.equal(other.status, 422)
    assert.equal((other.body as unknown as { code: string }).code, 'idempotency_key_reused')
  })

  test('one bad number in a batch refuses the batch at its place, and nothing of it is stored', async () => {
    const workspace = await carrier.connected()
    const messages = [
      { to: newPhone(), body: 'a' },
      { to: '14155551234', body: 'b' },
    ]
    const refused = await workspace.call<{ errors: { pointer: string; detail: string }[] }>('POST', '/v1/messages', {
      messages,
    })
    assert.equal(refused.status, 422)
    assert.deepEqual(
      refused.body.errors.map((error) => error.pointer),
      ['/messages/1/to'],
    )
    const list = await workspace.call<{ items: unknown[] }>('GET', '/v1/messages')
    assert.deepEqual(list.body.items, [])
  })

  test('a thousand in one request all arrive, each once', async () => {
    const workspace = await carrier.connected()
    const to = newPhone()
    const messages = Array.from({ length: 1000 }, (_, i) => ({ to, body: `Number ${i}`, class: 'campaign' }))
    const sent = await workspace.call<{ items: { id: string }[] }>('POST', '/v1/messages', { messages })
    assert.equal(sent.status, 202)
    for (const { id } of sent.body.items.slice(-3)) await waitForStatus(workspace, id, 'delivered')
    const arrived = new Set<string>()
    for (const { id } of sent.body.items) arrived.add((await waitForStatus(workspace, id, 'sent', 'delivered')).body!)
    assert.equal(arrived.size, 1000)
    assert.equal(carrier.simulator.state.doubles, 0)
  })

  test('that the provider refuses shows cause and remedy, and can be sent again where that helps', async () => {
    const workspace = await carrier.connected()
    const sent = await workspace.call<{ id: string }>('POST', '/v1/messages', { to: '+2348031234567', body: 'Hello' })
    const shown = await waitForStatus(workspace, sent.body.id, 'failed')
    assert.equal(shown.error?.code, 21408)
    assert.ok(shown.error!.cause.length > 10)
    assert.ok(shown.error!.remedy.length > 10)
  })

  test('a code is handed over and its text is not kept', async () => {
    const workspace = await carrier.connected()
    const to = newPhone()
    const sent = await workspace.call<{ id: string }>('POST', '/v1/messages', {
      to,
      body: '123456 is your code',
      class: 'otp',
    })
    const shown = await waitForStatus(workspace, sent.body.id, 'delivered')
    assert.equal(shown.body, null)
    assert.equal((await carrier.texts(to))[0]?.body, '123456 is your code')
  })

  test('receipts that come twice, early and in any order end where the carrier ended', async () => {
    const workspace = await carrier.connected()
    await carrier.faults({ receipts_doubled: 0.7, receipts_shuffled: 0.7, receipts_early: 0.5 })
    const to = newPhone()
    const messages = Array.from({ length: 60 }, (_, i) => ({ to, body: `Shuffled ${i}` }))
    const sent = await workspace.call<{ items: { id: string }[] }>('POST', '/v1/messages', { messages })
    for (const { id } of sent.body.items) await waitForStatus(workspace, id, 'delivered')
    assert.equal((await carrier.texts(to)).length, 50)
  })

  test('a 500 after the provider accepted is unknown until its receipt settles it; it is not sent again', async () => {
    const workspace = await carrier.connected()
    await carrier.faults({ error_after: 1 })
    const to = newPhone()
    const sent = await workspace.call<{ id: string }>('POST', '/v1/messages', { to, body: 'Perhaps' })
    const shown = await waitForStatus(workspace, sent.body.id, 'delivered')
    assert.equal(shown.attempts.length, 1)
    assert.equal((await carrier.texts(to)).length, 1)
  })

  test('a 500 before acceptance without a receipt stays unknown and is not sent again by itself', async () => {
    const workspace = await carrier.connected()
    await carrier.faults({ error_before: 1 })
    const to = newPhone()
    const sent = await workspace.call<{ id: string }>('POST', '/v1/messages', { to, body: 'Perhaps not' })
    const shown = await waitForStatus(workspace, sent.body.id, 'unknown')
    assert.deepEqual(
      shown.attempts.map((attempt) => attempt.state),
      ['unknown'],
    )
    assert.deepEqual(await carrier.texts(to), [])
  })

  test('too many requests are no failure: the text goes out when the provider takes it', async () => {
    const workspace = await carrier.connected()
    await carrier.faults({ rate_429: 1, until_count: 1 })
    const to = newPhone()
    const sent = await workspace.call<{ id: string }>('POST', '/v1/messages', { to, body: 'Busy' })
    await waitForStatus(workspace, sent.body.id, 'delivered')
    assert.equal((await carrier.texts(to)).length, 1)
  })

  test('a number in the registry is skipped with the reason, also when it got there after the text was accepted', async () => {
    const workspace = await carrier.connected()
    const to = newPhone()
    await workspace.call('POST', '/v1/opt-outs', { number: to })
    const skipped = await workspace.call<{ status: string; skip_reason: string }>('POST', '/v1/messages', {
      to,
      body: 'No',
    })
    assert.deepEqual([skipped.body.status, skipped.body.skip_reason], ['skipped', 'opted_out'])
    assert.deepEqual(await carrier.texts(to), [])
  })

  test('a number the provider has blocked gets into the registry by its refusal', async () => {
    const workspace = await carrier.connected()
    const to = newPhone()
    const first = await workspace.call<{ id: string }>('POST', '/v1/messages', { to, body: 'Hello' })
    await waitForStatus(workspace, first.body.id, 'delivered')
    const reply = await fetch(`${carrier.simulator.url}/sim/handsets/${encodeURIComponent(to)}/replies`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ body: 'STOP' }),
    })
    assert.equal(reply.status, 201)
    const second = await workspace.call<{ id: string }>('POST', '/v1/messages', { to, body: 'Still there?' })
    const shown = await waitForStatus(workspace, second.body.id, 'failed')
    assert.equal(shown.error?.code, 21610)
    const third = await workspace.call<{ skip_reason: string }>('POST', '/v1/messages', { to, body: 'And now?' })
    assert.equal(third.body.skip_reason, 'opted_out')
  })

  test('what a cap does not cover is skipped, and a code passes', async () => {
    const workspace = await carrier.connected()
    const perSegment = 8300
    await workspace.call('PUT', '/v1/spend', { daily_cap_micros: 3 * perSegment })
    const messages = Array.from({ length: 5 }, () => ({ to: '+14155552671', body: 'Costs' }))
    const sent = await workspace.call<{ items: { id: string }[] }>('POST', '/v1/messages', { messages })
    const ended = []
    for (const { id } of sent.body.items)
      ended.push((await waitForStatus(workspace, id, 'delivered', 'skipped')).status)
    assert.deepEqual(ended.sort(), ['delivered', 'delivered', 'delivered', 'skipped', 'skipped'])
    const code = await workspace.call<{ id: string }>('POST', '/v1/messages', {
      to: '+14155552671',
      body: '123456',
      class: 'otp',
    })
    await waitForStatus(workspace, code.body.id, 'delivered')
  })

  test('waits while the provider refuses the sign-in, with the cause shown, and goes out after the settings are saved again', async () => {
    const workspace = await carrier.connected()
    await carrier.faults({ sign_in_refused: true })
    const to = newPhone()
    const sent = await workspace.call<{ id: string }>('POST', '/v1/messages', { to, body: 'Patience' })
    const waiting = await waitForStatus(workspace, sent.body.id, 'queued')
    assert.equal(waiting.status, 'queued')
    const state = async () =>
      (await workspace.call<{ state: string; waiting: { code: number } | null }>('GET', '/v1/sms/settings')).body
    const paused = await until('the pause', async () => ((await state()).state === 'invalid' ? state() : null))
    assert.equal(paused.waiting?.code, 20003)
    carrier.simulator.state.faults.clear()
    const settings = await workspace.call('PATCH', '/v1/sms/settings', {
      credentials: { kind: 'auth_token', auth_token: carrier.simulator.state.accounts[0]!.authToken },
    })
    assert.equal(settings.status, 200, JSON.stringify(settings.body))
    await waitForStatus(workspace, sent.body.id, 'delivered')
    assert.equal((await carrier.texts(to)).length, 1)
  })

  test('while redirect is on every text goes to the test phone, and the record keeps both numbers', async () => {
    const testPhone = newPhone()
    const workspace = await carrier.connected({ redirect: { enabled: true, phone_number: testPhone } })
    const to = newPhone()
    const sent = await workspace.call<{ id: string }>('POST', '/v1/messages', { to, body: 'Rehearsal' })
    await waitForStatus(workspace, sent.body.id, 'delivered')
    assert.deepEqual(await carrier.texts(to), [])
    assert.equal((await carrier.texts(testPhone))[0]?.body, 'Rehearsal')
    const messages = Array.from({ length: 25 }, (_, i) => ({ to, body: `Flood ${i}` }))
    const flood = await workspace.call<{ items: { id: string }[] }>('POST', '/v1/messages', { messages })
    const ended = []
    for (const { id } of flood.body.items) ended.push(await waitForStatus(workspace, id, 'delivered', 'skipped'))
    assert.equal(ended.filter((one) => one.skip_reason === 'redirect_limit').length, 6)
  })

  test('a test send waits for the answer and gives it back', async () => {
    const workspace = await carrier.connected()
    const to = newPhone()
    const tested = await workspace.call<{ answered: boolean; message: { status: string; class: string } }>(
      'POST',
      '/v1/sms/test',
      { to },
    )
    assert.equal(tested.status, 200)
    assert.equal(tested.body.answered, true)
    assert.equal(tested.body.message.class, 'test')
    assert.match((await carrier.texts(to))[0]!.body, /^Acme Alert: \[Test\] Work item/)
  })

  test('with the switch off texts are skipped, not stored up', async () => {
    const workspace = await carrier.connected()
    await workspace.call('PATCH', '/v1/sms/settings', { enabled: false })
    const sent = await workspace.call<{ skip_reason: string }>('POST', '/v1/messages', { to: newPhone(), body: 'Off' })
    assert.equal(sent.body.skip_reason, 'channel_off')
  })
})

describe('without a public address', () => {
  let carrier: Carrier
  before(async () => {
    carrier = await startCarrier({ publicAddress: false })
  })
  after(() => carrier.stop())

  test('no callback address is given to the provider', async () => {
    const workspace = await carrier.connected()
    const to = newPhone()
    const sent = await workspace.call<{ id: string }>('POST', '/v1/messages', { to, body: 'Ask me' })
    await waitForStatus(workspace, sent.body.id, 'sent')
    assert.deepEqual((await carrier.texts(to))[0]?.receipts, [])
  })
})
