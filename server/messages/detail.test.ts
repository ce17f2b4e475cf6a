import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { insertAttempt, insertMessage, insertReceipt } from '../../test/rows.ts'
import { actorIn, openSlice, type Slice } from '../../test/slice.ts'
import { writeOptOuts } from '../consent/opt-outs.ts'
import { newId } from '../kit/id.ts'
import { historyRoutes } from './history-routes.ts'
import type { MessageDetail } from './schema.ts'

let slice: Slice
let workspaceId: string
before(async () => {
  slice = await openSlice(historyRoutes)
  slice.clock.at = new Date('2026-03-12T14:10:00Z')
  workspaceId = await slice.workspace()
})
after(() => slice.close())

const at = (time: string) => new Date(`2026-03-12T${time}Z`)
const SID = `SM8a${'1'.repeat(26)}3f0c`

async function detailOf(id: string): Promise<MessageDetail> {
  const { status, body } = await slice.call(actorIn(workspaceId), 'GET', `/v1/messages/${id}`)
  assert.equal(status, 200, JSON.stringify(body))
  return body
}

const lines = (detail: MessageDetail) =>
  detail.timeline.map(({ what, detail, tone }) => `${what} | ${detail} | ${tone}`)
const checked = (detail: MessageDetail) =>
  Object.fromEntries(detail.checks.map(({ id, result }): [string, string] => [id, result]))

test('a text that failed at the carrier tells its story, its cause and what to do', async () => {
  const { id } = await insertMessage(slice, workspaceId, {
    status: 'undelivered',
    event_type: 'priority_changed',
    idempotency_key: 'evt-1',
    tries: 1,
    provider: 'twilio',
    provider_sid: SID,
    error_code: 30006,
    error_class: 'bad_recipient',
    created_at: at('14:02:03.114'),
    sent_at: at('14:02:03.331'),
    finished_at: at('14:02:11'),
  })
  await insertAttempt(slice, workspaceId, id, {
    provider_sid: SID,
    http_status: 201,
    provider_status: 'undelivered',
    error_code: 30006,
    started_at: at('14:02:03.188'),
    ended_at: at('14:02:03.331'),
  })
  await insertReceipt(slice, workspaceId, id, { status: 'sent', rank: 3, received_at: at('14:02:04') })
  await insertReceipt(slice, workspaceId, id, {
    status: 'undelivered',
    error_code: 30006,
    repeats: 1,
    received_at: at('14:02:11'),
  })
  const detail = await detailOf(id)
  assert.deepEqual(lines(detail), [
    'Accepted | API key "host product" · event priority_changed | neutral',
    'Checks passed | 8 of 8 | neutral',
    'Handed to Twilio | attempt 1 · 143 ms · SM8a…3f0c | neutral',
    'Handed to carrier | receipt, signature checked | neutral',
    'Undelivered 30006 | receipt, signature checked · one repeat ignored | red',
  ])
  assert.equal(detail.timeline[0]!.at, '2026-03-12T14:02:03.114Z')
  assert.match(detail.status_text, /^Not delivered: ./)
  assert.equal(detail.error!.code, 30006)
  assert.equal(detail.error!.class, 'bad_recipient')
  assert.ok(detail.error!.cause.length > 10 && detail.error!.remedy.length > 10)
  assert.deepEqual(detail.made_by, { kind: 'api_key', name: 'host product' })
  assert.equal(detail.idempotency_key, 'evt-1')
  assert.deepEqual(detail.attempts, [
    {
      n: 1,
      state: 'accepted',
      provider: 'twilio',
      connection: 'own',
      provider_id: SID,
      provider_status: 'undelivered',
      http_status: 201,
      error_code: 30006,
      detail: null,
      started_at: '2026-03-12T14:02:03.188Z',
      ended_at: '2026-03-12T14:02:03.331Z',
      looks: 0,
      resolved_by: null,
      resolved_at: null,
      doubled_at: null,
    },
  ])
  assert.deepEqual(detail.receipts[1], {
    attempt: 1,
    status: 'undelivered',
    error_code: 30006,
    source: 'callback',
    proof: 'signature',
    repeats: 1,
    received_at: '2026-03-12T14:02:11.000Z',
  })
  assert.equal(detail.send_again.possible, false)
})

