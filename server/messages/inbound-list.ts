import { maskPhone } from '../../shared/phone.ts'
import { handleOf, readRecipient } from '../consent/handle.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { isId } from '../kit/id.ts'
import { NO_CURSOR, toPage } from '../kit/page.ts'
import { invalid, notFound } from '../kit/problem.ts'
import type { Sealer } from '../kit/seal.ts'
import type { Decision, InboundOut, InboundQuery } from './inbound-schema.ts'

export interface InboundRow {
  id: string
  from_hash: Buffer
  from_sealed: Buffer
  sent_to: string
  body_sealed: Buffer
  reading: InboundOut['reading']
  language: string | null
  effect: InboundOut['effect']
  answered_by: InboundOut['answered_by']
  decision: Decision | null
  decided_by: string | null
  decided_at: Date | null
  provider: string
  provider_sid: string
  received_at: Date
}

/** One page, newest first. */
export async function listInbound(
  context: Context,
  { workspaceId }: Actor,
  query: InboundQuery,
): Promise<{ items: InboundOut[]; next: string | null }> {
  const { name, text, values } = statement(context, workspaceId, query)
  const sealer = await context.keys.forWorkspace(workspaceId)
  const rows = await context.db.tenant(workspaceId, (tx) => tx.rows<InboundRow>(name, text, values))
  const page = toPage(rows, query.limit)
  return { items: page.rows.map((row) => showInbound(context, workspaceId, sealer, row)), next: page.next }
}

/** @throws {Problem} 404 for one that is missing or another workspace's. */
export async function findInbound(tx: Tx, workspaceId: string, id: string): Promise<InboundRow> {
  const rows = await tx.rows<InboundRow>('inbound_find', `${SELECT} and i.id = $2`, [workspaceId, id])
  if (!rows[0]) throw notFound('text')
  return rows[0]
}

export function openSender(sealer: Sealer, { id, from_sealed }: InboundRow): string {
  return sealer.open(`inbound_texts.from|${id}`, from_sealed)
}

export function showInbound(context: Context, workspaceId: string, sealer: Sealer, row: InboundRow): InboundOut {
  const { id, reading, language, effect, answered_by, decision, decided_by, decided_at, provider } = row
  return {
    id,
    from: maskPhone(openSender(sealer, row)),
    handle: handleOf(context.keys, workspaceId, row.from_hash),
    to: row.sent_to,
    body: sealer.open(`inbound_texts.body|${id}`, row.body_sealed),
    reading,
    language,
    effect,
    answered_by,
    decision: decision && { decision, by: decided_by ?? '', at: decided_at!.toISOString() },
    provider,
    provider_id: row.provider_sid,
    received_at: row.received_at.toISOString(),
  }
}

const SELECT = `
select i.id, i.from_hash, i.from_sealed, i.sent_to, i.body_sealed, i.reading, i.language, i.effect, i.answered_by, i.decision,
  i.decided_by, i.decided_at, i.provider, i.provider_sid, i.received_at
from inbound_texts i where i.workspace_id = $1`

/** Comes after every id. */
const NO_END = '~'

/** Each filter is read off an index of its own in order of id; of two, the second thins out what the first finds. */
function statement(
  context: Context,
  workspaceId: string,
  { recipient, reading, undecided, after, limit }: InboundQuery,
) {
  if (after !== undefined && !isId('inb', after)) throw invalid([NO_CURSOR])
  const values: unknown[] = [workspaceId, after ?? NO_END, limit + 1]
  const conditions = ['i.id < $2']
  const parts: string[] = []
  if (recipient !== undefined) {
    conditions.push(`i.from_hash = $${values.push(readRecipient(context.keys, workspaceId, recipient))}`)
    parts.push('number')
  }
  if (reading !== undefined) {
    conditions.push(`i.reading = $${values.push(reading)}`)
    parts.push('reading')
  }
  if (undecided) {
    conditions.push(`i.reading = 'perhaps_stop' and i.decision is null`)
    parts.push('undecided')
  }
  const text = `${SELECT} and ${conditions.join(' and ')} order by i.id desc limit $3`
  return { name: ['inbound_list', ...parts].join('_'), text, values }
}
