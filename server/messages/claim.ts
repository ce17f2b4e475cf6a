import type { Tx } from '../kit/db.ts'
import type { MessageClass } from './schema.ts'

/** A text that this transaction holds locked. */
export interface Claimed {
  workspace_id: string
  id: string
  class: MessageClass
  lane: string
  to_hash: Buffer
  to_sealed: Buffer
  to_country: string | null
  body_sealed: Buffer | null
  segments: number
  event_type: string
  occurred_at: Date
  cost_micros: number
  tries: number
  /** Seconds for which it is still useful, by the database's clock; zero or less when it is too late. */
  valid_for: number
}

/**
 * Takes texts that are due from open lanes, urgent classes first, a share from each lane in turn. A closed lane costs the
 * claim nothing, however many texts stand in it. Lanes of one class are visited in random order, so none is always last.
 */
export async function claim(tx: Tx, limit: number): Promise<Claimed[]> {
  return tx.rows<Claimed>('claim', CLAIM, [limit])
}

const CLAIM = `
with open_lanes as materialized (
  select l.workspace_id, l.lane
  from lanes l join sms_settings s on s.workspace_id = l.workspace_id
  where l.awake and l.opens_at <= now() and s.waiting is null
  order by l.class_rank, random()
  limit 1000
)
select m.workspace_id, m.id, m.class, m.lane, m.to_hash, m.to_sealed, m.to_country, m.body_sealed, m.segments, m.event_type,
  m.occurred_at, m.cost_micros, m.tries, extract(epoch from m.not_after - now())::float8 as valid_for
from open_lanes l
cross join lateral (
  select * from messages q
  where q.workspace_id = l.workspace_id and q.lane = l.lane and q.status = 'queued' and q.due_at <= now()
  order by q.due_at, q.id
  limit (select greatest(16, $1::int / greatest(1, count(*)))::int from open_lanes)
  for update skip locked
) m
limit $1::int`

/**
 * Puts lanes to sleep that hold nothing due and wakes those that do. A text accepted in the same instant as its lane
 * falls asleep is found by the next sweep: sleeping is a saving, never a decision.
 */
export async function sweepLanes(tx: Tx): Promise<void> {
  await tx.rows(
    'sweep_lanes',
    `update lanes l set awake = held.due
     from (select k.workspace_id, k.lane, exists (
         select from messages q where q.workspace_id = k.workspace_id and q.lane = k.lane and q.status = 'queued'
           and q.due_at <= now() + interval '3 seconds') as due
       from lanes k) held
     where l.workspace_id = held.workspace_id and l.lane = held.lane and l.awake is distinct from held.due`,
    [],
  )
}