test('tries that came to nothing, and one in doubt, stand in the timeline as what they were', async () => {
  const { id } = await insertMessage(slice, workspaceId, { status: 'unknown', tries: 4, created_at: at('14:00:00') })
  const tries = [
    { n: 1, state: 'not_sent', detail: 'connection refused', started_at: at('14:00:01'), ended_at: at('14:00:02') },
    { n: 2, state: 'rejected', error_code: 21211, started_at: at('14:00:03'), ended_at: at('14:00:04') },
    {
      ...{ n: 3, state: 'not_accepted', started_at: at('14:00:05'), looks: 2 },
      ...{ resolved_by: 'listing', resolved_at: at('14:07:00'), doubled_at: at('14:09:00') },
    },
    { n: 4, state: 'unknown', detail: 'no answer to +14155550142', started_at: at('14:08:00') },
  ]
  for (const one of tries) await insertAttempt(slice, workspaceId, id, one)
  const detail = await detailOf(id)
  assert.deepEqual(lines(detail).slice(2), [
    'Not handed to Twilio | attempt 1 · 1000 ms · connection refused | amber',
    'Refused by Twilio 21211 | attempt 2 · 1000 ms | red',
    'Handed to Twilio, outcome unknown | attempt 3 | amber',
    'Twilio has no record of it | attempt 3 · 2 looks | amber',
    'Handed to Twilio, outcome unknown | attempt 4 · no answer to +1 ••• ••• 0142 | amber',
    'Sent twice | attempt 3 had been taken for not sent, and Twilio reports it after all | red',
  ])
  assert.ok(!JSON.stringify(detail).includes('4155550142'))
})

test('a receipt that was asked for says so, and one without a signature how it was proven', async () => {
  const { id } = await insertMessage(slice, workspaceId, { status: 'delivered', tries: 1, created_at: at('14:00:00') })
  await insertAttempt(slice, workspaceId, id, { provider: 'simulator', started_at: at('14:00:01') })
  const receipts = [
    { status: 'queued', rank: 1, proof: 'asked_again', received_at: at('14:00:02') },
    { status: 'delivered', source: 'asked', proof: 'asked_again', repeats: 3, received_at: at('14:01:02') },
  ]
  for (const one of receipts) await insertReceipt(slice, workspaceId, id, one)
  assert.deepEqual(lines(await detailOf(id)).slice(3), [
    'Queued at the simulator | receipt, asked again at the simulator | neutral',
    'Delivered | asked at the simulator · 3 repeats ignored | green',
  ])
})

const passedAll = {
  not_suspended: 'passed',
  settings_ready: 'passed',
  channel_on: 'passed',
  sender: 'passed',
  not_opted_out: 'passed',
  country: 'passed',
  in_time: 'passed',
  cap: 'passed',
}
const later = { in_time: 'not_reached', cap: 'not_reached' }
const afterSender = { not_opted_out: 'not_reached', country: 'not_reached', ...later }
const cases: [string, Parameters<typeof insertMessage>[2], Record<string, string>][] = [
  ['a text that was handed over passed all', { status: 'sent', tries: 1 }, passedAll],
  ['a text in the queue has not come to the last ones', { status: 'queued' }, { ...passedAll, ...later }],
  [
    'the check that decided is marked, and none after it was made',
    { status: 'skipped', skip_reason: 'no_sender' },
    { ...passedAll, sender: 'decided', ...afterSender },
  ],
  ['the cap decides last', { status: 'skipped', skip_reason: 'over_cap' }, { ...passedAll, cap: 'decided' }],
  ['a text that came too late', { status: 'expired' }, { ...passedAll, in_time: 'decided', cap: 'not_reached' }],
  [
    'a text that expired at the provider had passed all here',
    { status: 'expired', tries: 1, sent_at: at('14:03:00') },
    passedAll,
  ],
]
for (const [name, row, expected] of cases) {
  test(`checks: ${name}`, async () => {
    const { id } = await insertMessage(slice, workspaceId, row)
    assert.deepEqual(checked(await detailOf(id)), expected)
  })
}

test('checks: the cap does not hold up a code, and the test phone has a limit only while redirect is on', async () => {
  const code = await insertMessage(slice, workspaceId, { class: 'otp' })
  assert.equal('cap' in checked(await detailOf(code.id)), false)
  const redirected = await insertMessage(slice, workspaceId, { redirectedTo: '+14155550177', tries: 1, status: 'sent' })
  assert.equal(checked(await detailOf(redirected.id)).redirect, 'passed')
  const over = await insertMessage(slice, workspaceId, { status: 'skipped', skip_reason: 'redirect_limit' })
  assert.deepEqual(
    [checked(await detailOf(over.id)).redirect, checked(await detailOf(over.id)).cap],
    ['decided', 'not_reached'],
  )
})

test('a skip stands in the timeline with its reason, and the checks are not said to have passed', async () => {
  const row = { status: 'skipped', skip_reason: 'channel_off', created_at: at('14:00:00'), finished_at: at('14:00:00') }
  const { id } = await insertMessage(slice, workspaceId, row)
  assert.deepEqual(lines(await detailOf(id)), [
    'Accepted | API key "host product" · event direct | neutral',
    'Skipped | SMS is off here. | neutral',
  ])
})

test('what Handset itself could not do is not blamed on the provider, and is for the operator to mend', async () => {
  for (const http_status of [0, null]) {
    const error_text = 'Handset could not open what it had stored.'
    const row = { status: 'failed', tries: 1, provider: 'twilio', error_class: 'config', error_text }
    const { id } = await insertMessage(slice, workspaceId, row)
    await insertAttempt(slice, workspaceId, id, { state: 'rejected', http_status })
    const { error } = await detailOf(id)
    assert.equal(error!.cause, error_text)
    assert.match(error!.remedy, /operator/)
  }
})

