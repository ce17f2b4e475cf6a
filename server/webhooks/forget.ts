import { DELIVERIES_KEPT_DAYS } from '../../shared/webhooks.ts'
import type { Context } from '../kit/context.ts'
import { firstIdAt } from '../kit/id.ts'

const AT_ONCE = 1000
const DAY_MS = 86_400_000

/**
 * Takes away what was delivered so long ago, and all of endpoints that were deleted; those go themselves when nothing of
 * theirs is left. Endpoint by endpoint, so that each is read off the beginning of its own rows.
 *
 * @returns whether there may be more.
 */
export async function forgetDeliveries(context: Context): Promise<boolean> {
  const before = firstIdAt('whd', new Date(context.now().getTime() - DELIVERIES_KEPT_DAYS * DAY_MS))
  return context.db.system(async (tx) => {
    const gone = await tx.rows('webhook_forget', FORGET, [before, AT_ONCE])
    await tx.rows('webhook_forget_hours', `delete from webhook_hours where hour < now() - interval '2 days'`, [])
    await tx.rows('webhook_forget_endpoints', ENDPOINTS, [])
    return gone.length >= AT_ONCE
  })
}

const FORGET = `
delete from webhook_deliveries d using (
  select l.workspace_id, l.endpoint_id, l.id from webhook_endpoints e cross join lateral (
    select o.workspace_id, o.endpoint_id, o.id from webhook_deliveries o
    where o.workspace_id = e.workspace_id and o.endpoint_id = e.id and o.id < case when e.deleted_at is null then $1 else '~' end
    order by o.id limit $2::int
  ) l limit $2::int
) old where d.workspace_id = old.workspace_id and d.endpoint_id = old.endpoint_id and d.id = old.id
returning d.id`

/** Not at once: whoever begins a call at that moment, or tells of something, has ended by then. */
const ENDPOINTS = `
delete from webhook_endpoints e where e.deleted_at < now() - interval '10 minutes' and not exists (
  select from webhook_deliveries d where d.workspace_id = e.workspace_id and d.endpoint_id = e.id)`
