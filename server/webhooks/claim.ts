import type { Context } from '../kit/context.ts'
import type { Told } from './payload.ts'
import type { SealedSecrets } from './secret.ts'

/** One call that is to be made now. */
export interface Claimed extends Told, Omit<SealedSecrets, 'id'> {
  workspace_id: string
  endpoint_id: string
  url: string
  tries: number
  /** Of those who took it the last is who may say how it went. */
  taken: number
}

/** What this process is at. */
export interface Busy {
  /** Calls on their way, by endpoint and by workspace. */
  endpoints: Map<string, number>
  workspaces: Map<string, number>
}

export const PER_ENDPOINT = 16
export const PER_WORKSPACE = 32
/** Longer than any call takes: whoever took it has died, and it is made again. */
const LEASE_SECONDS = 90

/**
 * Takes what is due, of each endpoint no more than it has room for: one that does not answer keeps one place while it
 * fails, and those of one workspace together no more than a few. What is taken is due again when the lease is over, so
 * that a worker that dies loses nothing.
 */
export async function claimDeliveries(context: Context, busy: Busy, most: number): Promise<Claimed[]> {
  const values = [...columnsOf(busy.endpoints), ...columnsOf(busy.workspaces), most, LEASE_SECONDS]
  return context.db.system((tx) => tx.rows<Claimed>('webhook_claim', CLAIM, values))
}

function columnsOf(counts: Map<string, number>): [string[], number[]] {
  return [[...counts.keys()], [...counts.values()]]
}

/** From one endpoint that has something to the next, past all the rows of each. */
const ENDPOINTS = `
recursive found as (
  (select workspace_id, endpoint_id from webhook_deliveries where state = 'waiting'
   order by workspace_id, endpoint_id limit 1)
  union all
  select n.workspace_id, n.endpoint_id from found f cross join lateral (
    select d.workspace_id, d.endpoint_id from webhook_deliveries d
    where d.state = 'waiting' and (d.workspace_id, d.endpoint_id) > (f.workspace_id, f.endpoint_id)
    order by d.workspace_id, d.endpoint_id limit 1
  ) n
)`

const CLAIM = `
with ${ENDPOINTS}, open as materialized (
  select e.*, w.busy as workspace_busy, random() as lot,
    case when e.failing_since is null then ${PER_ENDPOINT} else 1 end - coalesce(b.n, 0) as room
  from found f
  join webhook_endpoints e on e.workspace_id = f.workspace_id and e.id = f.endpoint_id
  left join unnest($1::text[], $2::int[]) as b(id, n) on b.id = e.id
  cross join lateral (
    select coalesce(max(o.n), 0) as busy from unnest($3::text[], $4::int[]) as o(id, n) where o.id = e.workspace_id
  ) w
  where e.state = 'active' and e.deleted_at is null and e.resting_until <= now()
    and exists (select from workspaces s where s.workspace_id = e.workspace_id and s.erasing_since is null)
), shared as (
  select o.*, ${PER_WORKSPACE} - o.workspace_busy - coalesce(sum(o.room) over (partition by o.workspace_id order by o.lot
    rows between unbounded preceding and 1 preceding), 0) as left_over
  from open o where o.room > 0
), due as (
  select d.workspace_id, d.endpoint_id, d.id, s.url, s.with_text, s.secret_sealed,
    case when s.old_secret_until > now() then s.old_secret_sealed end as old_secret_sealed
  from (select * from shared where left_over > 0 order by lot) s
  cross join lateral (
    select workspace_id, endpoint_id, id from webhook_deliveries d
    where d.workspace_id = s.workspace_id and d.endpoint_id = s.id and d.state = 'waiting' and d.due_at <= now()
    order by d.due_at limit least(s.room, s.left_over) for update skip locked
  ) d limit $5::int
)
update webhook_deliveries d set tries = d.tries + 1, taken = d.taken + 1, due_at = now() + make_interval(secs => $6)
from due where d.workspace_id = due.workspace_id and d.endpoint_id = due.endpoint_id and d.id = due.id
returning d.workspace_id, d.endpoint_id, d.id, d.type, d.subject, d.sequence, d.facts, d.number_sealed, d.created_at, d.tries,
  d.taken, due.url, due.with_text, due.secret_sealed, due.old_secret_sealed`
