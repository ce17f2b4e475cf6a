import type { Tx } from '../kit/db.ts'
import { DIMENSIONS, KEYS, MEASURES, PACK, PACKED, unpack } from './columns.ts'

/** Adds up the quarters of the days that these quarters lie in, on the calendar of a time zone. */
export async function countDays(tx: Tx, workspaceId: string, timeZone: string, quarters: Date[]): Promise<void> {
  const days = await tx.rows<{ day: string }>('statistics_days_of', DAYS, [quarters, timeZone])
  const values = [workspaceId, days.map(({ day }) => day), DIMENSIONS]
  await tx.rows('statistics_drop_days', DROP, values)
  await tx.rows('statistics_count_days', COUNT, [...values, timeZone])
}

const DAYS = `select distinct (quarter at time zone $2)::date as day from unnest($1::timestamptz[]) as quarter`

const DROP = `
delete from statistics_days where workspace_id = $1 and dimension = any($3::text[]) and day = any($2::date[])`

/** Days have 23 to 25 hours, and some begin at one: the wider range is what is read, the calendar decides. */
const COUNT = `
with cells as (
  select q.dimension, wanted.day, line.${KEYS.join(', line.')},
    ${MEASURES.map((measure) => `sum(line.${measure})::${measure.includes('_') || measure === 'segments' ? 'bigint' : 'integer'} as ${measure}`).join(', ')}
  from unnest($2::date[]) as wanted(day)
  cross join unnest($3::text[]) as kept(dimension)
  join statistics_quarters q on q.workspace_id = $1 and q.dimension = kept.dimension
    and q.quarter >= (wanted.day::timestamp at time zone $4) - interval '3 hours'
    and q.quarter < ((wanted.day + 1)::timestamp at time zone $4) + interval '3 hours'
    and (q.quarter at time zone $4)::date = wanted.day
  cross join ${unpack('q')}
  group by q.dimension, wanted.day, line.${KEYS.join(', line.')}
)
insert into statistics_days (workspace_id, dimension, day, ${PACKED})
select $1, cells.dimension, cells.day, ${PACK} from cells group by cells.dimension, cells.day`
