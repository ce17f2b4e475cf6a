import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { INSTALLATION } from '../kit/id.ts'

/** In the installation's own transaction: what the workspaces below may know of its connection from this moment on. */
export async function tellBelow(tx: Tx, workspaceId: string): Promise<void> {
  if (workspaceId !== INSTALLATION) return
  await tx.rows('below_tell', TELL, [INSTALLATION])
}

const TELL = `
update inherited_channel i set connected = f.connected, has_sender = f.has_sender, enabled = f.enabled,
  switched_off = not f.enabled and f.switched, provider = f.provider, answers_to = f.answers_to
from (
  select s.connection_id is not null as connected, c.provider,
    coalesce(case when d.kind in ('phone_number', 'short_code') then d.value end, s.organization_number) as answers_to, s.enabled, s.enabled_at is not null as switched,
    coalesce(c.provider = 'webhook', false) or d.id is not null as has_sender
  from sms_settings s
  left join connections c on c.workspace_id = s.workspace_id and c.id = s.connection_id
  left join senders d on d.workspace_id = s.workspace_id and d.connection_id = s.connection_id and d.is_default
  where s.workspace_id = $1) f`

/**
 * Where the provider refuses the installation's account, the texts of all who inherit it wait, and go on with it. Each
 * workspace keeps that in its own row, which is what the claim looks at; whoever is behind, because a process died between,
 * is brought along by the next turn.
 */
export async function followInstallation(context: Context): Promise<void> {
  if (await context.db.system(follow)) context.wake.say('work')
}

/**
 * The operator has just saved what the provider accepts: what waited for the account as it was need wait no longer, and what
 * could not be looked up through it may be now.
 */
export async function startBelow(context: Context): Promise<void> {
  await context.db.system(async (tx) => {
    await tx.rows(
      'below_lanes',
      `with closed as materialized (
         select l.workspace_id, l.lane from lanes l
         join sms_settings s on s.workspace_id = l.workspace_id and s.connection_id is null
         where l.opens_at > now() order by l.workspace_id, l.lane for update of l
       )
       update lanes l set opens_at = '-infinity', awake = true from closed c
       where l.workspace_id = c.workspace_id and l.lane = c.lane`,
      [],
    )
    await tx.rows(
      'below_look_again',
      `update attempts set look_at = now() where state = 'unknown' and inherited and undecided = any($1::text[])
         and look_at > now() and look_at < 'infinity'`,
      [MENDABLE],
    )
  })
}

/** Why looking did not help, where other settings may. */
export const MENDABLE = ['no_connection', 'other_account', 'refused', 'unreachable']

/** @returns whether texts may go on now that waited. */
export async function follow(tx: Tx): Promise<boolean> {
  const rows = await tx.rows<{ resumed: boolean }>('follow', FOLLOW, [INSTALLATION])
  return rows.some(({ resumed }) => resumed)
}

const FOLLOW = `
with behind as materialized (
  select s.workspace_id, i.waiting, i.waiting_code, i.waiting_since from sms_settings i
  join sms_settings s on s.workspace_id <> i.workspace_id and s.connection_id is null
    and (s.waiting, s.waiting_code, s.waiting_since) is distinct from (i.waiting, i.waiting_code, i.waiting_since)
  where i.workspace_id = $1 order by s.workspace_id for update of s
), followed as (
  update sms_settings s set waiting = b.waiting, waiting_code = b.waiting_code, waiting_since = b.waiting_since
  from behind b where s.workspace_id = b.workspace_id
  returning s.workspace_id, s.waiting is null as resumed
), opened as (
  update lanes l set opens_at = '-infinity', awake = true from followed f where f.resumed and l.workspace_id = f.workspace_id
)
select workspace_id, resumed from followed`
