import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { actorIn, openSlice, type Slice } from '../../test/slice.ts'
import { INSTALLATION, newId } from '../kit/id.ts'
import { release, reserve, type Wanted } from './caps.ts'
import { spendRoutes } from './routes.ts'

/** Far enough from midnight that no test here runs into the next day. */
const timeZone = new Date().getUTCHours() === 23 ? 'Etc/GMT+6' : 'UTC'

let slice: Slice
before(async () => {
  slice = await openSlice(spendRoutes, { connections: 22 })
})
after(() => slice.close())
afterEach(() => forAll(null))

const forAll = (micros: number | null) =>
  slice.db.tenant(INSTALLATION, (tx) => tx.updateTable('inherited_channel').set({ daily_cap_micros: micros }).execute())
const forOne = (workspaceId: string, micros: number | null) =>
  slice.db.signIn((tx) =>
    tx
      .updateTable('workspaces')
      .set({ operator_cap_set: true, operator_cap_micros: micros })
      .where('workspace_id', '=', workspaceId)
      .execute(),
  )
const own = (workspaceId: string, micros: number) =>
  slice.db.tenant(workspaceId, (tx) =>
    tx.insertInto('spend_caps').values({ workspace_id: workspaceId, daily_micros: micros }).execute(),
  )
const text = (workspaceId: string, micros: number, more: Partial<Wanted> = {}): Wanted => {
  return { workspaceId, messageId: newId('msg'), micros, segments: 1, exempt: false, inherited: true, ...more }
}

/** Of each, whose cap refused it. */
async function decided(wanted: Wanted[]): Promise<string[]> {
  const verdicts = await slice.db.system((tx) => reserve(tx, wanted))
  return wanted.map((one) => {
    const verdict = verdicts.get(`${one.workspaceId}|${one.messageId}`)!
    return verdict.ok ? 'goes' : verdict.of
  })
}

test('what the installation pays stays under what the operator allows, and what a workspace pays itself is not counted', async () => {
  const workspaceId = await slice.workspace({ timeZone })
  await forAll(100)
  const by = (micros: number, inherited = true) => text(workspaceId, micros, { inherited })
  assert.deepEqual(await decided([by(60), by(900, false), by(50), by(40), by(1)]), [
    'goes',
    'goes',
    'operator',
    'goes',
    'operator',
  ])
  const { body } = await slice.call(actorIn(workspaceId), 'GET', '/v1/spend')
  assert.deepEqual([body.committed_micros, body.operator_cap], [1000, { micros: 100, committed_micros: 100 }])
})

test('a code goes whatever the operator allows, and is counted', async () => {
  const workspaceId = await slice.workspace({ timeZone })
  await forAll(10)
  assert.deepEqual(await decided([text(workspaceId, 30, { exempt: true }), text(workspaceId, 1)]), ['goes', 'operator'])
})

test('the stricter of the operator’s cap and the workspace’s own holds', async () => {
  await forAll(50)
  const [strict, loose] = [await slice.workspace({ timeZone }), await slice.workspace({ timeZone })]
  await own(strict, 20)
  await own(loose, 500)
  assert.deepEqual(await decided([text(strict, 21), text(strict, 20)]), ['workspace', 'goes'])
  assert.deepEqual(await decided([text(loose, 51), text(loose, 50)]), ['operator', 'goes'])
})

test('what the operator set for one workspace holds for it in place of what holds for all, nothing included', async () => {
  await forAll(50)
  const [more, any, all] = await Promise.all(Array.from({ length: 3 }, () => slice.workspace({ timeZone })))
  await forOne(more!, 80)
  await forOne(any!, null)
  assert.deepEqual(await decided([more!, any!, all!].map((id) => text(id, 60))), ['goes', 'goes', 'operator'])
})

test('of 1,500 tries by 20 connections under the operator’s cap of exactly 300 texts, exactly 300 pass', async () => {
  const workspaceId = await slice.workspace({ timeZone })
  await forAll(300 * 8_300)
  const tries = Array.from({ length: 300 }, () => Array.from({ length: 5 }, () => text(workspaceId, 8_300)))
  let passed = 0
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      for (let wanted = tries.pop(); wanted; wanted = tries.pop()) {
        const verdicts = await decided(wanted)
        passed += verdicts.filter((one) => one === 'goes').length
      }
    }),
  )
  assert.equal(passed, 300)
})

test('what is given back makes room under it again', async () => {
  const workspaceId = await slice.workspace({ timeZone })
  await forAll(10)
  const first = text(workspaceId, 10)
  const verdict = (await slice.db.system((tx) => reserve(tx, [first]))).get(`${workspaceId}|${first.messageId}`)!
  assert.ok(verdict.ok)
  assert.deepEqual(await decided([text(workspaceId, 1)]), ['operator'])
  const back = { workspaceId, day: verdict.day, micros: 10, segments: 1, inherited: true }
  await slice.db.system((tx) => release(tx, [back]))
  assert.deepEqual(await decided([text(workspaceId, 10)]), ['goes'])
})

test('a workspace’s own transactions cannot raise what the operator allows', async () => {
  const workspaceId = await slice.workspace({ timeZone })
  for (const change of [
    'update workspaces set operator_cap_micros = 1',
    'update workspaces set operator_cap_set = true',
  ])
    await assert.rejects(
      slice.db.tenant(workspaceId, (tx) => tx.rows('', change, [])),
      /permission denied/,
    )
  await forAll(5)
  await slice.db.tenant(workspaceId, (tx) => tx.rows('', 'update inherited_channel set daily_cap_micros = 9', []))
  assert.deepEqual(await decided([text(workspaceId, 6)]), ['operator'])
})
