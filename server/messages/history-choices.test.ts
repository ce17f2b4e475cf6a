import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { actorIn, openSlice, type Slice } from '../../test/slice.ts'
import { historyRoutes } from './history-routes.ts'
import { fillHistory } from './testing-history.ts'

let slice: Slice
before(async () => {
  slice = await openSlice(historyRoutes)
})
after(() => slice.close())

test('what there is to filter by is what messages of the workspace have, and of no other', async () => {
  const [workspaceId, other] = [await slice.workspace(), await slice.workspace()]
  await fillHistory(slice, workspaceId, 4000)
  const choices = async (id: string) => (await slice.call(actorIn(id), 'GET', '/v1/messages/choices')).body
  const { triggers, ...found } = await choices(workspaceId)
  assert.deepEqual(found, {
    event_types: ['mentioned', 'overdue', 'posted'],
    templates: ['mentioned', 'overdue'],
    errors: [30006, 30007],
    senders: ['+14155550100', '12345'],
  })
  assert.deepEqual(
    triggers.map(({ id }: { id: string }) => id),
    ['trg_0', 'trg_1', 'trg_2', 'trg_3', 'trg_4', 'trg_5', 'trg_7'],
  )
  assert.deepEqual(await choices(other), { event_types: [], triggers: [], templates: [], errors: [], senders: [] })
})
