import type { Tx } from '../kit/db.ts'
import { CONNECTION_OWNER } from '../workspaces/inherited.ts'
import { CLASS_RULES } from './classes.ts'
import type { MessageClass } from './schema.ts'
import { SUSPECT_AFTER } from './suspects.ts'

/** A text whose place in the queue this transaction holds locked. */
export interface Claimed {
  workspace_id: string
  id: string
  class: MessageClass
  /** Where its row of the queue lies: it cannot move while it is locked. */
  place: string
  account: string
  sender: string
  /** Segments that its sender may send at this moment; null for as many as there are. */
  allowed: number | null
  to_hash: Buffer
  to_sealed: Buffer
  to_country: string | null
  body_sealed: Buffer | null
  segments: number
  event_type: string
  occurred_at: Date
  cost_micros: number
  /** `reply`: it answers a text of the recipient's, so that an opt-out does not hold it back. */
  vouched_by: string
  tries: number
  failures: number
  /** Seconds that it has been due for. */
  waited: number
  /** Seconds for which it is still useful, by the database's clock; zero or less when it is too late. */
  valid_for: number
}

export interface Claim {
  worker: string
  limit: number
  /** How many more texts this worker may have on their way to an account. */
  rooms: ReadonlyMap<string, number>
  /** And to each account that is not named there. */
  roomForNew: number
  /** Only what somebody is waiting for at this moment: codes and test texts. */
  urgentOnly: boolean
}

/** A sender may be ahead of its pace by what it sends in this time, so that it need not be looked at for each text. */
export const BURST_SECONDS = 0.25

const MUCH_ROOM = 64

const MOST_URGENT = CLASS_RULES.test.rank
const LEAST_URGENT = CLASS_RULES.campaign.rank

/**
 * Takes texts that are due from open lanes, urgent classes first, a share from each lane in turn; lanes of one class are
 * visited in random order, so none is always last. A closed lane costs the claim nothing, however many texts stand in it.
 * A worker that has been taken for dead gets nothing.
 */
export async function claim(tx: Tx, wanted: Claim): Promise<Claimed[]> {
  const { worker, limit, rooms, roomForNew, urgentOnly } = wanted
  const rank = urgentOnly ? MOST_URGENT : LEAST_URGENT
  // Not waited for: it goes along with the claim, which fails too where this has failed.
  void tx.rows('claim_plan', BY_INDEX, []).catch(() => {})
  const texts = await tx.rows<Claimed>('claim', CLAIM, [
    ...[limit, worker, rank, [...rooms.keys()], [...rooms.values()], roomForNew],
  ])
  return withinPace(texts, wanted)
}

/**
 * How many rows a lane is asked for is not known when the statement is planned, and a planner that supposes a tenth of
 * them sorts the whole queue: 50 µs a text instead of 5.
 */
const BY_INDEX = `select set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true),
  set_config('enable_bitmapscan', 'off', true)`

/** In the order in which they came: what is over the sender's pace or the account's room stays where it is. */
function withinPace(texts: Claimed[], { rooms, roomForNew }: Claim): Claimed[] {
  const segments = new Map<string, number>()
  const taken = new Map<string, number>()
  return texts.filter((text) => {
    const sender = `${text.account}|${text.sender}`
    const sent = segments.get(sender) ?? 0
    const count = taken.get(text.account) ?? 0
    if (sent >= (text.allowed ?? Number.POSITIVE_INFINITY)) return false
    if (count >= (rooms.get(text.account) ?? roomForNew)) return false
    segments.set(sender, sent + text.segments)
    taken.set(text.account, count + 1)
    return true
  })
}

const TEXT = `m.workspace_id, m.id, m.class, q.place, m.to_hash, m.to_sealed, m.to_country, m.body_sealed, m.segments, m.event_type,
  m.occurred_at, m.cost_micros, m.vouched_by, m.tries, m.failures, extract(epoch from now() - q.due_at)::float8 as waited,
  extract(epoch from q.not_after - now())::float8 as valid_for`

