import { sql } from 'kysely'
import type { Client } from 'pg'
import { recordChange } from '../audit/record.ts'
import type { Database, Tx } from '../kit/db.ts'
import { INSTALLATION, newId } from '../kit/id.ts'
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

/** Nobody asked for it. */
const HANDSET = { workspaceId: INSTALLATION, kind: 'system', id: 'handset', name: 'Handset' } as const

/**
 * For a database that nobody has started yet. `at`: all that was stored before is in it; null if unknown.
 *
 * @returns false when nothing has ever run on it.
 */
export async function pauseRestored(client: Client, at: Date | string | null): Promise<boolean> {
  await client.query('begin; set local role handset_sign_in')
  try {
    const { rowCount } = await client.query(PAUSE_RESTORED, [at])
    if (rowCount) {
      const changes = { paused: { from: null, to: 'restored' }, restored_from: { from: null, to: at } }
      const { workspaceId, kind, id, name } = HANDSET
      await client.query(RECORD_RESTORED, [workspaceId, newId('aud'), kind, id, name, JSON.stringify(changes)])
    }
    await client.query('commit')
    return rowCount === 1
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

const PAUSE_RESTORED = `update installation set sending_paused_since = now(), sending_paused_why = 'restored',
  restored_from = $1, doubted_at = null, place = null`

/** What an older Handset has left may have no log of the installation yet. */
const RECORD_RESTORED = `insert into audit_entries (workspace_id, id, actor_kind, actor_id, actor_name, action, target, changes)
  select workspace_id, $2, $3, $4, $5, 'installation.sending_paused', 'installation', $6
  from workspaces where workspace_id = $1`

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
  if (paused.numUpdatedRows === 0n) return false
  await recordChange(tx, HANDSET, {
    action: 'installation.sending_paused',
    target: 'installation',
    changes: { paused: { from: null, to: 'copied' } },
  })
  return true
}
