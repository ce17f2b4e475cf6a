import type { Tx } from '../kit/db.ts'
import type { Sealer } from '../kit/seal.ts'

export type OptOutSource = 'keyword' | 'provider' | 'admin' | 'person' | 'import'
/** Of this workspace alone, of all that send through the installation's connection, or of every workspace. */
export type OptOutScope = 'workspace' | 'inherited' | 'everywhere'

export interface NewOptOut {
  workspaceId: string
  numberHash: Buffer
  /** Sealed for {@link sealPurpose}; without it the registry shows the number only if a text was meant for it. */
  numberSealed?: Buffer
  /** `provider` when not said: it refused a text because the number had answered STOP. */
  source?: OptOutSource
  scope?: OptOutScope
  /** The text that said so. */
  inboundId?: string
  /** The text whose link was followed, and from where; or which the provider refused. */
  message?: { id: string; address: string | null }
  note: string | null
  createdBy?: string
}

export type WrittenOptOut = Pick<NewOptOut, 'workspaceId' | 'numberHash'> & {
  /** Nothing stood there before. */
  fresh: boolean
}

export interface OptOut {
  numberHash: Buffer
  numberSealed: Buffer | null
  /** A text that was meant for the number: the only place to read it from when a provider reported the opt-out. */
  message: { id: string; toSealed: Buffer } | null
  source: OptOutSource
  scope: OptOutScope
  /** Null where it is kept with another workspace. */
  inboundId: string | null
  /** The text whose link was followed, or which the provider refused. */
  messageId: string | null
  note: string | null
  createdBy: string | null
  createdAt: Date
  /** `createdAt` to the microsecond, which a Date does not hold: pages go on from here. */
  createdAtMicros: string
}

export function sealPurpose(numberHash: Buffer): string {
  return `opt_outs.number|${numberHash.toString('hex')}`
}

/**
 * Makes everything about these numbers wait its turn until the transaction ends: an attempt that began before an opt-out
 * is on record when the opt-out is written, and one that comes after finds the opt-out. Taken in one order by all, and
 * before any row of money or settings is locked, so that nobody waits in a circle: call it once in a transaction.
 */
export async function lockNumbers(tx: Tx, numberHashes: Buffer[]): Promise<void> {
  const keys = [...new Set(numberHashes.map((hash) => hash.readBigInt64BE(0)))].sort((a, b) => (a < b ? -1 : 1))
  // A function scan gives its rows in the order of the array; no plan changes that.
  await tx.rows('lock_numbers', 'select pg_advisory_xact_lock(key) from unnest($1::bigint[]) as key', [keys])
}

/**
 * Writes opt-outs under the lock of their numbers. What the person or the carrier said replaces what an administrator
 * or an import had put there, because only START may undo it; STOP and the carrier replace what a link of a text ended, which
 * a code may bring back; and what reaches everywhere replaces what did not, though a link leaves STOP what it is. Otherwise
 * the entry that stands stays as it is. Answers with those that are new or took the place of another.
 */
export async function writeOptOuts(tx: Tx, entries: NewOptOut[]): Promise<WrittenOptOut[]> {
  if (entries.length === 0) return []
  await lockNumbers(
    tx,
    entries.map((entry) => entry.numberHash),
  )
  const column = <T>(pick: (entry: NewOptOut) => T): T[] => entries.map(pick)
  return tx.rows<WrittenOptOut>('opt_outs_write', WRITE, [
    column((entry) => entry.workspaceId),
    column((entry) => entry.numberHash),
    column((entry) => entry.numberSealed ?? null),
    column((entry) => entry.source ?? 'provider'),
    column((entry) => entry.note),
    column((entry) => entry.createdBy ?? null),
    column((entry) => entry.scope ?? 'workspace'),
    column((entry) => entry.inboundId ?? null),
    column((entry) => entry.message?.id ?? null),
    column((entry) => entry.message?.address ?? null),
  ])
}

/** Else an old text in other hands would lead past START. */
const STOP_STAYS = `excluded.source = 'person' and standing.source in ('keyword', 'provider')`

const WRITE = `
insert into opt_outs as standing (workspace_id, number_hash, number_sealed, source, note, created_by, scope, inbound_id,
  message_id, from_address)
select distinct on (workspace_id, number_hash) *
from unnest($1::text[], $2::bytea[], $3::bytea[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
  as entry(workspace_id, number_hash, number_sealed, source, note, created_by, scope, inbound_id, message_id, from_address)
order by workspace_id, number_hash
on conflict (workspace_id, number_hash) do update set
  number_sealed = coalesce(standing.number_sealed, excluded.number_sealed),
  scope = case standing.scope when 'everywhere' then standing.scope else excluded.scope end,
  created_at = case when ${STOP_STAYS} then standing.created_at else now() end,
  ${['source', 'note', 'created_by', 'inbound_id', 'message_id', 'from_address'].map(
    (column) => `${column} = case when ${STOP_STAYS} then standing.${column} else excluded.${column} end`,
  )}
where excluded.source in ('keyword', 'provider', 'person')
  and (standing.source in ('admin', 'import') or (standing.source = 'person' and excluded.source <> 'person')
    or (excluded.scope = 'everywhere' and standing.scope <> 'everywhere'))
returning workspace_id as "workspaceId", number_hash as "numberHash", xmax = 0 as fresh`

