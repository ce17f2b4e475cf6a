import { saysOptedOut, takeOverOptOuts } from '../consent/provider-opt-outs.ts'
import type { Context } from '../kit/context.ts'
import { isRefusedValue, type Tx } from '../kit/db.ts'
import { type Group, startGroup } from '../kit/group.ts'
import { sameBytes } from '../kit/seal.ts'
import type { ProviderStatus } from '../providers/adapter.ts'
import { adapterFor } from '../providers/adapters.ts'
import { release } from '../spend/caps.ts'
import { noteProven } from './late-receipts.ts'
import { filePlain, isPlain } from './plain-receipts.ts'
import { type Address, attemptKey, MOVE_MESSAGES, type ProvenReceipt, RESTORED } from './proven.ts'
import { dequeue } from './queue.ts'
import { isFinal, messageStatusOf, rise, type Standing } from './standing.ts'

/** `stale`: no attempt of ours fits the address. */
export type Filed = 'filed' | 'stale'

/** Files receipts, many in one transaction: each is durable before it is answered. */
export function openReceipts(context: Context): Group<ProvenReceipt, Filed> {
  return startGroup({
    maxItems: 256,
    maxAtOnce: 1,
    isOfOne: isRefusedValue,
    work: (receipts) =>
      fileTogether(context, receipts).catch((error) => {
        if (receipts.length === 1 && isTaken(error)) return ['stale']
        throw error
      }),
  })
}

async function fileTogether(context: Context, receipts: ProvenReceipt[]): Promise<Filed[]> {
  const plain = soleAttempts(receipts.filter(isPlain))
  const done = plain.length ? await context.db.system((tx) => filePlain(tx, plain)) : new Set<string>()
  const isDone = (receipt: ProvenReceipt) => isPlain(receipt) && done.has(attemptKey(receipt))
  const rest = receipts.filter((receipt) => !isDone(receipt))
  const filed = rest.length ? await context.db.system((tx) => fileReceipts(context, tx, rest)) : []
  return receipts.map((receipt) => (isDone(receipt) ? 'filed' : filed[rest.indexOf(receipt)]!))
}

/** Without those of messages of which several attempts are spoken of at once. */
function soleAttempts(receipts: ProvenReceipt[]): ProvenReceipt[] {
  const ofMessages = Map.groupBy(receipts, messageKey)
  return receipts.filter((receipt) => ofMessages.get(messageKey(receipt))!.every(({ n }) => n === receipt.n))
}

function messageKey({ workspaceId, messageId }: Address): string {
  return `${workspaceId}|${messageId}`
}

/** The provider's message belongs to another attempt already. */
function isTaken(error: { constraint?: string }): boolean {
  return error.constraint === 'attempts_reference'
}

/** Whether we gave this address to a provider, for callers who can prove no more than that they know it. */
export async function isOurAddress(context: Context, address: Address & { token: string }): Promise<boolean> {
  const { workspaceId, messageId, n, token } = address
  const [row] = await context.db.system((tx) =>
    tx.rows<{ token: string }>(
      'receipt_address',
      'select token from attempts where workspace_id = $1 and message_id = $2 and n = $3',
      [workspaceId, messageId, n],
    ),
  )
  return row !== undefined && sameText(token, row.token)
}

interface AttemptRow {
  workspace_id: string
  message_id: string
  n: number
  token: string
  worker: string
  state: string
  provider: string
  sender: string | null
  provider_sid: string | null
  provider_status: ProviderStatus | null
  status_rank: number
  error_code: number | null
  reserved_micros: number
  spend_day: string
  segments: number
  to_hash: Buffer
  redirected_sealed: Buffer | null
  inherited: boolean
}

interface Moved {
  row: AttemptRow
  before: Standing
  standing: Standing
  reference: string
  said: Map<string, { receipt: ProvenReceipt; times: number }>
}

