import type { Context } from '../kit/context.ts'
import { isConnectionFailure, type Tx } from '../kit/db.ts'
import type { FellTo } from '../messages/fell-to.ts'
import { inboxTopic } from '../messages/notify.ts'
import { type Fallen, type Instead, makeInstead } from './instead.ts'

const AT_ONCE = 200

/**
 * Urgent alerts that ended without arriving, after they had been on their way: each goes by the next channel (email, then
 * the inbox), once, and says why. They are found by an index of their own that holds nothing else, so that nobody pays for
 * it whose texts are not urgent. Only what is certain counts: what has no receipt yet may have arrived. What went instead
 * is not called back when a receipt says later that the text arrived after all.
 *
 * @returns whether there may be more to do at once.
 */
export async function fallThroughTurn(context: Context): Promise<boolean> {
  const due = await context.db.system((tx) => tx.rows<Due>('fall_through_due', DUE, [AT_ONCE]))
  for (const [workspaceId, theirs] of Map.groupBy(due, ({ workspace_id }) => workspace_id)) {
    const ids = theirs.map(({ id }) => id)
    await fallThrough(context, workspaceId, ids).catch((error) => oneByOne(context, workspaceId, ids, error))
    context.wake.say(inboxTopic(workspaceId))
  }
  if (due.length > 0) context.wake.say('mail')
  return due.length === AT_ONCE
}

interface Due {
  workspace_id: string
  id: string
}

const FELL = `urgent and fell_to is null and filed in ('failed', 'undelivered', 'expired', 'skipped')`

export const DUE = `select workspace_id, id from messages where ${FELL} order by id limit $1`

/** The one that cannot be told otherwise must not keep the others, nor come again and again. */
async function oneByOne(context: Context, workspaceId: string, ids: string[], error: unknown): Promise<void> {
  if (isConnectionFailure(error)) throw error
  for (const id of ids) {
    try {
      await fallThrough(context, workspaceId, [id])
    } catch (error) {
      if (isConnectionFailure(error)) throw error
      context.log.error({ err: error, message: id }, 'an urgent alert could not be sent by another channel')
      await context.db.tenant(workspaceId, (tx) => note(tx, workspaceId, [{ id, fellTo: 'failed', insteadBy: null }]))
    }
  }
}

/** What they become instead stands together with the note that it does: of two workers, one has the rows. */
async function fallThrough(context: Context, workspaceId: string, ids: string[]): Promise<void> {
  await context.db.tenant(workspaceId, async (tx) => {
    const fallen = await tx.rows<Fallen>('fall_through_take', TAKE, [workspaceId, ids])
    if (fallen.length === 0) return
    await note(tx, workspaceId, await makeInstead(context, tx, workspaceId, fallen))
  })
}

const TAKE = `
select id, channel, skip_reason, person_id, event_id, trigger_id, template, group_id from messages
where workspace_id = $1 and id = any($2::text[]) and ${FELL} order by id for update skip locked`

async function note(tx: Tx, workspaceId: string, instead: Instead[]): Promise<void> {
  const fellTo: FellTo[] = instead.map((one) => one.fellTo)
  await tx.rows('fall_through_note', NOTE, [
    workspaceId,
    instead.map(({ id }) => id),
    fellTo,
    instead.map(({ insteadBy }) => insteadBy),
  ])
}

const NOTE = `
update messages m set fell_to = n.fell_to, instead_by = n.instead_by
from unnest($2::text[], $3::text[], $4::text[]) as n(id, fell_to, instead_by)
where m.workspace_id = $1 and m.id = n.id and m.fell_to is null`
