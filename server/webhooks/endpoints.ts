import type { WebhookType } from '../../shared/webhooks.ts'
import type { Tx } from '../kit/db.ts'
import { isId } from '../kit/id.ts'
import { toPage } from '../kit/page.ts'
import { notFound } from '../kit/problem.ts'
import type { EndpointOut } from './schema.ts'

interface Row {
  id: string
  url: string
  description: string
  types: WebhookType[]
  with_text: boolean
  state: EndpointOut['state']
  disabled_for: EndpointOut['disabled_for']
  state_since: Date
  failing_since: Date | null
  last_tried_at: Date | null
  last_ok: boolean | null
  secret_made_at: Date
  old_secret_until: Date | null
  created_by: string
  created_at: Date
  succeeded: number
  failed: number
}

/** The hours of a day are few, whatever happened in them. */
const SELECT = `
select e.id, e.url, e.description, e.types, e.with_text, e.state, e.disabled_for, e.state_since, e.failing_since, e.last_tried_at,
  e.last_ok, e.secret_made_at, case when e.old_secret_until > now() then e.old_secret_until end as old_secret_until,
  e.created_by, e.created_at, h.succeeded, h.failed
from webhook_endpoints e
cross join lateral (
  select coalesce(sum(succeeded), 0)::int as succeeded, coalesce(sum(failed), 0)::int as failed from webhook_hours t
  where t.workspace_id = e.workspace_id and t.endpoint_id = e.id and t.hour > now() - interval '24 hours'
) h
where e.workspace_id = $1 and e.deleted_at is null`

/** Oldest first. */
export async function listEndpoints(
  tx: Tx,
  workspaceId: string,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<{ items: EndpointOut[]; next: string | null }> {
  const text = `${SELECT} and e.id > $2 order by e.id limit $3::int`
  const page = toPage(await tx.rows<Row>('webhooks_list', text, [workspaceId, after ?? '', limit + 1]), limit)
  return { items: page.rows.map(toOut), next: page.next }
}

/** @throws {Problem} 404 for one that is missing or another workspace's. */
export async function showEndpoint(tx: Tx, workspaceId: string, id: string): Promise<EndpointOut> {
  const [row] = isId('whe', id) ? await tx.rows<Row>('webhook_show', `${SELECT} and e.id = $2`, [workspaceId, id]) : []
  if (!row) throw notFound('webhook')
  return toOut(row)
}

function toOut(row: Row): EndpointOut {
  const { last_tried_at, last_ok, secret_made_at, old_secret_until, succeeded, failed, ...rest } = row
  return {
    ...rest,
    state_since: row.state_since.toISOString(),
    failing_since: row.failing_since?.toISOString() ?? null,
    last: last_tried_at && { at: last_tried_at.toISOString(), ok: last_ok === true },
    last_24_hours: { succeeded, failed },
    secret: { made_at: secret_made_at.toISOString(), old_until: old_secret_until?.toISOString() ?? null },
    created_at: row.created_at.toISOString(),
  }
}