export async function fileReceipts(context: Context, tx: Tx, receipts: ProvenReceipt[]): Promise<Filed[]> {
  const attempts = await lockAttempts(tx, receipts)
  const moved = new Map<string, Moved>()
  const filed = receipts.map((receipt): Filed => {
    const key = attemptKey(receipt)
    const row = attempts.get(key)
    if (!row || !belongs(row, receipt)) return 'stale'
    const entry = moved.get(key) ?? startMove(row, receipt)
    moved.set(key, entry)
    entry.standing = rise(entry.standing, receipt)
    const said = entry.said.get(receipt.status)
    if (said) said.times += 1
    else entry.said.set(receipt.status, { receipt, times: 1 })
    return 'filed'
  })
  if (moved.size > 0) await write(context, tx, [...moved.values()])
  return filed
}

function startMove(row: AttemptRow, receipt: ProvenReceipt): Moved {
  const before = { status: row.provider_status, rank: row.status_rank, errorCode: row.error_code }
  return { row, before, standing: before, reference: receipt.reference, said: new Map() }
}

/**
 * The token must be the one we gave for this attempt, and the message the one we were answered, if we were. What was put
 * in doubt by a restore has another token than the lost attempt it stands for: there the signature has to be enough.
 */
function belongs(row: AttemptRow, receipt: ProvenReceipt): boolean {
  if (row.provider_sid !== null && row.provider_sid !== receipt.reference) return false
  if (row.worker === RESTORED && receipt.proof === 'signature') return true
  return receipt.token === null || sameText(receipt.token, row.token)
}

function sameText(a: string, b: string): boolean {
  return sameBytes(Buffer.from(a), Buffer.from(b))
}

async function lockAttempts(tx: Tx, receipts: ProvenReceipt[]): Promise<Map<string, AttemptRow>> {
  const rows = await tx.rows<AttemptRow>('receipt_attempts', LOCK, [
    receipts.map((receipt) => receipt.workspaceId),
    receipts.map((receipt) => receipt.messageId),
    receipts.map((receipt) => receipt.n),
  ])
  return new Map(
    rows.map((row) => [attemptKey({ workspaceId: row.workspace_id, messageId: row.message_id, n: row.n }), row]),
  )
}

/** Messages first and in order, as everywhere, so that two transactions never wait for each other. */
const LOCK = `
select a.workspace_id, a.message_id, a.n, a.token, a.worker, a.state, a.provider, a.sender, a.provider_sid, a.provider_status, a.status_rank, a.error_code,
  a.reserved_micros, a.spend_day, m.segments, m.to_hash, a.redirected_sealed, a.inherited
from (select distinct * from unnest($1::text[], $2::text[], $3::smallint[]) as r(workspace_id, message_id, n)) r
join attempts a on a.workspace_id = r.workspace_id and a.message_id = r.message_id and a.n = r.n
join messages m on m.workspace_id = a.workspace_id and m.id = a.message_id
order by a.workspace_id, a.message_id, a.n
for update of a`

async function write(context: Context, tx: Tx, moved: Moved[]): Promise<void> {
  await noteReceipts(tx, moved)
  const risen = moved.filter((one) => one.standing !== one.before)
  if (risen.length === 0) return
  // Judged not sent, and waiting to be sent again: it need not be.
  const revived = risen.filter(({ row }) => row.state === 'not_accepted' || row.state === 'not_sent')
  await dequeue(
    tx,
    revived.map(({ row }) => ({ workspaceId: row.workspace_id, id: row.message_id })),
  )
  const spentAfterAll = await noteProven(
    context,
    tx,
    risen.map(({ row }) => row),
  )
  // One message has one row to change, so what is said of several attempts of it is taken one after the other.
  const byNumber = [...Map.groupBy(risen, ({ row }) => row.n)].sort(([a], [b]) => a - b)
  for (const [, ofNumber] of byNumber) await moveAttempts(tx, ofNumber)
  await stopRefused(context, tx, risen)
  // A text that failed before it left the provider is not billed; an undelivered one is.
  const unbilled = risen.filter((one) => one.standing.status === 'failed' || one.standing.status === 'canceled')
  const unspent = unbilled.map(({ row }) => ({
    workspaceId: row.workspace_id,
    day: row.spend_day,
    micros: row.reserved_micros,
    segments: row.segments,
    inherited: row.inherited,
  }))
  await release(tx, [...spentAfterAll, ...unspent])
}