const CLAIM = `
with lanes_now as (
  select l.workspace_id, l.lane, l.class_rank, l.account, l.sender, least(
    coalesce(room.texts, $6::int),
    case when p.segments_per_second is not null then 1 + floor(p.segments_per_second *
      extract(epoch from now() - greatest(p.next_at, now() - interval '${BURST_SECONDS} seconds'))) end
  )::float8 as allowed
  from lanes l
  join sms_settings s on s.workspace_id = l.workspace_id
  left join paces p on p.account = l.account and p.sender = l.sender
  left join unnest($4::text[], $5::int[]) as room(account, texts) on room.account = l.account
  where l.awake and l.opens_at <= now() and s.waiting is null and l.class_rank <= $3::int
    and (p.segments_per_second is null or p.next_at <= now()) and coalesce(room.texts, $6::int) > 0
    -- Where little may go, a lane that only seems to hold something would take another's place.
    and ((p.segments_per_second is null and coalesce(room.texts, $6::int) >= ${MUCH_ROOM}) or exists (
      select from queue q where q.workspace_id = l.workspace_id and q.lane = l.lane and q.due_at <= now() and q.crashes < 2))
    and exists (select from workers w where w.id = $2 and w.ended_at is null)
    and not exists (select from installation i where i.sending_paused_since is not null)
), open_lanes as materialized (
  select * from (
    select *, row_number() over (partition by account, sender order by class_rank, random()) as place from lanes_now
  ) l
  where allowed is null or place <= allowed
  order by class_rank, random()
  limit 1000
)
select ${TEXT}, l.account, l.sender, l.allowed
from open_lanes l
cross join lateral (
  select w.ctid as place, w.* from queue w
  where w.workspace_id = l.workspace_id and w.lane = l.lane and w.due_at <= now() and w.crashes < 2
  order by w.due_at, w.id
  limit (select least(l.allowed, greatest(16, $1::int / greatest(1, count(*))))::int from open_lanes)
  for update skip locked
) q
join messages m on m.workspace_id = q.workspace_id and m.id = q.id
limit $1::int`

/**
 * One text that two workers have died of already, to be begun alone, and not before the one that this worker began last has
 * ended: if one is at fault, no other is blamed for it.
 */
export async function claimSuspect(
  tx: Tx,
  worker: string,
  last: { workspace_id: string; id: string } | null,
): Promise<Claimed[]> {
  return tx.rows<Claimed>('claim_suspect', SUSPECT, [worker, last?.workspace_id ?? null, last?.id ?? null])
}

const SUSPECT = `
select ${TEXT}, '' as account, '' as sender, null::float8 as allowed
from (
  select w.ctid as place, w.* from queue w
  join sms_settings s on s.workspace_id = w.workspace_id and s.waiting is null
  join lanes l on l.workspace_id = w.workspace_id and l.lane = w.lane and l.opens_at <= now()
  where w.crashes = ${SUSPECT_AFTER} and w.due_at <= now()
    and not exists (select from attempts a where a.workspace_id = $2 and a.message_id = $3 and a.state = 'started')
    and exists (select from workers k where k.id = $1 and k.ended_at is null)
    and not exists (select from installation i where i.sending_paused_since is not null)
  order by w.due_at
  limit 1 for update of w skip locked
) q
join messages m on m.workspace_id = q.workspace_id and m.id = q.id`

/** Milliseconds until a lane opens that is closed at this moment; null when none is. */
export async function opensInMs(tx: Tx): Promise<number | null> {
  const [row] = await tx.rows<{ ms: number | null }>(
    'claim_opens',
    `select extract(epoch from min(greatest(l.opens_at, p.next_at)) - now())::float8 * 1000 as ms
     from lanes l left join paces p on p.account = l.account and p.sender = l.sender
     where l.awake and greatest(l.opens_at, p.next_at) > now()`,
    [],
  )
  return row!.ms
}

/**
 * Puts lanes to sleep that hold nothing due and wakes those that do, and writes down what each sends from now. A text
 * accepted in the same instant as its lane falls asleep is found by the next sweep: sleeping is a saving, never a decision.
 */
export async function sweepLanes(tx: Tx): Promise<void> {
  await tx.rows(
    'sweep_lanes',
    `update lanes l set awake = held.due, account = held.account, sender = held.sender
     from (select k.workspace_id, k.lane, coalesce(c.account_sid, c.id, '') as account, coalesce(d.value, '') as sender, exists (
         select from queue q where q.workspace_id = k.workspace_id and q.lane = k.lane
           and q.due_at <= now() + interval '3 seconds' and q.crashes < 2) as due
       from lanes k
       left join sms_settings s on s.workspace_id = k.workspace_id
       left join sms_settings o on o.workspace_id = ${CONNECTION_OWNER}
       left join connections c on c.workspace_id = o.workspace_id and c.id = o.connection_id
       left join senders d on d.workspace_id = o.workspace_id and d.connection_id = o.connection_id and d.is_default) held
     where l.workspace_id = held.workspace_id and l.lane = held.lane
       and (l.awake, l.account, l.sender) is distinct from (held.due, held.account, held.sender)`,
    [],
  )
}
