import type { Actor, Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { causeOf } from './causes.ts'
import { measuresOf } from './measures.ts'
import type { Grouping, Range } from './range.ts'
import { readLatency } from './read-latency.ts'
import { areAll, type Line, readLines } from './read-lines.ts'
import type { Property, Statistics } from './schema.ts'

/** How far a workspace is counted, and on whose calendar. */
interface Standing {
  time_zone: string
  as_of: Date
  fill_before: Date | null
}

/** Sums of a range and of its groups. */
export async function readStatistics(
  context: Context,
  actor: Actor,
  range: Range,
  grouping: Grouping,
): Promise<Statistics> {
  const { workspaceId } = actor
  return context.db.tenant(workspaceId, async (tx) => {
    const standing = await readStanding(tx, workspaceId)
    const { time_zone: zone } = standing
    const isWhole = grouping.time === null && grouping.by === null
    const lines = await readLines(tx, workspaceId, zone, range, grouping)
    const whole = { time: null, by: null }
    const totals = areAll(lines, grouping) ? lines : await readLines(tx, workspaceId, zone, range, whole)
    const latency = isWhole ? await readLatency(tx, workspaceId, range) : null
    return {
      from: range.from,
      to: range.to,
      time_zone: zone,
      as_of: standing.as_of.toISOString(),
      counted_from: standing.fill_before?.toISOString() ?? null,
      total: measuresOf(totals, maySeeMoney(actor)),
      latency,
      groups: isWhole ? [] : groupsOf(lines, grouping, maySeeMoney(actor)),
    }
  })
}

export function maySeeMoney(actor: Actor): boolean {
  return actor.permissions.has('spend.read')
}

export async function readStanding(tx: Tx, workspaceId: string): Promise<Standing> {
  const [standing] = await tx.rows<Standing>('statistics_standing', STANDING, [workspaceId])
  return standing!
}

/** Where nothing waits to be counted, all is counted that is. */
const STANDING = `
select coalesce(s.time_zone, w.time_zone) as time_zone, s.fill_before,
  case when exists (select from statistics_touched t where t.workspace_id = $1) then coalesce(s.as_of, w.created_at)
    else now() end as as_of
from workspaces w left join statistics_state s on s.workspace_id = w.workspace_id where w.workspace_id = $1`

/** Lines that differ in the currency alone are one group. */
function groupsOf(lines: Line[], { time, by }: Grouping, money: boolean): Statistics['groups'] {
  const groups = Map.groupBy(lines, ({ at, key }) => `${at instanceof Date ? at.toISOString() : at}|${key}`)
  return [...groups.values()].map((all) => ({ ...named(all[0]!, time, by), ...measuresOf(all, money) }))
}

function named({ at, key }: Line, time: Grouping['time'], by: Property | null): Partial<Statistics['groups'][number]> {
  return {
    ...(time === 'day' && { day: at as string }),
    ...(time === 'hour' && { hour: (at as Date).toISOString() }),
    ...(by && { key: key! }),
    ...(by === 'failure' && { cause: causeOf(key!) }),
  }
}
