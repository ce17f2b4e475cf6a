import type { z } from '@hono/zod-openapi'
import type { Context } from '../kit/context.ts'
import { describeDevice } from './device.ts'
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

/** @returns whether the person has such a session: of another's the answer is the same as of none. */
export async function endSession(context: Context, userId: string, id: string): Promise<boolean> {
  const gone = await context.db.signIn((tx) =>
    tx.deleteFrom('auth_sessions').where('id', '=', id).where('user_id', '=', userId).returning('id').execute(),
  )
  return gone.length > 0
}

export async function endOtherSessions(context: Context, userId: string, currentId: string): Promise<number> {
  const gone = await context.db.signIn((tx) =>
    tx.deleteFrom('auth_sessions').where('user_id', '=', userId).where('id', '<>', currentId).returning('id').execute(),
  )
  return gone.length
}
