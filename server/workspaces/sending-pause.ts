import type { Tx } from '../kit/db.ts'

/** In SQL, true while nothing may be claimed. One row of a table that is always at hand: it costs the claim nothing. */
export const SENDING_IS_PAUSED = 'exists (select from installation where sending_paused_since is not null)'

/** As restored, texts of this state may have been sent already; as a copy, the original may be sending them now. */
export interface SendingPause {
  since: Date
  why: 'restored' | 'copied'
  /** The end of the backup; null for a copy. */
  restoredFrom: Date | null
  /** Whether all that was queued before is in doubt by now, so that it is looked up before it is sent. */
  doubted: boolean
}

/** Null while sending is not paused. */
export async function sendingPaused(tx: Tx): Promise<SendingPause | null> {
  const row = await tx
    .selectFrom('installation')
    .select(['sending_paused_since', 'sending_paused_why', 'restored_from', 'doubted_at'])
    .executeTakeFirst()
  if (!row?.sending_paused_since) return null
  return {
    since: row.sending_paused_since,
    why: row.sending_paused_why as SendingPause['why'],
    restoredFrom: row.restored_from,
    doubted: row.doubted_at !== null,
  }
}

/** In SQL, for a database that nobody has started yet. `$1`: all that was stored before is in it. */
export const PAUSE_RESTORED = `update installation set sending_paused_since = now(), sending_paused_why = 'restored',
  restored_from = $1, doubted_at = null, place = null`