/** With a Messaging Service the provider's own block list speaks only now. */
async function stopRefused(context: Context, tx: Tx, risen: Moved[]): Promise<void> {
  const refused = risen.filter((one) => saysOptedOut(one.standing.errorCode))
  const entries = await Promise.all(
    refused.map(async ({ row, standing }) => ({
      workspaceId: row.workspace_id,
      numberHash: await actualHash(context, row),
      messageId: row.message_id,
      code: standing.errorCode,
      inherited: row.inherited,
    })),
  )
  await takeOverOptOuts(context, tx, entries)
}

async function actualHash(context: Context, row: AttemptRow): Promise<Buffer> {
  if (!row.redirected_sealed) return row.to_hash
  const sealer = await context.keys.forWorkspace(row.workspace_id)
  return context.keys.hashNumber(sealer.open(`messages.redirected|${row.message_id}`, row.redirected_sealed))
}

async function noteReceipts(tx: Tx, moved: Moved[]): Promise<void> {
  const rows = moved.flatMap(({ row, said }) =>
    [...said.values()].map(({ receipt, times }) => ({ row, receipt, times })),
  )
  const column = <T>(pick: (row: (typeof rows)[number]) => T): T[] => rows.map(pick)
  await tx.rows(
    'receipt_notes',
    `insert into receipts (workspace_id, message_id, n, status, rank, error_code, source, proof, repeats)
     select * from unnest($1::text[], $2::text[], $3::smallint[], $4::text[], $5::smallint[], $6::integer[], $7::text[], $8::text[], $9::integer[])
     on conflict (workspace_id, message_id, n, status) do update set repeats = receipts.repeats + excluded.repeats + 1`,
    [
      column(({ row }) => row.workspace_id),
      column(({ row }) => row.message_id),
      column(({ row }) => row.n),
      column(({ receipt }) => receipt.status),
      column(({ receipt }) => rise({ status: null, rank: -1, errorCode: null }, receipt).rank),
      column(({ receipt }) => receipt.errorCode),
      column(({ receipt }) => receipt.source),
      column(({ receipt }) => receipt.proof),
      column(({ times }) => times - 1),
    ],
  )
}

async function moveAttempts(tx: Tx, moved: Moved[]): Promise<void> {
  const column = <T>(pick: (moved: Moved) => T): T[] => moved.map(pick)
  const refusal = (one: Moved) =>
    one.standing.errorCode === null
      ? null
      : adapterFor(one.row.provider as 'twilio').refusal(one.standing.errorCode, null)
  await tx.rows('receipt_moves', MOVE, [
    column((one) => one.row.workspace_id),
    column((one) => one.row.message_id),
    column((one) => one.row.n),
    column((one) => one.reference),
    column((one) => one.standing.status),
    column((one) => one.standing.rank),
    column((one) => one.standing.errorCode),
    column((one) => isFinal(one.standing)),
    column((one) => messageStatusOf(one.standing)),
    column((one) => refusal(one)?.class ?? null),
    column((one) => refusal(one)?.title ?? null),
    column((one) => one.row.provider),
    column((one) => one.row.sender),
    // What was refused stays refused, whatever is said of it later.
    column((one) => one.row.state !== 'rejected'),
  ])
}

/** A receipt proves that the provider has the text, so an attempt that was open or in doubt is accepted by it. */
const MOVE = `
with risen as (
  select * from unnest($1::text[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::smallint[], $7::integer[], $8::boolean[],
    $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::boolean[])
    as r(workspace_id, message_id, n, reference, provider_status, rank, error_code, final, message_status, error_class, error_title,
      provider, sender, taken)
), attempt as (
  update attempts a set
    state = case when r.taken then 'accepted' else a.state end,
    provider_sid = r.reference, provider_status = r.provider_status, status_rank = r.rank, error_code = r.error_code,
    ended_at = coalesce(a.ended_at, now()),
    ask_at = case when r.final then null else coalesce(a.ask_at, now() + interval '1 minute') end
  from risen r where a.workspace_id = r.workspace_id and a.message_id = r.message_id and a.n = r.n
), moved as (
  select * from risen where taken
)${MOVE_MESSAGES}`
