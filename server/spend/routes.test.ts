import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { actorIn, openSlice, type Slice } from '../../test/slice.ts'
import { INSTALLATION, newId } from '../kit/id.ts'
import { reserve } from './caps.ts'
import { costOf, pricesOf } from './prices.ts'
import { spendRoutes } from './routes.ts'

let slice: Slice
before(async () => {
  slice = await openSlice(spendRoutes)
})
after(() => slice.close())
afterEach(() => {
  slice.clock.at = null
})

test('a workspace starts without a cap and with nothing spent', async () => {
  const workspaceId = await slice.workspace()
  slice.clock.at = new Date('2026-03-12T14:02:03Z')
  const { status, body } = await slice.call(actorIn(workspaceId), 'GET', '/v1/spend')
  assert.equal(status, 200)
  assert.deepEqual(body, {
    daily_cap_micros: null,
    currency: 'USD',
    day: '2026-03-12',
    committed_micros: 0,
    segments: 0,
    operator_cap: null,
    resets_at: '2026-03-13T00:00:00.000Z',
  })
})

test('a cap is set, changed and lifted, and each change is on record; setting the same again is not a change', async () => {
  const workspaceId = await slice.workspace()
  const actor = actorIn(workspaceId)
  for (const cap of [5_000_000, 7_000_000, 7_000_000, null]) {
    const { status, body } = await slice.call(actor, 'PUT', '/v1/spend', { daily_cap_micros: cap })
    assert.equal(status, 200)
    assert.equal(body.daily_cap_micros, cap)
  }
  const entries = await slice.db.tenant(workspaceId, (tx) =>
    tx.selectFrom('audit_entries').select(['action', 'actor_name', 'changes']).orderBy('id').execute(),
  )
  assert.deepEqual(
    entries.map((entry) => [entry.action, entry.actor_name, entry.changes]),
    [
      ['spend_cap.changed', 'Test Admin', { daily_cap_micros: { from: null, to: 5_000_000 } }],
      ['spend_cap.changed', 'Test Admin', { daily_cap_micros: { from: 5_000_000, to: 7_000_000 } }],
      ['spend_cap.changed', 'Test Admin', { daily_cap_micros: { from: 7_000_000, to: null } }],
    ],
  )
})

test('what texts reserve shows as used, in this workspace only', async () => {
  const [workspaceId, other] = [await slice.workspace(), await slice.workspace()]
  const wanted = { workspaceId, messageId: newId('msg'), micros: 16_600, segments: 2, exempt: false, inherited: false }
  await slice.db.system((tx) => reserve(tx, [wanted]))
  const mine = await slice.call(actorIn(workspaceId), 'GET', '/v1/spend')
  assert.deepEqual([mine.body.committed_micros, mine.body.segments], [16_600, 2])
  const theirs = await slice.call(actorIn(other), 'GET', '/v1/spend')
  assert.deepEqual([theirs.body.committed_micros, theirs.body.segments], [0, 0])
})

// Each line: a zone, a moment, the day it belongs to there, and when the next day begins there.
const days = [
  ['UTC', '2026-03-29T23:59:59.999Z', '2026-03-29', '2026-03-30T00:00:00.000Z'],
  // A day of 23 hours, and one of 25.
  ['Europe/Berlin', '2026-03-28T22:59:59Z', '2026-03-28', '2026-03-28T23:00:00.000Z'],
  ['Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29', '2026-03-29T22:00:00.000Z'],
  ['Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25', '2026-10-25T23:00:00.000Z'],
  ['America/New_York', '2026-11-01T05:30:00Z', '2026-11-01', '2026-11-02T05:00:00.000Z'],
  // Half hours, and the two ends of the world.
  ['Asia/Kolkata', '2026-03-12T18:29:59Z', '2026-03-12', '2026-03-12T18:30:00.000Z'],
  ['Pacific/Kiritimati', '2026-03-12T10:00:00Z', '2026-03-13', '2026-03-13T10:00:00.000Z'],
  ['Pacific/Pago_Pago', '2026-03-12T10:59:59Z', '2026-03-11', '2026-03-12T11:00:00.000Z'],
  // Midnight does not exist: clocks go from 00:00 to 01:00.
  ['Africa/Cairo', '2026-04-23T12:00:00Z', '2026-04-23', '2026-04-23T22:00:00.000Z'],
  ['Africa/Cairo', '2026-04-23T22:00:00Z', '2026-04-24', '2026-04-24T21:00:00.000Z'],
  // Midnight exists twice: clocks go from 01:00 back to 00:00, and the day begins with the first.
  ['America/Havana', '2026-10-31T20:00:00Z', '2026-10-31', '2026-11-01T04:00:00.000Z'],
  ['America/Havana', '2026-11-01T04:30:00Z', '2026-11-01', '2026-11-02T05:00:00.000Z'],
] as const
for (const [timeZone, at, day, resetsAt] of days) {
  test(`in ${timeZone} ${at} belongs to ${day}`, async () => {
    const workspaceId = await slice.workspace({ timeZone })
    slice.clock.at = new Date(at)
    const { body } = await slice.call(actorIn(workspaceId), 'GET', '/v1/spend')
    assert.deepEqual([body.day, body.resets_at], [day, resetsAt])
  })
}