const again: [Parameters<typeof insertMessage>[2], string | null][] = [
  [{ status: 'failed', error_class: 'transient_carrier', error_text: 'busy' }, null],
  [{ status: 'expired' }, null],
  [{ status: 'skipped', skip_reason: 'over_cap' }, null],
  [{ status: 'skipped', skip_reason: 'opted_out' }, null],
  [{ status: 'failed', body: null }, 'Its text was not kept.'],
  [{ status: 'failed', class: 'otp' }, 'The text of a code is not kept. Ask for a new code.'],
  [{ status: 'failed', class: 'test' }, 'Send a new test instead.'],
  [{ status: 'failed', retried_as: 'msg_x' }, 'It was sent again already.'],
  [{ status: 'queued' }, 'It is still on its way.'],
  [{ status: 'unknown' }, 'It may have been sent. That is looked up first.'],
  [{ status: 'delivered' }, 'It was delivered.'],
  [{ status: 'sent', provider: 'twilio' }, 'Twilio has taken it: the phone would probably ring twice.'],
  [{ status: 'cancelled' }, 'It was cancelled on purpose.'],
  [{ status: 'skipped', skip_reason: 'duplicate' }, 'The same text went a moment before.'],
]
for (const [row, why_not] of again) {
  test(`send again: ${JSON.stringify(row)} ${why_not ?? 'is possible'}`, async () => {
    const { id } = await insertMessage(slice, workspaceId, row)
    assert.deepEqual((await detailOf(id)).send_again, { possible: why_not === null, why_not })
  })
}

test('send again: never while the number is opted out, and the one who can undo it is named', async () => {
  const own = await slice.workspace()
  const { id } = await insertMessage(slice, own, { status: 'failed' })
  const read = async () => (await slice.call(actorIn(own), 'GET', `/v1/messages/${id}`)).body.send_again
  const entry = { workspaceId: own, numberHash: slice.context.keys.hashNumber('+14155550142'), note: null }
  assert.equal((await read()).possible, true)
  await slice.db.system((tx) => writeOptOuts(tx, [{ ...entry, source: 'admin' }]))
  assert.deepEqual(await read(), { possible: false, why_not: 'Opted out by an administrator. Lift that first.' })
  await slice.db.system((tx) => writeOptOuts(tx, [{ ...entry, source: 'keyword' }]))
  assert.deepEqual(await read(), { possible: false, why_not: 'Opted out: only START from the phone undoes it.' })
})

test("what is missing and what is another workspace's answer alike", async () => {
  const other = await slice.workspace()
  const { id } = await insertMessage(slice, other)
  for (const one of [id, newId('msg'), 'nonsense', '%00', "'"]) {
    for (const [method, path] of [
      ['GET', `/v1/messages/${one}`],
      ['POST', `/v1/messages/${one}/reveal`],
    ] as const) {
      const { status, body } = await slice.call(actorIn(workspaceId), method, path)
      assert.deepEqual([status, body.detail], [404, 'No such message in this workspace.'], `${method} ${path}`)
    }
  }
})

test('numbers are revealed in full to those who may, and that is on record without the number', async () => {
  const own = await slice.workspace()
  const { id } = await insertMessage(slice, own, { redirectedTo: '+14155550177' })
  const { status, headers, body } = await slice.call(actorIn(own), 'POST', `/v1/messages/${id}/reveal`)
  assert.equal(status, 200)
  assert.deepEqual(body, { to: '+14155550142', redirected_to: '+14155550177' })
  assert.equal(headers.get('cache-control'), 'no-store')
  const entries = await slice.db.tenant(own, (tx) => tx.selectFrom('audit_entries').selectAll().execute())
  assert.deepEqual(
    entries.map((entry) => [entry.action, entry.target, entry.actor_name]),
    [['number.revealed', id, 'Test Admin']],
  )
  assert.ok(!JSON.stringify(entries).includes('4155550'))
})

test('a refused or failed look reveals nothing and leaves no record', async () => {
  const own = await slice.workspace()
  const { id } = await insertMessage(slice, own)
  const refused = await slice.call(actorIn(own, ['history.read']), 'POST', `/v1/messages/${id}/reveal`)
  assert.deepEqual([refused.status, refused.body.permission], [403, 'numbers.reveal'])
  assert.equal((await slice.call(null, 'POST', `/v1/messages/${id}/reveal`)).status, 401)
  const entries = await slice.db.tenant(own, (tx) => tx.selectFrom('audit_entries').selectAll().execute())
  assert.deepEqual(entries, [])
})

test('one message is for those with history.read', async () => {
  const { id } = await insertMessage(slice, workspaceId)
  assert.equal((await slice.call(null, 'GET', `/v1/messages/${id}`)).status, 401)
  assert.equal((await slice.call(actorIn(workspaceId, []), 'GET', `/v1/messages/${id}`)).status, 403)
  assert.equal((await slice.call(actorIn(workspaceId, ['history.read']), 'GET', `/v1/messages/${id}`)).status, 200)
})
