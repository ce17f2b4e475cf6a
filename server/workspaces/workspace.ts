import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { chance, INSTALLATION, newId } from '../kit/id.ts'
import { invalid, type Problem } from '../kit/problem.ts'
import { isTimeZone, notATimeZone, refuseUnknownTimeZone } from './time-zone.ts'

export interface NewWorkspace {
  name: string
  /** Otherwise made from the name. */
  slug?: string | undefined
  timeZone?: string | undefined
  language?: string | undefined
  supportContact?: string | null | undefined
  /** The user who becomes its owner. */
  ownerId: string
  /** Where that is somebody else. */
  madeBy?: string
}

export async function createWorkspace(context: Context, input: NewWorkspace): Promise<string> {
  return context.db.signIn((tx) => insertWorkspace(tx, input))
}

/** In a sign-in transaction of the caller's. Answers with the new workspace's id. */
export async function insertWorkspace(tx: Tx, wanted: NewWorkspace): Promise<string> {
  const { name, timeZone = 'UTC', language = 'en', supportContact = null, ownerId } = wanted
  if (!isTimeZone(timeZone)) throw notATimeZone()
  const id = newId('ws')
  const slugged = wanted.slug ?? slugOf(name)
  for (let slug = slugged; ; slug = `${slugged}-${chance(5)}`) {
    const made = await tx
      .insertInto('workspaces')
      .values({
        workspace_id: id,
        name,
        slug,
        time_zone: timeZone,
        language,
        support_contact: supportContact || null,
        created_by: wanted.madeBy ?? ownerId,
      })
      .onConflict((at) => at.column('slug').doNothing())
      .returning('workspace_id')
      .executeTakeFirst()
      .catch(refuseUnknownTimeZone)
    if (made) break
    if (wanted.slug) throw slugTaken()
  }
  await tx.insertInto('members').values({ workspace_id: id, user_id: ownerId, role: 'owner' }).execute()
  await insertSettings(tx, id)
  return id
}

/** It inherits from its first moment, a pause included. */
async function insertSettings(tx: Tx, id: string): Promise<void> {
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

export function slugTaken(): Problem {
  return invalid([{ pointer: '/slug', detail: 'Another workspace has this one.' }])
}
