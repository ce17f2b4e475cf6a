import { DELIVERY_STATES, type DeliveryState, TEST_TYPE, WEBHOOK_TYPES } from '../../shared/webhooks.ts'
import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { isId } from '../kit/id.ts'
import { NO_CURSOR, toPage } from '../kit/page.ts'
import { invalid, notFound } from '../kit/problem.ts'
import { headersOf } from './call.ts'
import { showEndpoint } from './endpoints.ts'
import { payloadsOf, type Told } from './payload.ts'
import type { DeliveriesQuery, DeliveryDetail, DeliveryOut } from './schema.ts'
import { answerPurpose } from './settle.ts'

export interface DeliveryRow extends Omit<Told, 'with_text'> {
  state: DeliveryState
  tries: number
  due_at: Date
  attempts: { at: string; http_status: number | null; took_ms: number; trouble: string | null }[]
  http_status: number | null
  trouble: string | null
  answer_sealed: Buffer | null
  ended_at: Date | null
}

const COLUMNS = `d.id, d.type, d.subject, d.sequence, d.facts, d.number_sealed, d.state, d.tries, d.due_at, d.attempts, d.http_status,
  d.trouble, d.answer_sealed, d.created_at, d.ended_at`

/** One page, newest first. @throws {Problem} 404. */
export async function listDeliveries(
  context: Context,
  workspaceId: string,
  endpointId: string,
  query: DeliveriesQuery,
): Promise<{ items: DeliveryOut[]; next: string | null }> {
  if (query.after !== undefined && !isId('whd', query.after)) throw invalid([NO_CURSOR])
  const { name, text, values } = listStatement(workspaceId, endpointId, query)
  return context.db.tenant(workspaceId, async (tx) => {
    await showEndpoint(tx, workspaceId, endpointId)
    const page = toPage(await tx.rows<DeliveryRow>(name, text, values), query.limit)
    return { items: page.rows.map(toOut), next: page.next }
  })
}

/** More than a page holds, and written into the statement: planners guess badly at a limit they do not know. */
const AT_ONCE = 201

/**
 * Without a filter by the primary key; otherwise each state and type is a place in an index that is in order already, and
 * only the newest of each are put together.
 */
export function listStatement(workspaceId: string, endpointId: string, { state, type, after, limit }: DeliveriesQuery) {
  const values: unknown[] = [workspaceId, endpointId, after ?? '~', limit + 1]
  const range = 'd.workspace_id = $1 and d.endpoint_id = $2 and d.id < $3'
  const tail = `order by d.id desc limit $4::int`
  if (!state && !type)
    return {
      name: 'webhook_log',
      text: `select ${COLUMNS} from webhook_deliveries d where ${range} ${tail}`,
      values,
    }
  values.push(state ? [state] : DELIVERY_STATES, type ? [type] : [...WEBHOOK_TYPES, TEST_TYPE])
  const text = `
select ${COLUMNS} from (
  select l.id from unnest($5::text[]) as s(state) cross join unnest($6::text[]) as t(type) cross join lateral (
    select d.id from webhook_deliveries d where ${range} and d.state = s.state and d.type = t.type
    order by d.id desc limit ${AT_ONCE}) l
  order by l.id desc limit $4::int
) found join webhook_deliveries d on d.workspace_id = $1 and d.endpoint_id = $2 and d.id = found.id
order by d.id desc`
  return { name: 'webhook_log_filed', text, values }
}

/** @throws {Problem} 404 for one that is missing, another endpoint's or another workspace's. */
export async function findDelivery(tx: Tx, workspaceId: string, endpointId: string, id: string): Promise<DeliveryRow> {
  const values = [workspaceId, endpointId, id]
  const text = `select ${COLUMNS} from webhook_deliveries d where d.workspace_id = $1 and d.endpoint_id = $2 and d.id = $3`
  const [row] = isId('whd', id) ? await tx.rows<DeliveryRow>('webhook_delivery', text, values) : []
  if (!row) throw notFound('delivery')
  return row
}

/** With what is sent, as it would be made now. @throws {Problem} 404. */
export async function showDelivery(
  context: Context,
  workspaceId: string,
  endpointId: string,
  id: string,
): Promise<DeliveryDetail> {
  const { endpoint, row } = await context.db.tenant(workspaceId, async (tx) => ({
    endpoint: await showEndpoint(tx, workspaceId, endpointId),
    row: await findDelivery(tx, workspaceId, endpointId, id),
  }))
  // What the log shows is read by others than the endpoint: never the words.
  const bodies = await payloadsOf(context, workspaceId, [{ ...row, with_text: false }])
  const sealer = await context.keys.forWorkspace(workspaceId)
  return {
    ...toOut(row),
    request: {
      url: endpoint.url,
      headers: headersOf(row.id, Math.floor(context.now().getTime() / 1000)),
      body: bodies.get(row.id)!,
    },
    answer: row.answer_sealed && sealer.open(answerPurpose(row.id), row.answer_sealed),
    attempts: row.attempts.map((attempt) => ({ ...attempt, at: new Date(attempt.at).toISOString() })),
  }
}

export function toOut(row: DeliveryRow): DeliveryOut {
  const { id, type, sequence, state, tries, http_status, trouble } = row
  return {
    id,
    type,
    subject: type.startsWith('opt_out.') ? null : row.subject,
    sequence,
    state,
    tries,
    http_status,
    trouble,
    next_try_at: state === 'waiting' ? row.due_at.toISOString() : null,
    created_at: row.created_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
  }
}
