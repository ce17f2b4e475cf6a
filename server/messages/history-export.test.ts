import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { insertMessage } from '../../test/rows.ts'
import { actorIn, openSlice, type Slice } from '../../test/slice.ts'
import { exportMessages } from './history-export.ts'
import { historyRoutes } from './history-routes.ts'
import { anything, fillHistory } from './testing-history.ts'

let slice: Slice
before(async () => {
  slice = await openSlice(historyRoutes)
})
after(() => slice.close())

const take = (workspaceId: string, query = '', permissions?: string[]) =>
  slice.call(actorIn(workspaceId, permissions), 'GET', `/v1/messages/export${query}`)

const recorded = async (workspaceId: string) =>
  slice.db.tenant(workspaceId, (tx) =>
    tx.rows<{ action: string; changes: Record<string, { to: unknown }> }>(
      '',
      'select action, changes from audit_entries where workspace_id = $1 order by id',
      [workspaceId],
    ),
  )

test('an export holds what fits the filters, with numbers masked and formulas defused', async () => {
  const workspaceId = await slice.workspace()
  await insertMessage(slice, workspaceId, { status: 'delivered', body: '=cmd("x")', provider: 'twilio' })
  await insertMessage(slice, workspaceId, { status: 'skipped', skip_reason: 'opted_out' })
  const { status, body, headers } = await take(workspaceId, '?status=sent')
  assert.equal(status, 200)
  assert.match(headers.get('content-disposition')!, /history-\d{4}-\d\d-\d\d\.csv/)
  const lines = body.split('\r\n')
  assert.equal(lines.length, 3)
  assert.match(lines[0], /^created_at,channel,class,recipient,to,/)
  assert.match(lines[1], /,"'=cmd\(""x""\)",/)
  assert.match(lines[1], /,'\+1 ••• ••• 0142,/)
  assert.ok(!body.includes('5550142'))
  const [entry] = await recorded(workspaceId)
  assert.deepEqual([entry!.action, entry!.changes.status!.to], ['history.exported', 'sent'])
})

test('numbers in full are for those who may reveal them, and that they were asked for is on record', async () => {
  const workspaceId = await slice.workspace()
  await insertMessage(slice, workspaceId, { status: 'delivered', provider: 'twilio' })
  assert.equal((await take(workspaceId, '?numbers=full', ['history.read'])).status, 403)
  assert.deepEqual(await recorded(workspaceId), [])
  assert.match((await take(workspaceId, '?numbers=full')).body, /,'\+14155550142,/)
  assert.equal((await recorded(workspaceId))[0]!.changes.numbers!.to, 'full')
})

test('an export of many pages has each message once, newest first', async () => {
  const workspaceId = await slice.workspace()
  await fillHistory(slice, workspaceId, 2500)
  const ids = (await take(workspaceId)).body
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line: string) => line.split(',').at(-1))
  assert.equal(ids.length, 2500)
  assert.deepEqual(ids, [...new Set(ids)].sort().reverse())
})

test('nobody is looked for any more once the reader has gone', async () => {
  const workspaceId = await slice.workspace()
  await fillHistory(slice, workspaceId, 2500)
  let pages = 0
  const context = {
    ...slice.context,
    db: {
      ...slice.db,
      tenant: (...given: Parameters<typeof slice.db.tenant>) => {
        pages++
        return slice.db.tenant(...given)
      },
    },
  } as typeof slice.context
  const filter = { workspaceId, ...anything }
  const stream = await exportMessages(context, actorIn(workspaceId), filter, { full: false, asked: {} })
  const reader = stream.getReader()
  await reader.read()
  await reader.read()
  const before = pages
  await reader.cancel()
  await slice.db.tenant(workspaceId, (tx) => tx.rows('', 'select 1 as one', []))
  assert.ok(before <= 3, `${before} pages were read for two parts`)
  assert.equal(pages, before)
})
