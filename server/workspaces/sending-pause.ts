import { sql } from 'kysely'
import type { Database, Tx } from '../kit/db.ts'
import { isSamePlace } from '../kit/place.ts'

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

/** In SQL, for a database that nobody has started yet. `$1`: all that was stored before is in it; null if unknown. */
export const PAUSE_RESTORED = `update installation set sending_paused_since = now(), sending_paused_why = 'restored',
  restored_from = $1, doubted_at = null, place = null`

/**
 * Compares where the database is with where it last ran. In a copy, whose original may be running, sending is paused:
 * that two send the same is worse than that one of them waits for somebody to look.
 *
 * @returns whether this is a copy that has just been found.
 */
export async function noticeCopy(db: Database, place: string): Promise<boolean> {
  return db.signIn(async (tx) => {
    const known = await tx.selectFrom('installation').select('place').forUpdate().executeTakeFirst()
    if (!known) return false
    const places = known.place?.split(' ') ?? []
    const before = places.find((one) => kindOf(one) === kindOf(place))
    if (before === place) return false
    const now = [...places.filter((one) => one !== before), place].join(' ')
    await tx.updateTable('installation').set({ place: now }).execute()
    if (before === undefined || isSamePlace(before, place)) return false
    return pauseCopy(tx)
  })
}

/** The process that has the database in its folder and those that reach it by an address see it in two ways. */
function kindOf(place: string): string {
  return place.split(':')[0]!
}

/** False when it is paused already; then the reason it has stands. */
export async function pauseCopy(tx: Tx): Promise<boolean> {
  const paused = await tx
    .updateTable('installation')
    .set({ sending_paused_since: sql`now()`, sending_paused_why: 'copied', restored_from: null, doubted_at: null })
    .where('sending_paused_since', 'is', null)
    .executeTakeFirst()
  return paused.numUpdatedRows > 0n
}
