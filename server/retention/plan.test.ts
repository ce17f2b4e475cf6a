import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { run } from '../../test/plan.ts'
import { openSlice, type Slice } from '../../test/slice.ts'
import { firstIdAt } from '../kit/id.ts'
import { FILLED_FROM_MS, fillHistory } from '../messages/testing-history.ts'
import { DELETE as DELETE_MESSAGES, LINKS } from './delete-messages.ts'
import { EVENTS, REPLIES } from './delete-others.ts'
import { retentionRoutes } from './routes.ts'
import { find } from './turn.ts'

const COUNT = 20_000

let slice: Slice
let workspaceId: string
before(async () => {
  slice = await openSlice(retentionRoutes)
  workspaceId = await slice.workspace()
  await fillHistory(slice, workspaceId, COUNT)
  await slice.db.pool.query('analyze')
})
after(() => slice.close())

const until = firstIdAt('msg', new Date(FILLED_FROM_MS + 10_000_000))
const looked = (text: string, values: unknown[]) =>
  slice.db.system((tx) => run(tx, 'messages', { text, values }, 'generic'))

test('the next to go are read off the primary key, however many there are', async () => {
  const ran = await looked(find('messages'), [workspaceId, '', until, 500])
  assert.equal(ran.looked, 500)
  assert.equal(ran.sorted, 0)
})

for (const [what, text, more] of [
  ['messages', DELETE_MESSAGES, []],
  ['messages', LINKS, [[], []]],
  ['replies', REPLIES, []],
  ['events', EVENTS, [until]],
] as const)
  test(`deleting a few ${what} looks at few rows of messages (${text.trim().slice(0, 22)}…)`, async () => {
    const ids = await slice.db.system((tx) =>
      tx.rows<{ id: string }>('', find('messages'), [workspaceId, '', until, 50]),
    )
    const ran = await looked(text, [workspaceId, ids.map(({ id }) => id), ...more])
    assert.ok(ran.looked <= 300, `${ran.looked} rows by ${ran.scans.join(', ')}`)
    assert.ok(!ran.scans.includes('Seq Scan'), ran.scans.join(', '))
  })