test('a cap that is no whole, non-negative number of micro-units is refused at its field', async () => {
  const actor = actorIn(await slice.workspace())
  for (const daily_cap_micros of [-1, 0.5, '100', 1e300]) {
    const { status, body } = await slice.call(actor, 'PUT', '/v1/spend', { daily_cap_micros })
    assert.equal(status, 422)
    assert.equal(body.errors[0].pointer, '/daily_cap_micros')
  }
  assert.equal((await slice.call(actor, 'PUT', '/v1/spend', {})).status, 422)
})

test('the sample prices are there from the start and are marked as such, page by page', async () => {
  const actor = actorIn(await slice.workspace())
  const first = await slice.call(actor, 'GET', '/v1/spend/prices?limit=20')
  const second = await slice.call(actor, 'GET', `/v1/spend/prices?limit=20&after=${first.body.next}`)
  const all = [...first.body.items, ...second.body.items]
  assert.equal(second.body.next, null)
  const countries = all.map((price) => price.country)
  assert.deepEqual(countries, [...new Set(countries)].sort())
  const us = all.find((price) => price.country === 'US')
  assert.deepEqual([us.micros_per_segment, us.currency, us.sample], [8_300, 'USD', true])
  assert.equal((await slice.call(actor, 'GET', '/v1/spend/prices?after=%00')).status, 422)
})

test("the operator's price counts from the next text on, is no sample, and is on record", async () => {
  const workspaceId = await slice.workspace()
  const operator = actorIn(workspaceId, [], true)
  assert.deepEqual(costOf(await pricesOf(slice.context), 'PL', 2), { micros: 84_000, currency: 'USD', estimate: true })
  const { status, body } = await slice.call(operator, 'PUT', '/v1/spend/prices/PL', { micros_per_segment: 45_500 })
  assert.equal(status, 200)
  assert.deepEqual([body.country, body.micros_per_segment, body.sample], ['PL', 45_500, false])
  assert.deepEqual(costOf(await pricesOf(slice.context), 'PL', 2), { micros: 91_000, currency: 'USD', estimate: false })
  const log = (id: string) => slice.db.tenant(id, (tx) => tx.selectFrom('audit_entries').selectAll().execute())
  const [entry] = await log(INSTALLATION)
  assert.deepEqual([entry!.action, await log(workspaceId)], ['price.changed', []])
  assert.deepEqual(entry!.changes, { micros_per_segment: { from: 42_000, to: 45_500 } })
})

test('a country without a price, or a number without a country, is counted as the dearest', async () => {
  const prices = await pricesOf(slice.context)
  assert.deepEqual(costOf(prices, 'TV', 1), { micros: 350_000, currency: 'USD', estimate: true })
  assert.deepEqual(costOf(prices, null, 3), { micros: 1_050_000, currency: 'USD', estimate: true })
})

test('a price changed by another process counts after half a minute', async () => {
  slice.clock.at = new Date('2026-03-12T14:00:00Z')
  await pricesOf(slice.context)
  await slice.db.signIn((tx) => tx.updateTable('prices').set({ sample: false }).where('country', '=', 'SE').execute())
  assert.equal(costOf(await pricesOf(slice.context), 'SE', 1).estimate, true)
  slice.clock.at = new Date('2026-03-12T14:00:30Z')
  assert.equal(costOf(await pricesOf(slice.context), 'SE', 1).estimate, false)
})

test('a price for no country, or none that a price can be, is refused', async () => {
  const operator = actorIn(await slice.workspace(), [], true)
  for (const country of ['XX', 'us', 'USA', 'UK'])
    assert.equal(
      (await slice.call(operator, 'PUT', `/v1/spend/prices/${country}`, { micros_per_segment: 1 })).status,
      422,
    )
  for (const micros_per_segment of [-1, 0.5, null])
    assert.equal((await slice.call(operator, 'PUT', '/v1/spend/prices/US', { micros_per_segment })).status, 422)
})

const guarded = [
  ['GET', '/v1/spend', 'spend.read', undefined],
  ['PUT', '/v1/spend', 'spend.write', { daily_cap_micros: 1 }],
  ['GET', '/v1/spend/prices', 'spend.read', undefined],
] as const
for (const [method, path, permission, body] of guarded) {
  test(`${method} ${path} is for those with ${permission}`, async () => {
    const workspaceId = await slice.workspace()
    assert.equal((await slice.call(null, method, path, body)).status, 401)
    const refused = await slice.call(actorIn(workspaceId, ['history.read'], true), method, path, body)
    assert.equal(refused.status, 403)
    assert.equal(refused.body.permission, permission)
    assert.equal((await slice.call(actorIn(workspaceId, [permission]), method, path, body)).status, 200)
  })
}

test('prices are changed by the operator alone', async () => {
  const workspaceId = await slice.workspace()
  const body = { micros_per_segment: 1 }
  assert.equal((await slice.call(null, 'PUT', '/v1/spend/prices/US', body)).status, 401)
  assert.equal((await slice.call(actorIn(workspaceId), 'PUT', '/v1/spend/prices/US', body)).status, 403)
})

test("a cap is the workspace's own", async () => {
  const [mine, other] = [await slice.workspace(), await slice.workspace()]
  await slice.call(actorIn(mine), 'PUT', '/v1/spend', { daily_cap_micros: 1_000 })
  assert.equal((await slice.call(actorIn(other), 'GET', '/v1/spend')).body.daily_cap_micros, null)
})
