import type { Database } from '../kit/db.ts'
import { newId } from '../kit/id.ts'
import { type Change, recordChange } from './record.ts'

export type Someone = Awaited<ReturnType<typeof someoneIn>>

/** Somebody in a workspace of their own. */
export async function someoneIn(db: Database, workspaceId = newId('ws')) {
  await db.signIn((tx) =>
    tx.insertInto('workspaces').values({ workspace_id: workspaceId, name: 'Acme', slug: workspaceId }).execute(),
  )
  return { workspaceId, kind: 'user', id: newId('usr'), name: 'Dana', address: '192.0.2.7' } as const
}

/** One entry for each, in a transaction of its own. */
export async function record(db: Database, actor: Someone, changes: Partial<Change>[]): Promise<void> {
  for (const change of changes)
    await db.tenant(actor.workspaceId, (tx) =>
      recordChange(tx, actor, { action: 'sms_settings.changed', target: 'sms_settings', ...change }),
    )
}

/** What somebody could do who has the database itself: its owner, whom no grant and no policy binds. */
export async function tamper(db: Database, statements: string[]): Promise<void> {
  const tables = ['audit_entries', 'audit_chain', 'audit_unchained']
  const force = (no: string) => tables.map((table) => `alter table ${table} ${no} force row level security`)
  const client = await db.pool.connect()
  try {
    await client.query('begin')
    for (const statement of [...force('no'), ...statements, ...force('')]) await client.query(statement)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}
