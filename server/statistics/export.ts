import type { Actor, Context } from '../kit/context.ts'
import { csvLine } from '../kit/csv.ts'
import type { Grouping, Range } from './range.ts'
import { maySeeMoney, readStatistics } from './read.ts'

const COUNTS = ['messages', 'pending', 'sent', 'delivered', 'failed', 'skipped', 'segments'] as const
const MONEY = ['micros', 'estimated_micros', 'billed_micros'] as const

/** The groups of a range as a table: one line each, and one for each currency where there are several. */
export async function exportStatistics(
  context: Context,
  actor: Actor,
  range: Range,
  grouping: Grouping,
): Promise<string> {
  const { groups } = await readStatistics(context, actor, range, grouping)
  const money = maySeeMoney(actor)
  const { time, by } = grouping
  const names = [...(time ? [time] : []), ...(by ? [by] : []), ...(by === 'failure' ? ['cause'] : []), ...COUNTS]
  const head = money ? [...names, 'currency', 'cost_micros', 'estimated_micros', 'billed_micros'] : names
  const lines = groups.flatMap((group) => {
    const cells = [
      ...(time ? [(group.day ?? group.hour)!] : []),
      ...(by ? [group.key!] : []),
      ...(by === 'failure' ? [group.cause!.title] : []),
      ...COUNTS.map((name) => group[name]),
    ]
    if (!money) return [csvLine(cells)]
    return group.cost!.map((cost) => csvLine([...cells, cost.currency, ...MONEY.map((name) => cost[name])]))
  })
  return [csvLine(head), ...lines].join('')
}
