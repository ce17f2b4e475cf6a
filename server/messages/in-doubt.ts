import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import type { Connection } from '../providers/adapter.ts'
import { type Patience, patienceWith } from './patience.ts'

/** An attempt of which it is not known whether the provider took the text, with all that a look for it takes. */
export interface InDoubt {
  workspace_id: string
  message_id: string
  n: number
  state: 'started' | 'unknown'
  provider: Connection['provider']
  provider_account: string
  sender: string | null
  class: string
  to_hash: Buffer
  to_sealed: Buffer
  redirected_sealed: Buffer | null
  body_sealed: Buffer | null
  started_at: Date
  deadline_at: Date
  looks: number
  misses: number
  undecided: string | null
  /** A callback may still come: its deadline and the time for that are not over. */
  pending: boolean
}

/** With its text open, for the length of a turn. */
export interface Opened extends InDoubt {
  to: string
  body: string | null
}

export function keyOf(one: { workspace_id: string; message_id: string; n: number }): string {
  return `${one.workspace_id}|${one.message_id}|${one.n}`
}

const COLUMNS = `a.workspace_id, a.message_id, a.n, a.state, a.provider, a.provider_account,
  case when m.tries = a.n then coalesce(a.sender, m.sent_from) else a.sender end as sender, m.class, m.to_hash, m.to_sealed,
  a.redirected_sealed, m.body_sealed, a.started_at, a.deadline_at, a.looks, a.misses, a.undecided,
  a.state = 'started' or a.deadline_at > now() - make_interval(secs => g.grace) as pending`

/** Of the attempts `a`, those in doubt. A code that ran out undecided (`closeRunOutCodes`) stays unknown, and is nobody's business. */
export const IN_DOUBT = `a.state = 'unknown' and (coalesce(a.look_at, a.deadline_at) < 'infinity' or a.undecided is not null)`

/** For each kind of provider, since only the simulator may be hurried. */
const GRACES = 'unnest($1::text[], $2::float8[], $3::float8[]) as g(provider, grace, booked)'

function gracesOf(context: Context): [string[], number[], number[]] {
  const providers = ['twilio', 'simulator', 'webhook'] as const
  const patience = providers.map((provider): Patience => patienceWith(context, provider))
  return [
    [...providers],
    patience.map(({ callbackGraceSeconds }) => callbackGraceSeconds),
    patience.map(({ lookSeconds }) => lookSeconds),
  ]
}

/**
 * Takes attempts whose look is due, the longest due first, but of each account `perAccount` before more of any. The next
 * look is booked before anything is asked, so several workers share the work, and what a dead one had taken comes up again.
 */
export async function takeInDoubt(
  context: Context,
  tx: Tx,
  { limit, perAccount }: { limit: number; perAccount: number },
): Promise<InDoubt[]> {
  return tx.rows<InDoubt>('doubt_take', TAKE, [...gracesOf(context), limit, perAccount])
}

const TAKE = `
with ranked as (
  select a.workspace_id, a.message_id, a.n, a.look_at, coalesce(a.look_at, a.deadline_at) as due_at,
    row_number() over (partition by a.provider_account order by coalesce(a.look_at, a.deadline_at)) > $5 as is_more
  from attempts a join ${GRACES} on g.provider = a.provider
  where a.state = 'unknown' and coalesce(a.look_at, a.deadline_at) <= now()
    and (a.look_at is not null or a.deadline_at <= now() - make_interval(secs => g.grace))
), due as materialized (
  select a.workspace_id, a.message_id, a.n from ranked r
  join attempts a on a.workspace_id = r.workspace_id and a.message_id = r.message_id and a.n = r.n
    -- Another worker may have taken it since.
    and a.state = 'unknown' and a.look_at is not distinct from r.look_at
  order by r.is_more, r.due_at limit $4 for update of a skip locked
)
update attempts a set look_at = now() + make_interval(secs => g.booked)
from due d
join messages m on m.workspace_id = d.workspace_id and m.id = d.message_id
cross join ${GRACES}
where a.workspace_id = d.workspace_id and a.message_id = d.message_id and a.n = d.n and g.provider = a.provider
returning ${COLUMNS}`

/**
 * The open attempts of these accounts to numbers with these hashes: whoever might own a message that is found there. Of
 * those that a redirect sent elsewhere, all: where they went is sealed.
 */
export async function openAttempts(
  context: Context,
  tx: Tx,
  accounts: string[],
  numberHashes: Buffer[],
): Promise<InDoubt[]> {
  return tx.rows<InDoubt>('doubt_open', OPEN, [...gracesOf(context), accounts, numberHashes])
}

const OPEN = `
select ${COLUMNS}
from attempts a
join messages m on m.workspace_id = a.workspace_id and m.id = a.message_id
join ${GRACES} on g.provider = a.provider
where (a.state = 'started' or ${IN_DOUBT}) and a.provider_account = any($4::text[])
  and (a.redirected_sealed is not null or m.to_hash = any($5::bytea[]))`

/** Of these, the references that an attempt has already. */
export async function ownedReferences(tx: Tx, account: string, references: string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ provider_sid: string }>(
    'doubt_owned',
    'select provider_sid from attempts where provider_account = $1 and provider_sid = any($2::text[])',
    [account, references],
  )
  return new Set(rows.map((row) => row.provider_sid))
}

/** Locks those that are still in doubt: a callback or a person may have decided meanwhile. */
export async function lockInDoubt(tx: Tx, attempts: InDoubt[]): Promise<Set<string>> {
  const rows = await tx.rows<{ workspace_id: string; message_id: string; n: number }>(
    'doubt_lock',
    `select a.workspace_id, a.message_id, a.n from unnest($1::text[], $2::text[], $3::smallint[]) as d(workspace_id, message_id, n)
     join attempts a on a.workspace_id = d.workspace_id and a.message_id = d.message_id and a.n = d.n
     where a.state = 'unknown' order by a.workspace_id, a.message_id, a.n for update of a`,
    columnsOf(attempts),
  )
  return new Set(rows.map(keyOf))
}

export function columnsOf(attempts: Pick<InDoubt, 'workspace_id' | 'message_id' | 'n'>[]): unknown[][] {
  return [attempts.map((one) => one.workspace_id), attempts.map((one) => one.message_id), attempts.map((one) => one.n)]
}
