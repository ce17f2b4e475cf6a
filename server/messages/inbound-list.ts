import { maskPhone } from '../../shared/phone.ts'
import { handleOf, readRecipient } from '../consent/handle.ts'
import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { firstIdAt, isId } from '../kit/id.ts'
import { NO_CURSOR, toPage } from '../kit/page.ts'
import { invalid, notFound } from '../kit/problem.ts'
import type { Sealer } from '../kit/seal.ts'
import { type NumberOwner, ownersOfNumbers } from '../people/of-numbers.ts'
import type { Decision, InboundOut, InboundQuery } from './inbound-schema.ts'
import { ERASED } from './show.ts'

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
  actor: Actor,
  query: InboundQuery,
): Promise<{ items: InboundOut[]; next: string | null }> {
  const { name, text, values } = statement(context, actor.workspaceId, query)
  return context.db.tenant(actor.workspaceId, async (tx) => {
    const page = toPage(await tx.rows<InboundRow>(name, text, values), query.limit)
    return { items: await showInbound(context, tx, actor, page.rows), next: page.next }
  })
}

/** @throws {Problem} 404 for one that is missing or another workspace's. */
export async function readInbound(context: Context, actor: Actor, id: string): Promise<InboundOut> {
  return context.db.tenant(actor.workspaceId, async (tx) => {
    const [shown] = await showInbound(context, tx, actor, [await findInbound(tx, actor.workspaceId, id)])
    return shown!
  })
}

/** @throws {Problem} 404 for one that is missing or another workspace's. */
export async function findInbound(tx: Tx, workspaceId: string, id: string): Promise<InboundRow> {
  const rows = await tx.rows<InboundRow>('inbound_find', `${SELECT} and i.id = $2`, [workspaceId, id])
  if (!rows[0]) throw notFound('text')
  return rows[0]
}

/** Those of them that are there; who has the number is not said. */
export async function inboundByIds(
  context: Context,
  tx: Tx,
  workspaceId: string,
  ids: string[],
): Promise<InboundOut[]> {
  const rows = await tx.rows<InboundRow>('inbound_by_ids', `${SELECT} and i.id = any($2::text[])`, [workspaceId, ids])
  return showInbound(context, tx, { workspaceId, permissions: new Set() }, rows)
}

/** Null once the person was erased. */
export function openSender(sealer: Sealer, { id, from_sealed }: InboundRow): string | null {
  return from_sealed.length === 0 ? null : sealer.open(`inbound_texts.from|${id}`, from_sealed)
}

/** As the wire has them. Who has a number is for those alone who may read people. */
export async function showInbound(
  context: Context,
  tx: Tx,
  { workspaceId, permissions }: Pick<Actor, 'workspaceId' | 'permissions'>,
  rows: InboundRow[],
): Promise<InboundOut[]> {
  const sealer = await context.keys.forWorkspace(workspaceId)
  const hashes = permissions.has('people.read') ? rows.map((row) => row.from_hash) : []
  const owners = hashes.length > 0 ? await ownersOfNumbers(tx, workspaceId, hashes) : new Map<string, NumberOwner>()
  return rows.map((row) => ({
    ...showText(sealer, row),
    handle: handleOf(context.keys, workspaceId, row.from_hash),
    person: owners.get(row.from_hash.toString('hex')) ?? null,
  }))
}

function showText(sealer: Sealer, row: InboundRow): Omit<InboundOut, 'handle' | 'person'> {
  const { id, reading, language, effect, answered_by, decision, decided_by, decided_at, provider } = row
  const from = openSender(sealer, row)
  return {
    id,
    from: from === null ? ERASED : maskPhone(from),
    to: row.sent_to,
    body: from === null ? '' : sealer.open(`inbound_texts.body|${id}`, row.body_sealed),
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
  { recipient, reading, undecided, since, until, after, limit }: InboundQuery,
) {
  if (after !== undefined && !isId('inb', after)) throw invalid([NO_CURSOR])
  const end = [after, until && idAt(until)].filter((one) => one !== undefined).sort()[0]
  const values: unknown[] = [workspaceId, end ?? NO_END, limit + 1, since ? idAt(since) : '']
  const conditions = ['i.id < $2', 'i.id >= $4']
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

/** Ids begin in 1970; nothing was said before. */
function idAt(time: string): string {
  return firstIdAt('inb', new Date(Math.max(0, Date.parse(time))))
}
