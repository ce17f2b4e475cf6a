import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { CLASS_RULES } from '../messages/classes.ts'
import { IN_DOUBT } from '../messages/in-doubt.ts'
import { CLASSES, type MessageClass } from '../messages/schema.ts'

/** What stands in the database at this moment. */
export interface Figures {
  waiting: { class: MessageClass; count: number; oldest_due_seconds: number }[]
  in_doubt: number
  /** Of those in doubt, the ones that looking cannot decide. */
  undecided: number
  /** Texts that a receipt proved to be sent twice, ever. */
  doubles: number
  senders: { paced: number; closed: number; segments_per_second: number }
}

/** Nobody acts differently on more than this, and counting them would cost what the queue is spared. */
export const COUNTED_UP_TO = 10_000

export async function readFigures(context: Context): Promise<Figures> {
  return context.db.system(figuresIn)
}

export async function figuresIn(tx: Tx): Promise<Figures> {
  const [waiting, [rest]] = await Promise.all([
    tx.rows<Figures['waiting'][number]>('health_waiting', WAITING, [
      CLASSES,
      CLASSES.map((name) => CLASS_RULES[name].rank),
    ]),
    tx.rows<Pick<Figures, 'in_doubt' | 'undecided' | 'doubles'> & Figures['senders']>('health_rest', REST, []),
  ])
  const { in_doubt, undecided, doubles, ...senders } = rest!
  return { waiting, in_doubt, undecided, doubles, senders }
}

/** Only lanes that are awake are looked into; in the others nothing is due. */
const WAITING = `
select c.class,
  (select count(*)::int from (
    select from lanes l join queue q on q.workspace_id = l.workspace_id and q.lane = l.lane
    where l.awake and l.class_rank = c.rank and l.lane = c.class limit ${COUNTED_UP_TO}) counted) as count,
  greatest(0, extract(epoch from now() - (
    select min(first.due_at) from (
      select (select q.due_at from queue q where q.workspace_id = l.workspace_id and q.lane = l.lane order by q.due_at, q.id limit 1)
      from lanes l where l.awake and l.class_rank = c.rank and l.lane = c.class limit 1000) first)))::int as oldest_due_seconds
from unnest($1::text[], $2::smallint[]) as c(class, rank)`

const REST = `
select
  (select count(*)::int from (select from attempts a where ${IN_DOUBT} limit ${COUNTED_UP_TO}) doubts) as in_doubt,
  (select count(*)::int from (
    select from attempts where state = 'unknown' and undecided is not null limit ${COUNTED_UP_TO}) open) as undecided,
  (select count(*)::int from (select from attempts where doubled_at is not null limit ${COUNTED_UP_TO}) proven) as doubles,
  p.*
from (
  select count(*)::int as paced, count(*) filter (where next_at > now())::int as closed,
    coalesce(sum(segments_per_second), 0)::float8 as segments_per_second
  from (select * from paces where segments_per_second is not null limit ${COUNTED_UP_TO}) known
) p`
