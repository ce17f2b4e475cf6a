import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openScratch } from '../../test/database.ts'
import type { Database } from '../kit/db.ts'
import { newId } from '../kit/id.ts'
import { recordChange } from './record.ts'

let db: Database
before(async () => {
  db = await openScratch()
})
after(() => db.close())

const change = {
  action: 'sms_settings.changed',
  target: 'sms_settings',
  changes: { enabled: { from: false, to: true } },
} as const

test('an entry says who did what to what, and when', async () => {
  const actor = await someone()
  const beforeMs = Date.now()
  await db.tenant(actor.workspaceId, (tx) => recordChange(tx, actor, change))
  const [entry] = await entriesOf(actor.workspaceId)
  const { id, at, ...rest } = entry!
  assert.deepEqual(rest, {
    workspace_id: actor.workspaceId,
    actor_kind: 'user',
    actor_id: actor.id,
    actor_name: 'Dana',
    from_address: '192.0.2.7',
    ...change,
  })
  assert.match(id, /^aud_/)
  assert.ok(Math.abs(at.getTime() - beforeMs) < 60_000)
})

test('a change that is undone leaves no entry', async () => {
  const actor = await someone()
  const undone = db.tenant(actor.workspaceId, async (tx) => {
    await recordChange(tx, actor, change)
    throw new Error('the change itself failed')
  })
  await assert.rejects(undone, /the change itself failed/)
  assert.deepEqual(await entriesOf(actor.workspaceId), [])
})

test('one workspace neither sees nor writes the entries of another', async () => {
  const [here, there] = [await someone(), await someone()]
  await db.tenant(there.workspaceId, (tx) => recordChange(tx, there, change))
  assert.deepEqual(await entriesOf(here.workspaceId), [])
  const foreign = db.tenant(here.workspaceId, (tx) => recordChange(tx, there, change))
  await assert.rejects(foreign, /row-level security/)
})

const roles = {
  'a workspace': (work: Parameters<Database['system']>[0], workspaceId: string) => db.tenant(workspaceId, work),
  'a loop across workspaces': (work: Parameters<Database['system']>[0]) => db.system(work),
  'signing in': (work: Parameters<Database['system']>[0]) => db.signIn(work),
}
for (const [role, run] of Object.entries(roles)) {
  test(`what is recorded can be neither changed nor removed by ${role}`, async () => {
    const actor = await someone()
    await db.tenant(actor.workspaceId, (tx) => recordChange(tx, actor, change))
    const rewrite = run((tx) => tx.updateTable('audit_entries').set({ actor_name: 'Eve' }).execute(), actor.workspaceId)
    await assert.rejects(rewrite, /permission denied/)
    const remove = run((tx) => tx.deleteFrom('audit_entries').execute(), actor.workspaceId)
    await assert.rejects(remove, /permission denied/)
    assert.equal((await entriesOf(actor.workspaceId)).length, 1)
  })
}

async function someone() {
  const workspaceId = newId('ws')
  await db.signIn((tx) =>
    tx.insertInto('workspaces').values({ workspace_id: workspaceId, name: 'Acme', slug: workspaceId }).execute(),
  )
  return { workspaceId, kind: 'user', id: newId('usr'), name: 'Dana', address: '192.0.2.7' } as const
}

function entriesOf(workspaceId: string) {
  return db.tenant(workspaceId, (tx) => tx.selectFrom('audit_entries').selectAll().execute())
}
