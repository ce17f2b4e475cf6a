import type { Context } from '../kit/context.ts'
import { IN_DOUBT } from '../messages/in-doubt.ts'
import { DEAD_AFTER_SECONDS } from '../messages/shift.ts'

/** What the alarms are decided by. Counts and times of the whole installation; nothing of any workspace. */
export interface Facts {
  now: Date
  /** Workers that were seen within the time after which one is taken for dead. */
  workers: number
  lastSeenAt: Date | null
  lastClaimAt: Date | null
  lastLookAt: Date | null
  /** Since when a text has been due that nothing keeps from being claimed; null when there is none. */
  claimableSince: Date | null
  /** Since when the oldest attempt in doubt has been so. */
  doubtSince: Date | null
  pausedSince: Date | null
  pausedWhy: 'restored' | 'copied' | null
  /** When the backup ended; null while nothing was restored. */
  restoredFrom: Date | null
  /** Of the last half hour. */
  calledBack: number
  asked: number
  refused: number
  publicUrl: string | null
  /** Since when the oldest entry of an audit log waits to be chained. */
  unchainedSince: Date | null
  /** Since when the heads of the chains could not be sent outside, and why. */
  headsTroubleSince: Date | null
  headsTrouble: string | null
}

/** Receipts are judged by this time: a text is asked for a minute after it was sent, so it holds several. */
export const RECEIPTS_MINUTES = 30

type Row = Omit<Facts, 'publicUrl'>

export async function readFacts(context: Context): Promise<Facts> {
  const [row] = await context.db.system((tx) => tx.rows<Row>('health_facts', FACTS, []))
  return { ...row!, publicUrl: context.publicUrl() }
}

/** Every part is read off an index over what is open now, or off the few rows of a small table: no history is scanned. */
const FACTS = `
with alive as (
  select * from workers where seen_at > now() - interval '1 day'
), recent as (
  select coalesce(sum(called_back), 0)::int as "calledBack", coalesce(sum(asked), 0)::int as asked,
    coalesce(sum(refused), 0)::int as refused
  from health_minutes where minute > now() - interval '${RECEIPTS_MINUTES} minutes'
), claimable as (
  -- A lane that opened a moment ago, or a sender that may go on only now, is nobody's neglect.
  select greatest(q.due_at, l.opens_at, p.next_at) as since
  from lanes l
  join sms_settings s on s.workspace_id = l.workspace_id and s.waiting is null
  left join paces p on p.account = l.account and p.sender = l.sender
  cross join lateral (
    select due_at from queue where workspace_id = l.workspace_id and lane = l.lane and crashes < 2 order by due_at, id limit 1
  ) q
  where l.awake and greatest(q.due_at, l.opens_at, p.next_at) <= now()
  limit 1000
), doubts as (
  select started_at from attempts a where ${IN_DOUBT} limit 1000
)
select now() as now,
  (select count(*)::int from alive where ended_at is null and seen_at > now() - interval '${DEAD_AFTER_SECONDS} seconds') as workers,
  (select max(seen_at) from alive) as "lastSeenAt",
  (select max(last_claim_at) from alive) as "lastClaimAt",
  (select max(last_look_at) from alive) as "lastLookAt",
  (select min(since) from claimable) as "claimableSince",
  (select min(started_at) from doubts) as "doubtSince",
  i.sending_paused_since as "pausedSince", i.sending_paused_why as "pausedWhy",
  i.restored_from as "restoredFrom", r.*,
  (select min(at) from (select at from audit_unchained limit 1000) waiting) as "unchainedSince",
  h.trouble_since as "headsTroubleSince", h.trouble as "headsTrouble"
from recent r left join (select sending_paused_since, sending_paused_why, restored_from from installation) i on true
left join audit_heads h on true`
