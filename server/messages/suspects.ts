import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { DEAD_AFTER_SECONDS } from './shift.ts'

/** Once so many workers died of a text it is begun alone. */
export const SUSPECT_AFTER = 2
/** So many may die while they begin a text before it is set aside. */
const CRASHES = 3

/** A text that could not be begun even alone. */
export async function noteCrash(context: Context, text: { workspace_id: string; id: string }): Promise<void> {
  await context.db.system((tx) =>
    tx.rows('crash_note', 'update queue set crashes = crashes + 1 where workspace_id = $1 and id = $2', [
      text.workspace_id,
      text.id,
    ]),
  )
}

/**
 * Ends the shift of workers that were not seen for half a minute, by the database's clock, and counts what they were
 * beginning as handled by somebody who died of it. What they had begun is put in doubt by the sweep.
 */
export async function endDeadShifts(tx: Tx): Promise<number> {
  const rows = await tx.rows(
    'shifts_dead',
    `with dead as (
       select id, beginning from workers where ended_at is null and seen_at < now() - interval '${DEAD_AFTER_SECONDS} seconds'
       for update skip locked
     ), marked as (
       select q.workspace_id, q.id from dead d cross join unnest(d.beginning) as b(mark)
       join queue q on q.workspace_id = split_part(b.mark, '|', 1) and q.id = split_part(b.mark, '|', 2)
       -- A connection that hangs as its worker does may hold them still: everything else must go on.
       for update of q skip locked
     ), crashed as (
       update queue q set crashes = q.crashes + 1 from marked k where q.workspace_id = k.workspace_id and q.id = k.id
     )
     update workers w set ended_at = now(), beginning = '{}' from dead d where w.id = d.id returning w.id`,
    [],
  )
  await tx.rows('shifts_old', "delete from workers where ended_at < now() - interval '1 day'", [])
  return rows.length
}

/** Texts that workers died of go no further, so that the others do; each says so where it is looked at. */
export async function setAside(tx: Tx): Promise<number> {
  const rows = await tx.rows(
    'crash_set_aside',
    `with out as (
       delete from queue where crashes >= ${CRASHES} returning workspace_id, id
     )
     update messages m set status = 'failed', finished_at = now(), error_class = 'config',
       error_text = 'Handset stopped ${CRASHES} times while it began this text, so it was set aside.'
     from out where m.workspace_id = out.workspace_id and m.id = out.id returning m.id`,
    [],
  )
  return rows.length
}
