import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { chance, INSTALLATION, newId } from '../kit/id.ts'
import { invalid } from '../kit/problem.ts'

export interface NewWorkspace {
  name: string
  timeZone?: string | undefined
  /** The user who becomes its owner. */
  ownerId: string
}

export async function createWorkspace(context: Context, input: NewWorkspace): Promise<string> {
  return context.db.signIn((tx) => insertWorkspace(tx, input))
}

/** In a sign-in transaction of the caller's. Answers with the new workspace's id. */
export async function insertWorkspace(tx: Tx, { name, timeZone = 'UTC', ownerId }: NewWorkspace): Promise<string> {
  if (!isTimeZone(timeZone)) throw invalid([{ pointer: '/time_zone', detail: 'Not a time zone like Europe/Berlin.' }])
  const id = newId('ws')
  const wanted = slugOf(name)
  for (let slug = wanted; ; slug = `${wanted}-${chance(5)}`) {
    const made = await tx
      .insertInto('workspaces')
      .values({ workspace_id: id, name, slug, time_zone: timeZone })
      .onConflict((at) => at.column('slug').doNothing())
      .returning('workspace_id')
      .executeTakeFirst()
    if (made) break
  }
  await tx.insertInto('members').values({ workspace_id: id, user_id: ownerId, role: 'owner' }).execute()
  // It inherits from its first moment, a pause included.
  await tx
    .insertInto('sms_settings')
    .columns([
      'workspace_id',
      'revision',
      'waiting',
      'waiting_code',
      'waiting_since',
      'waiting_next_look_at',
      'waiting_told',
    ])
    .expression((from) =>
      from
        .selectFrom('sms_settings')
        .select(({ val, lit }) => [
          val(id).as('workspace_id'),
          lit(0).as('revision'),
          'waiting',
          'waiting_code',
          'waiting_since',
          'waiting_next_look_at',
          'waiting_told',
        ])
        .where('workspace_id', '=', INSTALLATION),
    )
    .execute()
  return id
}

/** For addresses: "Zürich & Söhne" becomes "zurich-sohne". */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '')
  return slug || 'workspace'
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
