import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openImporting } from './run-imports.ts'
import type { ImportOut } from './schema.ts'
import { type ImportTests, openImportTests } from './testing.ts'

let tests: ImportTests
before(async () => {
  tests = await openImportTests()
})
after(() => tests.server.stop())

test('one that is cancelled after a dry run tells of nobody who was imported', async () => {
  const caller = await tests.workspace()
  const { id } = await caller.sent('last name\nA\n')
  await caller.call('POST', `/v1/imports/${id}/check`)
  await openImporting(tests.server.context, 'checking').turn()
  const { body } = await caller.call<ImportOut>('POST', `/v1/imports/${id}/cancel`)
  assert.deepEqual([body.state, body.rows_done, body.counts.new, body.checked!.new], ['cancelled', 0, 0, 1])
})

test('whoever starts one that is under way is told who started it, and who comes after its end that it has ended', async () => {
  const caller = await tests.workspace()
  const { id } = await caller.sent('last name\nA\n')
  const start = () => caller.call<ImportOut & { code: string }>('POST', `/v1/imports/${id}/start`)
  const both = await Promise.all([start(), start()])
  assert.deepEqual(
    both.map(({ status, body }) => [status, body.state, body.created_by]),
    [1, 2].map(() => [202, 'importing', 'Test key']),
  )
  await openImporting(tests.server.context, 'importing').turn()
  const late = await start()
  assert.deepEqual([late.status, late.body.code], [409, 'import_done'])
})
