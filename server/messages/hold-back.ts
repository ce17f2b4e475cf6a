import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'
import { follow } from '../settings/follow.ts'
import type { End } from './ending.ts'

/** After the outcomes are stored and apart from them: a lane that stays open by mistake costs a request, no text. */
export async function closeLanes(context: Context, ends: End[]): Promise<void> {
  const pauses = new Map<string, number>()
  for (const { pauseSeconds, settled } of ends) {
    const { account } = settled.begun.channel
    if (pauseSeconds > 0) pauses.set(account, Math.max(pauses.get(account) ?? 0, pauseSeconds))
  }
  if (pauses.size === 0) return
  const closing = context.db.system((tx) =>
    tx.rows('settle_lanes', CLOSE_LANES, [[...pauses.keys()], [...pauses.values()]]),
  )
  await closing.catch((error) => context.log.warn({ err: error }, 'lanes could not be closed'))
}

const CLOSE_LANES = `
with closed as materialized (
  select l.workspace_id, l.lane, p.seconds from unnest($1::text[], $2::float8[]) as p(account, seconds)
  join lanes l on l.account = p.account
  order by l.workspace_id, l.lane for update of l
)
update lanes l set opens_at = greatest(l.opens_at, now() + make_interval(secs => c.seconds))
from closed c where l.workspace_id = c.workspace_id and l.lane = c.lane`

/** All texts of the workspace wait until somebody mends what the provider has against the account. */
export async function stopAccount(context: Context, tx: Tx, end: End): Promise<void> {
  const { channel } = end.settled.begun
  const stopped = await tx.rows(
    'settle_stop_account',
    `update sms_settings set waiting = $3, waiting_code = $4, waiting_since = now(), waiting_next_look_at = now() + interval '1 minute'
     where workspace_id = $1 and connection_id = $2 and waiting is null
       -- A refusal of credentials that were replaced meanwhile says nothing about the new ones.
       and exists (select from connections c where c.workspace_id = $1 and c.id = $2 and date_trunc('milliseconds', c.changed_at) = $5)
     returning workspace_id`,
    [channel.ownerId, channel.connectionId, end.stopsAccount, end.errorCode, channel.row.changed_at],
  )
  // All who inherit the account wait with it, before each finds out by a text of its own.
  if (stopped.length && channel.ownerId === INSTALLATION) await follow(tx)
  if (stopped.length)
    context.log.warn(
      { workspace: channel.ownerId, code: end.errorCode },
      'the provider refuses the account: its texts wait',
    )
}
