import type { z } from '@hono/zod-openapi'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { describeDevice } from './device.ts'
import { findPerson, type Person, recordEverywhere } from './person.ts'
import type { sessionOut } from './schema.ts'

/** More than anybody has open; the oldest of more are left out. */
const MOST_SHOWN = 100

/** Those that still live, the last used first. */
export async function listSessions(
  context: Context,
  userId: string,
  currentId: string,
): Promise<z.infer<typeof sessionOut>[]> {
  const rows = await context.db.signIn((tx) =>
    tx
      .selectFrom('auth_sessions')
      .select(['id', 'user_agent', 'ip_address', 'created_at', 'seen_at'])
      .where('user_id', '=', userId)
      .where('expires_at', '>', context.now())
      .orderBy('seen_at', 'desc')
      .orderBy('id', 'desc')
      .limit(MOST_SHOWN)
      .execute(),
  )
  return rows.map((row) => ({
    id: row.id,
    device: describeDevice(row.user_agent),
    address: row.ip_address || null,
    since: row.created_at.toISOString(),
    seen_at: row.seen_at.toISOString(),
    current: row.id === currentId,
  }))
}

/** Whose sessions are ended, and from where. */
export interface Ending {
  userId: string
  address: string | null
}

/** @returns whether the person has such a session: of another's the answer is the same as of none. */
export async function endSession(context: Context, { userId, address }: Ending, id: string): Promise<boolean> {
  return context.db.signIn(async (tx) => {
    const [gone] = await tx
      .deleteFrom('auth_sessions')
      .where('id', '=', id)
      .where('user_id', '=', userId)
      .returning('user_agent')
      .execute()
    const person = gone && (await findPerson(tx, 'id', userId))
    if (!person) return false
    const changes = { device: { from: describeDevice(gone.user_agent), to: null } }
    await recordEverywhere(tx, person, address, { action: 'member.session_ended', changes })
    return true
  })
}

export async function endOtherSessions(
  context: Context,
  { userId, address }: Ending,
  currentId: string,
): Promise<number> {
  return context.db.signIn(async (tx) => {
    const person = await findPerson(tx, 'id', userId)
    return person ? endSessions(tx, person, address, currentId) : 0
  })
}

/** All of them, or all but one. In a sign-in transaction of the caller's; answers how many they were. */
export async function endSessions(
  tx: Tx,
  person: Person,
  address: string | null,
  kept: string | null,
): Promise<number> {
  const { length: ended } = await tx
    .deleteFrom('auth_sessions')
    .where('user_id', '=', person.id)
    .where('id', '<>', kept ?? '')
    .returning('id')
    .execute()
  const left = kept === null ? 0 : 1
  const changes = { sessions: { from: ended + left, to: left } }
  if (ended > 0) await recordEverywhere(tx, person, address, { action: 'member.sessions_ended', changes })
  return ended
}
