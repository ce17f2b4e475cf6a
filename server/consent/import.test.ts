import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { actorIn, openSlice, type Slice } from '../../test/slice.ts'
import { consentRoutes } from './routes.ts'

let slice: Slice
before(async () => {
  slice = await openSlice(consentRoutes)
})
after(() => slice.close())

const FILE = 'number,note\n+14155550142,left in May\n+14155550143,\nDana,\n+14155550142,\n0151 2345678,\n'

test('a dry run tells what an import would do, and stops nobody', async () => {
  const workspaceId = await slice.workspace()
  const call = (method: string, path: string, body?: unknown) => slice.call(actorIn(workspaceId), method, path, body)
  await call('POST', '/v1/opt-outs', { number: '+14155550143' })
  const told = await call('POST', '/v1/opt-outs/import', { file: FILE, dry_run: true })
  assert.deepEqual([told.status, told.body.added, told.body.standing, told.body.refused], [200, 1, 2, 2])
  assert.equal((await call('GET', '/v1/opt-outs')).body.items.length, 1)
  const done = await call('POST', '/v1/opt-outs/import', { file: FILE })
  assert.deepEqual(done.body, told.body)
  assert.equal((await call('GET', '/v1/opt-outs')).body.items.length, 2)
  assert.equal((await call('POST', '/v1/opt-outs/import', { file: FILE, dry_run: true })).body.added, 0)
})

test('what has no note of its own tells which file it came from', async () => {
  const workspaceId = await slice.workspace()
  const body = { file: 'number,note\n+14155550142,left in May\n+14155550143,\n', name: 'old-list.csv' }
  assert.equal((await slice.call(actorIn(workspaceId), 'POST', '/v1/opt-outs/import', body)).status, 200)
  const { items } = (await slice.call(actorIn(workspaceId), 'GET', '/v1/opt-outs')).body
  assert.deepEqual(items.map(({ note }: { note: string }) => note).sort(), ['From old-list.csv', 'left in May'])
})