/** Null where only the provider knows it. */
export function openNumber(sealer: Sealer, { numberHash, numberSealed, message }: OptOut): string | null {
  if (numberSealed) return sealer.open(sealPurpose(numberHash), numberSealed)
  return message ? sealer.open(`messages.to|${message.id}`, message.toSealed) : null
}

/** Lifts what an administrator wrote. False when there is no such entry, or not one that may be lifted by hand. */
export async function removeAdminOptOut(tx: Tx, workspaceId: string, numberHash: Buffer): Promise<boolean> {
  const removed = await tx.rows(
    'opt_out_remove',
    `delete from opt_outs where workspace_id = $1 and number_hash = $2 and source = 'admin' returning number_hash`,
    [workspaceId, numberHash],
  )
  return removed.length > 0
}

export async function findOptOut(tx: Tx, workspaceId: string, numberHash: Buffer): Promise<OptOut | undefined> {
  const rows = await tx.rows<Row>('opt_out_find', `${SELECT} and o.number_hash = $2`, [workspaceId, numberHash])
  return rows.map(toOptOut)[0]
}

export interface OptOutFilter {
  source?: OptOutSource | undefined
  scope?: OptOutScope | undefined
  since?: Date | undefined
  until?: Date | undefined
}

export type OptOutPlace = Pick<OptOut, 'createdAtMicros' | 'numberHash'>

/** Newest first, one more than `limit` when there are more. */
export async function listOptOuts(
  tx: Tx,
  workspaceId: string,
  page: { after: OptOutPlace | null; limit: number; filter?: OptOutFilter },
): Promise<OptOut[]> {
  const { name, text, values } = listStatement(workspaceId, page)
  const rows = await tx.rows<Row>(name, text, values)
  return rows.map(toOptOut)
}

/** A source, and the farther reach, have indexes of their own; nearly all reach no farther than their workspace. */
export function listStatement(
  workspaceId: string,
  { after, limit, filter = {} }: { after: OptOutPlace | null; limit: number; filter?: OptOutFilter },
) {
  const { source, scope, since, until } = filter
  const end = until ? `${Math.max(0, until.getTime())}000` : FAR_FUTURE_MICROS
  const from = after && Number(after.createdAtMicros) < Number(end) ? after : { createdAtMicros: end, numberHash: NONE }
  const sinceMicros = `${Math.max(0, since?.getTime() ?? 0)}000`
  const values: unknown[] = [workspaceId, from.createdAtMicros, from.numberHash, limit + 1, sinceMicros]
  const bySource = source ? ` and o.source = $${values.push(source)}` : ''
  const byScope = scope ? ` and o.scope = '${scope}'` : ''
  const name = ['opt_outs_list', source && 'source', scope].filter(Boolean).join('_')
  return { name, text: `${RANGE}${bySource}${byScope} ${ORDER}`, values }
}

/** In the year 2286, which also is the largest that a cursor's 16 digits can say. */
const FAR_FUTURE_MICROS = '9999999999999999'
const NONE = Buffer.alloc(0)

interface Row {
  number_hash: Buffer
  number_sealed: Buffer | null
  source: OptOutSource
  scope: OptOutScope
  inbound_id: string | null
  link_of: string | null
  note: string | null
  created_by: string | null
  created_at: Date
  created_at_micros: string
  message_id: string | null
  to_sealed: Buffer | null
}

const SELECT = `
select o.number_hash, o.number_sealed, o.source, o.scope, i.id as inbound_id, o.message_id as link_of, o.note, o.created_by, o.created_at,
  (extract(epoch from o.created_at) * 1000000)::bigint::text as created_at_micros, m.id as message_id, m.to_sealed
from opt_outs o
left join lateral (
  select t.id, t.to_sealed from messages t
  where o.number_sealed is null and t.workspace_id = o.workspace_id and t.to_hash = o.number_hash and t.to_sealed <> ''
  order by t.id desc limit 1
) m on true
left join inbound_texts i on i.workspace_id = o.workspace_id and i.id = o.inbound_id
where o.workspace_id = $1`

const RANGE = `${SELECT}
  and (o.created_at, o.number_hash) < ('epoch'::timestamptz + $2::bigint * interval '1 microsecond', $3::bytea)
  and o.created_at >= 'epoch'::timestamptz + $5::bigint * interval '1 microsecond'`
const ORDER = 'order by o.created_at desc, o.number_hash desc limit $4'

function toOptOut(row: Row): OptOut {
  return {
    numberHash: row.number_hash,
    numberSealed: row.number_sealed,
    message: row.message_id && row.to_sealed ? { id: row.message_id, toSealed: row.to_sealed } : null,
    source: row.source,
    scope: row.scope,
    inboundId: row.inbound_id,
    messageId: row.link_of,
    note: row.note,
    createdBy: row.created_by,
    createdAt: row.created_at,
    createdAtMicros: row.created_at_micros,
  }
}
