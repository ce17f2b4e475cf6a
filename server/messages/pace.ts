import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import type { SenderKind } from '../providers/adapter.ts'
import { CONNECTION_OWNER } from '../workspaces/inherited.ts'
import { BURST_SECONDS } from './claim.ts'

/** How fast one sender of a provider account goes, whoever's texts they are. */
export interface Pace {
  account: string
  sender: string
  /** The sender is the installation's, and so is its pace. */
  inherited: boolean
  /** Null for no limit. */
  segmentsPerSecond: number | null
  usual: number | null
}

/**
 * Segments a second that a sender of this kind may be expected to have, as a starting point that an administrator edits
 * (Twilio, "Understanding Twilio rate limits and message queues"); null for no limit. A service sends from several
 * numbers, a webhook's gateway paces itself, and the simulator takes what comes.
 */
export function usualPace(provider: string, kind: SenderKind, country: string | null): number | null {
  if (provider !== 'twilio' || kind === 'messaging_service') return null
  if (kind === 'short_code') return 100
  return country === 'CA' ? 1 : 10
}

/** Counts what was begun towards each sender's pace. Last in its transaction, and commits it: other workers wait for these rows. */
export async function spendPace(tx: Tx, spent: { account: string; sender: string; segments: number }[]): Promise<void> {
  const sums = new Map<string, { account: string; sender: string; segments: number }>()
  for (const one of spent) {
    const key = `${one.account}|${one.sender}`
    const sum = sums.get(key)
    if (sum) sum.segments += one.segments
    else sums.set(key, { ...one })
  }
  const rows = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  await tx.rowsAndCommit('pace_spend', SPEND, [
    rows.map((row) => row.account),
    rows.map((row) => row.sender),
    rows.map((row) => row.segments),
  ])
}

const SPEND = `
update paces p set next_at = greatest(p.next_at, now() - interval '${BURST_SECONDS} seconds')
  + make_interval(secs => s.segments / p.segments_per_second)
from unnest($1::text[], $2::text[], $3::int[]) as s(account, sender, segments)
where p.account = s.account and p.sender = s.sender and p.segments_per_second is not null`

/** Gives senders that lanes have begun to use the pace that is usual for their kind. */
export async function startPaces(tx: Tx): Promise<void> {
  const missing = await tx.rows<SenderRow>('pace_missing', `${SENDERS} where p.account is null limit 100`, [])
  if (missing.length === 0) return
  await tx.rows(
    'pace_start',
    `insert into paces (account, sender, segments_per_second)
     select * from unnest($1::text[], $2::text[], $3::real[]) on conflict (account, sender) do nothing`,
    [
      missing.map((row) => row.account),
      missing.map((row) => row.sender),
      missing.map((row) => usualPace(row.provider, row.kind, row.country)),
    ],
  )
}

/**
 * Where the database's clock was set back, what was to open in a moment would stay closed for as long as the clock jumped:
 * no pace is ever ahead by more than what a few claims take, and no provider is left alone for more than an hour.
 */
export async function forgetImpossible(tx: Tx): Promise<void> {
  await tx.rows(
    'pace_impossible',
    `update paces set next_at = '-infinity'
     where next_at > now() + make_interval(secs => ${MOST_SEGMENTS_AHEAD} / coalesce(segments_per_second, 1))`,
    [],
  )
  await tx.rows('lanes_impossible', "update lanes set opens_at = now() where opens_at > now() + interval '1 hour'", [])
  await tx.rows(
    'workers_impossible',
    "update workers set seen_at = now() where seen_at > now() + interval '1 minute'",
    [],
  )
}

/** A claim of each of some workers, of the longest texts. */
const MOST_SEGMENTS_AHEAD = 20_000

interface SenderRow {
  account: string
  sender: string
  provider: string
  kind: SenderKind
  country: string | null
  segments_per_second: number | null
  set: boolean
  inherited: boolean
}

const SENDERS = `
select distinct c.account_sid as account, d.value as sender, c.provider, d.kind, d.country, p.segments_per_second,
  p.account is not null as set, o.workspace_id <> s.workspace_id as inherited
from sms_settings s
join sms_settings o on o.workspace_id = ${CONNECTION_OWNER}
join connections c on c.workspace_id = o.workspace_id and c.id = o.connection_id and c.account_sid is not null
join senders d on d.workspace_id = o.workspace_id and d.connection_id = o.connection_id and d.is_default
left join paces p on p.account = c.account_sid and p.sender = d.value`

/** Of what the workspace sends from at present; null when that is nothing, or a webhook. */
export async function findPace(context: Context, workspaceId: string): Promise<Pace | null> {
  const [row] = await context.db.system((tx) =>
    tx.rows<SenderRow>('pace_find', `${SENDERS} where s.workspace_id = $1`, [workspaceId]),
  )
  if (!row) return null
  const { account, sender, inherited } = row
  const usual = usualPace(row.provider, row.kind, row.country)
  return { account, sender, inherited, segmentsPerSecond: row.set ? row.segments_per_second : usual, usual }
}

/** Takes effect with the next claim. The pace is no workspace's own row, so who changes it is recorded along with it. */
export async function setPace(
  context: Context,
  pace: Pace,
  segmentsPerSecond: number | null,
  record: (tx: Tx) => Promise<void>,
): Promise<void> {
  await context.db.system(async (tx) => {
    await record(tx)
    await tx.rows(
      'pace_set',
      `insert into paces (account, sender, segments_per_second) values ($1, $2, $3)
       on conflict (account, sender) do update
       set segments_per_second = excluded.segments_per_second, next_at = '-infinity', changed_at = now()`,
      [pace.account, pace.sender, segmentsPerSecond],
    )
  })
  context.wake.say('work')
}
