import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { actorIn, openSlice, type Slice } from '../../test/slice.ts'
import { handleOf } from './handle.ts'
import { writeOptOuts } from './opt-outs.ts'
import { consentRoutes } from './routes.ts'

let slice: Slice
before(async () => {
  slice = await openSlice(consentRoutes)
})
after(() => slice.close())

const looks = (workspaceId: string) =>
  slice.db.tenant(workspaceId, (tx) =>
    tx
      .selectFrom('audit_entries')
      .select(['target', 'changes'])
      .where('action', '=', 'number.revealed')
      .orderBy('id')
      .execute(),
  )

async function stopped(workspaceId: string, number: string): Promise<string> {
  const { body } = await slice.call(actorIn(workspaceId), 'POST', '/v1/opt-outs', { number })
  return body.handle
}

test('an entry tells its number in full to whoever may see it, and that they looked is on record', async () => {
  const workspaceId = await slice.workspace()
  const handle = await stopped(workspaceId, '+14155550142')
  const look = (permission: 'numbers.reveal' | 'history.read') =>
    slice.call(actorIn(workspaceId, [permission]), 'POST', `/v1/opt-outs/${handle}/reveal`)
  const refused = await look('history.read')
  assert.deepEqual([refused.status, refused.body.permission], [403, 'numbers.reveal'])
  assert.deepEqual(await looks(workspaceId), [])
  assert.deepEqual((await look('numbers.reveal')).body, { number: '+14155550142' })
  const number = { from: '+1 ••• ••• 0142', to: '+1 ••• ••• 0142' }
  assert.deepEqual(await looks(workspaceId), [{ target: handle, changes: { number } }])
})

test('where only the hash is known, or the entry is another workspace’s, there is no number to tell', async () => {
  const [mine, other] = [await slice.workspace(), await slice.workspace()]
  const numberHash = slice.context.keys.hashNumber('+14155550143')
  await slice.db.system((tx) => writeOptOuts(tx, [{ workspaceId: mine, numberHash, note: null }]))
  const theirs = await stopped(other, '+14155550144')
  for (const handle of [handleOf(slice.context.keys, mine, numberHash), theirs, 'num_x']) {
    const { status } = await slice.call(actorIn(mine), 'POST', `/v1/opt-outs/${handle}/reveal`)
    assert.equal(status, 404)
  }
  assert.deepEqual(await looks(mine), [])
})
