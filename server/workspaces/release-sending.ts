import type { z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { invalid, Problem } from '../kit/problem.ts'
import { CONNECTION_OWNER } from './inherited.ts'
import type { releaseInput, sendingOut } from './schema.ts'
import { type SendingPause, sendingPaused } from './sending-pause.ts'

type Sending = z.infer<typeof sendingOut>

export async function showSending(context: Context): Promise<Sending> {
  return context.db.system(async (tx) => {
    const pause = await sendingPaused(tx)
    const { open, waiting } = await countDoubts(tx, pause)
    return {
      paused_since: pause?.since.toISOString() ?? null,
      why: pause?.why ?? null,
      restored_from: pause?.restoredFrom?.toISOString() ?? null,
      in_doubt: open + waiting,
    }
  })
}

/**
 * Lets texts go again. Of a copy it must be known whether another one went on sending: then what waits here is put in
 * doubt first, as after a restore, and is released when all of it has been looked up. Nothing happens when it is not paused.
 */
export async function releaseSending(
  context: Context,
  actor: Actor,
  { force, other_ran }: z.infer<typeof releaseInput>,
): Promise<void> {
  const { pause, doubts } = await context.db.system(async (tx) => {
    const pause = await sendingPaused(tx)
    return { pause, doubts: await countDoubts(tx, pause) }
  })
  if (!pause) return
  if (pause.why === 'copied' && other_ran === undefined) throw invalid([{ pointer: '/other_ran', detail: ASK_OTHER }])
  const looksUp = pause.why === 'copied' && other_ran === true
  if (pause.why === 'restored') refuseDoubts(doubts, force)
  const inDoubt = doubts.open + doubts.waiting
  const columns = looksUp
    ? { sending_paused_why: 'restored', restored_from: null, doubted_at: null }
    : { sending_paused_since: null, sending_paused_why: null, doubted_at: null }
  await context.db.signIn(async (tx) => {
    // Only what was judged: meanwhile somebody else may have released it, or it may have been paused for another reason.
    const changed = await tx
      .updateTable('installation')
      .set(columns)
      .where('sending_paused_why', '=', pause.why)
      .executeTakeFirst()
    if (changed.numUpdatedRows === 0n)
      throw new Problem(409, 'changed_meanwhile', 'Somebody else has just released sending, or it was paused anew.')
    await recordChange(
      tx,
      { ...actor, workspaceId: INSTALLATION },
      {
        action: looksUp ? 'installation.sending_looked_up' : 'installation.sending_released',
        target: 'installation',
        changes: {
          paused: { from: pause.why, to: looksUp ? 'restored' : null },
          in_doubt: { from: inDoubt, to: inDoubt },
        },
      },
    )
  })
  if (!looksUp) context.wake.say('work')
}

const ASK_OTHER =
  'Say whether another copy may have sent texts since this one was made. If so, what waits here is looked up first.'

function refuseDoubts({ open, waiting }: Doubts, force: boolean): void {
  const more = { in_doubt: open + waiting }
  if (waiting > 0)
    throw new Problem(409, 'not_yet_in_doubt', 'What waits is still being put in doubt by a worker. Try again soon.', {
      more,
    })
  if (open === 0 || force) return
  const texts =
    open === 1 ? '1 text is still being looked up, or waits' : `${open} texts are still being looked up, or wait`
  const detail = `${texts} for a decision in its workspace. With force what is in doubt stays so while others are sent.`
  throw new Problem(409, 'texts_in_doubt', detail, { more })
}

const COUNTED_UP_TO = 10_000

/**
 * What waits (queue `q`, message `m`) and may have been sent by others. Not that of a gateway that drops repeats (a repeat
 * does no harm), nor what is not due yet. What was accepted since the pause cannot have been sent by anybody.
 */
export const MAYBE_SENT = `
from installation i
join queue q on q.due_at <= now()
join messages m on m.workspace_id = q.workspace_id and m.id = q.id and m.created_at < i.sending_paused_since
join sms_settings s on s.workspace_id = q.workspace_id
join sms_settings o on o.workspace_id = ${CONNECTION_OWNER}
join connections c on c.workspace_id = o.workspace_id and c.id = o.connection_id
  and not (c.provider = 'webhook' and c.drops_repeats)`

/**
 * Whether there may be more to put in doubt. Of a restored backup it is done once, since what came after it is gone; the
 * other of two copies may run until this one is released, and send whatever falls due until then.
 */
export function isStillDoubting(pause: SendingPause): boolean {
  return pause.why === 'restored' && (!pause.doubted || pause.restoredFrom === null)
}

interface Doubts {
  open: number
  waiting: number
}

/** Not a code that ran out undecided: it stays unknown, but nothing more is done about it. */
const IN_DOUBT = sql`a.state = 'unknown' and (coalesce(a.look_at, a.deadline_at) < 'infinity' or a.undecided is not null)`

/** What is in doubt, and what still waits to be. While paused no attempt is begun. */
async function countDoubts(tx: Tx, pause: SendingPause | null): Promise<Doubts> {
  if (!pause) return { open: 0, waiting: 0 }
  const { rows } = await sql<Doubts>`select
    (select count(*)::int from (
      select from attempts a where a.state = 'started' or ${IN_DOUBT} limit ${COUNTED_UP_TO}) o) as open,
    (select count(*)::int from (
      select ${sql.raw(MAYBE_SENT)} and ${isStillDoubting(pause)}::boolean limit ${COUNTED_UP_TO}) w) as waiting`.execute(
    tx,
  )
  return rows[0]!
}
