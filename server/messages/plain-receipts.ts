import { saysOptedOut } from '../consent/provider-opt-outs.ts'
import type { Tx } from '../kit/db.ts'
import { adapterFor } from '../providers/adapters.ts'
import { attemptKey, MOVE_MESSAGES, type ProvenReceipt } from './proven.ts'
import { isFinal, messageStatusOf, rise, type Standing } from './standing.ts'

/** Nothing follows from it but where the attempt and its message stand: no money to give back, no opt-out. */
export function isPlain({ status, errorCode }: ProvenReceipt): boolean {
  return status !== 'failed' && status !== 'canceled' && !saysOptedOut(errorCode)
}

const NOTHING_YET: Standing = { status: null, rank: -1, errorCode: null }

/** What was said of one attempt by the receipts at hand. */
interface Said {
  receipt: ProvenReceipt
  times: number
  /** Of all that is said of the attempt, where it leaves it. */
  decides: boolean
}

/**
 * Files plain receipts of attempts that are open or accepted, which is nearly all there are, in one statement that commits
 * with it. Returns the keys of the attempts it found so; what else there is takes the longer way.
 */
export async function filePlain(tx: Tx, receipts: ProvenReceipt[]): Promise<Set<string>> {
  const said = [...Map.groupBy(receipts, attemptKey)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, of]) => summed(of))
  const column = <T>(pick: (one: Said) => T): T[] => said.map(pick)
  const standing = ({ receipt }: Said) => rise(NOTHING_YET, receipt)
  const refusal = ({ receipt: { errorCode } }: Said) =>
    errorCode === null ? null : adapterFor('twilio').refusal(errorCode, null)
  const rows = await tx.rowsAndCommit<{ workspace_id: string; message_id: string; n: number }>('receipts_plain', FILE, [
    column(({ receipt }) => receipt.workspaceId),
    column(({ receipt }) => receipt.messageId),
    column(({ receipt }) => receipt.n),
    column(({ receipt }) => receipt.token),
    column(({ receipt }) => receipt.reference),
    column(({ receipt }) => receipt.status),
    column((one) => standing(one).rank),
    column(({ receipt }) => receipt.errorCode),
    column(({ receipt }) => receipt.source),
    column(({ receipt }) => receipt.proof),
    column(({ times }) => times - 1),
    column(({ decides }) => decides),
    column((one) => isFinal(standing(one))),
    column((one) => messageStatusOf(standing(one))),
    column((one) => refusal(one)?.class ?? null),
    column((one) => refusal(one)?.title ?? null),
  ])
  return new Set(rows.map((row) => attemptKey({ workspaceId: row.workspace_id, messageId: row.message_id, n: row.n })))
}

/** Each status once; standings only rise, so the receipts at hand can be weighed before the attempt is looked at. */
function summed(receipts: ProvenReceipt[]): Said[] {
  const byStatus = new Map<string, Said>()
  let standing = NOTHING_YET
  for (const receipt of receipts) {
    const known = byStatus.get(receipt.status)
    if (known) known.times += 1
    else byStatus.set(receipt.status, { receipt, times: 1, decides: false })
    standing = rise(standing, receipt)
  }
  byStatus.get(standing.status!)!.decides = true
  return [...byStatus.values()]
}

const FILE = `
with held as materialized (
  select r.*, a.provider, a.sender, a.status_rank, a.provider_status
  from unnest($1::text[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::smallint[], $8::integer[], $9::text[],
    $10::text[], $11::integer[], $12::boolean[], $13::boolean[], $14::text[], $15::text[], $16::text[])
    as r(workspace_id, message_id, n, token, reference, status, rank, error_code, source, proof, repeats, decides, final,
      message_status, error_class, error_title)
  join attempts a on a.workspace_id = r.workspace_id and a.message_id = r.message_id and a.n = r.n
  where a.state in ('started', 'accepted') and (r.token is null or r.token = a.token)
    and (a.provider_sid is null or a.provider_sid = r.reference)
  for update of a
), noted as (
  insert into receipts (workspace_id, message_id, n, status, rank, error_code, source, proof, repeats)
  select workspace_id, message_id, n, status, rank, error_code, source, proof, repeats from held
  on conflict (workspace_id, message_id, n, status) do update set repeats = receipts.repeats + excluded.repeats + 1
), moved as materialized (
  select * from held where decides and (rank > status_rank or (provider_status = 'undelivered' and status = 'delivered'))
), attempt as (
  update attempts a set
    state = 'accepted', provider_sid = m.reference, provider_status = m.status, status_rank = m.rank, error_code = m.error_code,
    ended_at = coalesce(a.ended_at, now()),
    ask_at = case when m.final then null else coalesce(a.ask_at, now() + interval '1 minute') end
  from moved m where a.workspace_id = m.workspace_id and a.message_id = m.message_id and a.n = m.n
), message as (${MOVE_MESSAGES}
)
select distinct workspace_id, message_id, n from held`
