import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { insertMessage } from '../../test/rows.ts'
import { actorIn, openSlice, type Slice } from '../../test/slice.ts'
import { handleOf } from '../consent/handle.ts'
import { groupOf } from './groups.ts'
import { historyRoutes } from './history-routes.ts'
import { type MessageStatus, STATUSES } from './schema.ts'

let slice: Slice
before(async () => {
  slice = await openSlice(historyRoutes)
})
after(() => slice.close())

const get = (workspaceId: string, path: string) => slice.call(actorIn(workspaceId), 'GET', path)

async function idsOf(workspaceId: string, query: string): Promise<string[]> {
  const { status, body } = await get(workspaceId, `/v1/messages?${query}`)
  assert.equal(status, 200, JSON.stringify(body))
  return body.items.map((item: { id: string }) => item.id)
}

test('a message is listed with masked numbers and all that a row of the history shows', async () => {
  const workspaceId = await slice.workspace()
  const created_at = new Date('2026-03-12T14:02:03.114Z')
  slice.clock.at = new Date('2026-03-12T14:04:03Z')
  const { id } = await insertMessage(slice, workspaceId, {
    to: '+447700900123',
    to_country: 'GB',
    redirectedTo: '+14155550177',
    created_at,
    status: 'delivered',
    event_type: 'priority_changed',
    url: 'https://acme.example/issues/ENG-142',
    provider: 'twilio',
    provider_sid: `SM${'0'.repeat(32)}`,
    sent_from: '+14155550100',
    sent_at: new Date('2026-03-12T14:02:04Z'),
    finished_at: new Date('2026-03-12T14:02:11Z'),
    price_micros: 8_400,
  })
  const { body } = await get(workspaceId, '/v1/messages')
  assert.deepEqual(body, {
    items: [
      {
        id,
        channel: 'sms',
        class: 'alert',
        status: 'delivered',
        status_group: 'sent',
        status_text: 'Delivered after 7 s. If it was not seen: blocked senders, spam folder, another phone.',
        skip_reason: null,
        waiting_for: null,
        person_id: null,
        event_id: null,
        trigger_id: null,
        template: null,
        instead_of: null,
        instead_by: null,
        recipient: null,
        to: '+44 •••• •• 0123',
        redirected_to: '+1 ••• ••• 0177',
        from: '+14155550100',
        subject: null,
        body: 'Acme: ENG-142 overdue.',
        encoding: 'GSM-7',
        segments: 1,
        event_type: 'priority_changed',
        occurred_at: '2026-03-12T14:02:03.114Z',
        url: 'https://acme.example/issues/ENG-142',
        provider: 'twilio',
        provider_id: `SM${'0'.repeat(32)}`,
        error: null,
        cost: { micros: 8_400, currency: 'USD', billed: true },
        created_at: '2026-03-12T14:02:03.114Z',
        sent_at: '2026-03-12T14:02:04.000Z',
        finished_at: '2026-03-12T14:02:11.000Z',
        not_after: '2026-03-12T18:02:03.114Z',
      },
    ],
    next: null,
    searched_back_to: null,
  })
  slice.clock.at = null
})

test('the text of a code is never shown, even while it is still stored', async () => {
  const workspaceId = await slice.workspace()
  await insertMessage(slice, workspaceId, { class: 'otp', body: 'Your code is 123456' })
  const { body } = await get(workspaceId, '/v1/messages')
  assert.equal(body.items[0].body, null)
})

test('pages follow each other without gap or repeat, newest first, for every kind of filter', async () => {
  const workspaceId = await slice.workspace()
  const made: string[] = []
  for (let i = 0; i < 9; i++) {
    const status = i % 2 ? 'delivered' : 'failed'
    made.unshift((await insertMessage(slice, workspaceId, { status, created_at: new Date(1e12 + i) })).id)
  }
  const handle = handleOf(slice.context.keys, workspaceId, slice.context.keys.hashNumber('+14155550142'))
  for (const filter of ['', 'status=sent,failed', 'class=alert', `recipient=${handle}`]) {
    const seen: string[] = []
    let after = ''
    for (let page = 0; page < 3; page++) {
      const { body } = await get(workspaceId, `/v1/messages?limit=4&${filter}${after}`)
      seen.push(...body.items.map((item: { id: string }) => item.id))
      assert.equal(body.next === null, page === 2)
      after = `&after=${body.next}`
    }
    assert.deepEqual(seen, made, filter)
  }
})

