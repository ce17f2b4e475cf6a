import { sql } from 'kysely'
import { MOST_ENDPOINTS, OLD_SECRET_HOURS } from '../../shared/webhooks.ts'
import { recordChange, stating } from '../audit/record.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { newId } from '../kit/id.ts'
import { invalid, Problem } from '../kit/problem.ts'
import { showEndpoint } from './endpoints.ts'
import type { EndpointInput, EndpointOut, EndpointPatch } from './schema.ts'
import { newSecret, secretPurpose } from './secret.ts'

interface Made {
  webhook: EndpointOut
  secret: string
}

/** @throws {Problem} 409 where there are as many as there may be; 422 for an address that may not be called. */
export async function addEndpoint(context: Context, actor: Actor, input: EndpointInput): Promise<Made> {
  const { workspaceId } = actor
  await refuseAddress(context, input.url)
  const id = newId('whe')
  const secret = newSecret()
  const sealer = await context.keys.forWorkspace(workspaceId)
  return context.db.tenant(workspaceId, async (tx) => {
    await refuseTooMany(tx, workspaceId)
    const types = [...new Set(input.types)]
    await tx
      .insertInto('webhook_endpoints')
      .values({
        ...input,
        types,
        workspace_id: workspaceId,
        id,
        secret_sealed: sealer.seal(secretPurpose(id), secret),
        created_by: actor.name,
      })
      .execute()
    const changes = stating({ url: input.url, types, with_text: input.with_text })
    await recordChange(tx, actor, { action: 'webhook.created', target: id, changes })
    return { webhook: await showEndpoint(tx, workspaceId, id), secret }
  })
}

/** @throws {Problem} 404, or as {@link addEndpoint}. */
export async function changeEndpoint(
  context: Context,
  actor: Actor,
  id: string,
  { active, ...patch }: EndpointPatch,
): Promise<EndpointOut> {
  const { workspaceId } = actor
  if (patch.url !== undefined) await refuseAddress(context, patch.url)
  return context.db.tenant(workspaceId, async (tx) => {
    const was = await showEndpoint(tx, workspaceId, id)
    const given = Object.entries(patch).filter(([name, value]) => value !== undefined && !same(was, name, value))
    const switched = active !== undefined && active !== (was.state === 'active')
    if (given.length === 0 && !switched) return was
    await tx
      .updateTable('webhook_endpoints')
      .set({ ...Object.fromEntries(given), ...(switched && switchedTo(active)) })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .execute()
    const changes = Object.fromEntries(given.map(([name, to]) => [name, { from: was[name as keyof EndpointOut], to }]))
    await recordChange(tx, actor, {
      action: 'webhook.changed',
      target: id,
      changes: {
        webhook: { from: was.url, to: was.url },
        ...changes,
        ...(switched && { active: { from: !active, to: active } }),
      },
    })
    return showEndpoint(tx, workspaceId, id)
  })
}

/** Its clock starts anew: whoever mended it is given five more days. */
function switchedTo(active: boolean) {
  return {
    state: active ? 'active' : 'off',
    disabled_for: null,
    state_since: sql<Date>`now()`,
    told: true,
    failing_since: null,
    resting_until: sql<Date>`'-infinity'`,
  }
}

/** Nobody sees it any more; what is on its way to it ends there. */
export async function deleteEndpoint(context: Context, actor: Actor, id: string): Promise<void> {
  const { workspaceId } = actor
  await context.db.tenant(workspaceId, async (tx) => {
    const { url } = await showEndpoint(tx, workspaceId, id)
    await tx
      .updateTable('webhook_endpoints')
      .set({
        ...switchedTo(false),
        deleted_at: sql<Date>`now()`,
        secret_sealed: Buffer.alloc(0),
        old_secret_sealed: null,
      })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .execute()
    await recordChange(tx, actor, { action: 'webhook.deleted', target: id, changes: { url: { from: url, to: null } } })
  })
}

/** The old one signs beside it for a day, so that receivers may change over without missing anything. */
export async function replaceSecret(context: Context, actor: Actor, id: string): Promise<Made> {
  const { workspaceId } = actor
  const secret = newSecret()
  const sealer = await context.keys.forWorkspace(workspaceId)
  return context.db.tenant(workspaceId, async (tx) => {
    const { url } = await showEndpoint(tx, workspaceId, id)
    const values = [workspaceId, id, sealer.seal(secretPurpose(id), secret), OLD_SECRET_HOURS]
    await tx.rows(
      'webhook_secret_replace',
      `update webhook_endpoints set old_secret_sealed = secret_sealed, old_secret_until = now() + make_interval(hours => $4),
         secret_sealed = $3, secret_made_at = now()
       where workspace_id = $1 and id = $2`,
      values,
    )
    const changes = { webhook: { from: url, to: url } }
    await recordChange(tx, actor, { action: 'webhook.secret_replaced', target: id, changes })
    return { webhook: await showEndpoint(tx, workspaceId, id), secret }
  })
}

/** The old secret signs no more, from the next call on. @throws {Problem} 409 where there is none. */
export async function endOldSecret(context: Context, actor: Actor, id: string): Promise<EndpointOut> {
  const { workspaceId } = actor
  return context.db.tenant(workspaceId, async (tx) => {
    const { url, secret } = await showEndpoint(tx, workspaceId, id)
    if (!secret.old_until) throw new Problem(409, 'no_old_secret', 'Only one secret signs already.')
    await tx
      .updateTable('webhook_endpoints')
      .set({ old_secret_sealed: null, old_secret_until: null })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .execute()
    const changes = { webhook: { from: url, to: url } }
    await recordChange(tx, actor, { action: 'webhook.old_secret_ended', target: id, changes })
    return showEndpoint(tx, workspaceId, id)
  })
}

async function refuseAddress(context: Context, url: string): Promise<void> {
  const verdict = context.egress.checkUrl(url)
  const fault = verdict.ok ? await faultOf(context, url) : verdict.text
  if (fault) throw invalid([{ pointer: '/url', detail: fault }])
}

/** One that cannot be reached just now may be saved; one that may never be called may not. */
async function faultOf(context: Context, url: string): Promise<string | null> {
  const { search, hash } = new URL(url)
  if (search || hash) return 'Leave out what stands after ? and #: the call is signed instead.'
  const found = await context.egress.http({ method: 'POST', url, headers: {}, probe: true })
  return found.kind === 'not_sent' && found.reason === 'forbidden' ? found.detail : null
}

async function refuseTooMany(tx: Tx, workspaceId: string): Promise<void> {
  // One after the other, or those that are made at once would not count each other.
  await tx.rows('webhooks_turn', `select pg_advisory_xact_lock(hashtextextended('webhooks ' || $1, 0))`, [workspaceId])
  const standing = await tx.rows(
    'webhooks_standing',
    `select id from webhook_endpoints where workspace_id = $1 and deleted_at is null limit ${MOST_ENDPOINTS}`,
    [workspaceId],
  )
  if (standing.length >= MOST_ENDPOINTS)
    throw new Problem(409, 'too_many', `There are ${MOST_ENDPOINTS} webhooks, and no more than that may be.`)
}

function same(was: EndpointOut, name: string, value: unknown): boolean {
  return JSON.stringify(was[name as keyof EndpointOut]) === JSON.stringify(value)
}
