import { TEST_TYPE, WEBHOOK_TYPES } from '../../shared/webhooks.ts'
import { recordChange } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { firstIdAt, newId } from '../kit/id.ts'
import { Problem } from '../kit/problem.ts'
import { findDelivery, toOut } from './deliveries.ts'
import { showEndpoint } from './endpoints.ts'
import type { DeliveryOut } from './schema.ts'

/** In one request: more would hold a transaction open for long. */
const AT_ONCE = 5000

/** Lets somebody see that it arrives. It is tried again like all else. */
export async function sendTest(context: Context, actor: Actor, endpointId: string): Promise<DeliveryOut> {
  const { workspaceId } = actor
  const made = await context.db.tenant(workspaceId, async (tx) => {
    await activeEndpoint(tx, workspaceId, endpointId)
    const id = newId('whd')
    await tx
      .insertInto('webhook_deliveries')
      .values({
        workspace_id: workspaceId,
        endpoint_id: endpointId,
        id,
        type: TEST_TYPE,
        sequence: context.now().getTime() * 1000,
      })
      .execute()
    return toOut(await findDelivery(tx, workspaceId, endpointId, id))
  })
  context.wake.say('webhooks')
  return made
}

/** Once more, with the same id: a receiver that had it already drops it. @throws {Problem} 404, 409. */
export async function resendOne(context: Context, actor: Actor, endpointId: string, id: string): Promise<DeliveryOut> {
  const { workspaceId } = actor
  const again = await context.db.tenant(workspaceId, async (tx) => {
    await activeEndpoint(tx, workspaceId, endpointId)
    await findDelivery(tx, workspaceId, endpointId, id)
    await tx.rows('webhook_resend', `${AGAIN} where d.workspace_id = $1 and d.endpoint_id = $2 and d.id = $3`, [
      workspaceId,
      endpointId,
      id,
    ])
    return toOut(await findDelivery(tx, workspaceId, endpointId, id))
  })
  context.wake.say('webhooks')
  return again
}

/** Oldest first, as many as go in one request. @throws {Problem} 404, 409. */
export async function resendFailed(
  context: Context,
  actor: Actor,
  endpointId: string,
  since: Date,
): Promise<{ count: number; more: boolean }> {
  const { workspaceId } = actor
  const count = await context.db.tenant(workspaceId, async (tx) => {
    const { url } = await activeEndpoint(tx, workspaceId, endpointId)
    const sent = await tx.rows('webhook_resend_failed', RESEND_FAILED, [
      workspaceId,
      endpointId,
      firstIdAt('whd', since),
      [...WEBHOOK_TYPES, TEST_TYPE],
    ])
    if (sent.length > 0) {
      const changes = {
        url: { from: url, to: url },
        since: { from: null, to: since.toISOString() },
        count: { from: null, to: sent.length },
      }
      await recordChange(tx, actor, { action: 'webhook.resent', target: endpointId, changes })
    }
    return sent.length
  })
  context.wake.say('webhooks')
  return { count, more: count === AT_ONCE }
}

async function activeEndpoint(tx: Tx, workspaceId: string, endpointId: string) {
  const endpoint = await showEndpoint(tx, workspaceId, endpointId)
  if (endpoint.state !== 'active')
    throw new Problem(409, 'webhook_off', 'The webhook is off, so nothing is sent to it. Switch it on first.')
  return endpoint
}

/** Whoever has it just now says no more how it went. */
const AGAIN = `
update webhook_deliveries d set state = 'waiting', tries = 0, taken = d.taken + 1, due_at = now(), ended_at = null`

const RESEND_FAILED = `
with failed as (
  select l.id from unnest($4::text[]) as t(type) cross join lateral (
    select d.id from webhook_deliveries d
    where d.workspace_id = $1 and d.endpoint_id = $2 and d.state = 'failed' and d.type = t.type and d.id >= $3
    order by d.id limit ${AT_ONCE}) l
  order by l.id limit ${AT_ONCE}
)
${AGAIN} from failed f where d.workspace_id = $1 and d.endpoint_id = $2 and d.id = f.id and d.state = 'failed' returning d.id`