const hour = (h: number) => new Date(Date.UTC(2026, 2, 12, h))
const corpus: Parameters<typeof insertMessage>[2][] = [
  { created_at: hour(8), status: 'delivered', class: 'alert' },
  { created_at: hour(9), status: 'failed', class: 'alert' },
  { created_at: hour(10), status: 'skipped', class: 'campaign', skip_reason: 'opted_out' },
  { created_at: hour(11), status: 'queued', class: 'otp', to: '+447700900123' },
  { created_at: hour(12), status: 'expired', class: 'otp', to: '+447700900123' },
  { created_at: hour(13), status: 'assumed_delivered', class: 'campaign' },
]
// Each line: a filter, and the hours of the messages that fit it.
const filters: [string, number[]][] = [
  ['', [13, 12, 11, 10, 9, 8]],
  ['channel=sms', [13, 12, 11, 10, 9, 8]],
  ['status=failed', [12, 9]],
  ['status=failed,skipped', [12, 10, 9]],
  ['status=expired, delivered', [12, 8]],
  ['status=pending,sent,failed,skipped', [13, 12, 11, 10, 9, 8]],
  ['class=otp', [12, 11]],
  ['class=otp&status=failed', [12]],
  ['class=test', []],
  ['since=2026-03-12T10:00:00Z', [13, 12, 11, 10]],
  ['until=2026-03-12T10:00:00Z', [9, 8]],
  ['since=2026-03-12T10:00:00%2B01:00&until=2026-03-12T12:00:00Z', [11, 10, 9]],
  ['since=0001-01-01T00:00:00Z&until=9999-12-31T23:59:59Z', [13, 12, 11, 10, 9, 8]],
  ['until=1969-12-31T00:00:00Z', []],
  ['recipient=GB', [12, 11]],
  ['recipient=GB&status=pending', [11]],
  ['recipient=GB&class=alert', []],
  ['recipient=GB&class=otp&status=failed&since=2026-03-12T12:00:00Z', [12]],
]
test('filters alone and together', async (t) => {
  const workspaceId = await slice.workspace()
  const hourOf = new Map<string, number>()
  for (const message of corpus) {
    const { id } = await insertMessage(slice, workspaceId, message)
    hourOf.set(id, (message!.created_at as Date).getUTCHours())
  }
  const gb = handleOf(slice.context.keys, workspaceId, slice.context.keys.hashNumber('+447700900123'))
  for (const [filter, hours] of filters) {
    const query = filter.replace('recipient=GB', `recipient=${gb}`)
    await t.test(filter || 'none', async () => {
      const found = (await idsOf(workspaceId, query)).map((id) => hourOf.get(id)!)
      assert.deepEqual(found, hours)
      const { body } = await get(workspaceId, `/v1/messages/counts?${query}`)
      const groups = found.map((h) => groupOf(corpus[h - 8]!.status as MessageStatus))
      const count = (group: string) => ({ count: groups.filter((one) => one === group).length, more: false })
      assert.deepEqual(body, {
        all: { count: hours.length, more: false },
        pending: count('pending'),
        sent: count('sent'),
        failed: count('failed'),
        skipped: count('skipped'),
      })
    })
  }
})

test('every status belongs to a group, and each group finds its own', async () => {
  const workspaceId = await slice.workspace()
  for (const status of STATUSES) await insertMessage(slice, workspaceId, { status })
  for (const group of ['pending', 'sent', 'failed', 'skipped']) {
    const { body } = await get(workspaceId, `/v1/messages?status=${group}`)
    assert.ok(body.items.length > 0)
    for (const item of body.items) assert.equal(item.status_group, group)
  }
})

const nonsense = [
  ['status=lost', '/status'],
  ['status=', '/status'],
  ['class=sms', '/class'],
  ['channel=fax', '/channel'],
  ['recipient=%2B14155550142', '/recipient'],
  ['since=yesterday', '/since'],
  ['until=2026-13-01T00:00:00Z', '/until'],
  ['after=msg_1', '/after'],
  ['limit=0', '/limit'],
  ['limit=201', '/limit'],
]
for (const [query, pointer] of nonsense) {
  test(`${query} is refused at its parameter`, async () => {
    const workspaceId = await slice.workspace()
    const { status, body } = await get(workspaceId, `/v1/messages?${query}`)
    assert.deepEqual([status, body.errors[0].pointer], [422, pointer])
    if (pointer !== '/after' && pointer !== '/limit')
      assert.equal((await get(workspaceId, `/v1/messages/counts?${query}`)).status, 422)
  })
}

test('another workspace sees and counts nothing of it, not even with its handles', async () => {
  const [mine, other] = [await slice.workspace(), await slice.workspace()]
  await insertMessage(slice, mine)
  const hash = slice.context.keys.hashNumber('+14155550142')
  for (const handle of [handleOf(slice.context.keys, mine, hash), handleOf(slice.context.keys, other, hash)]) {
    assert.deepEqual(await idsOf(other, `recipient=${handle}`), [])
    assert.equal((await get(other, `/v1/messages/counts?recipient=${handle}`)).body.all.count, 0)
  }
  assert.deepEqual(await idsOf(other, ''), [])
  assert.equal((await get(other, '/v1/messages/counts')).body.all.count, 0)
  // A handle of one workspace is that of nobody in another.
  assert.deepEqual(await idsOf(mine, `recipient=${handleOf(slice.context.keys, other, hash)}`), [])
})

for (const path of ['/v1/messages', '/v1/messages/counts']) {
  test(`${path} is for those with history.read`, async () => {
    const workspaceId = await slice.workspace()
    assert.equal((await slice.call(null, 'GET', path)).status, 401)
    assert.equal((await slice.call(actorIn(workspaceId, ['messages.send']), 'GET', path)).status, 403)
    assert.equal((await slice.call(actorIn(workspaceId, ['history.read']), 'GET', path)).status, 200)
  })
}
