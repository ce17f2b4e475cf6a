import type { Context } from '../kit/context.ts'
import type { Tx } from '../kit/db.ts'
import { closedFiles, openFiles } from './files.ts'
import type { Filter } from './filter.ts'
import { rangeOf } from './fits.ts'
import { GROUP_NAMES, GROUPS, groupOf, type StatusGroup } from './groups.ts'
import type { MessageStatus } from './schema.ts'
import { countStatuses } from './search.ts'
import { type Source, sourcesOf } from './sources.ts'

const COUNTED = 10_000
/** Of a tenth of a second, for all groups together. */
const COUNTING_MS = 60

type Count = { count: number; more: boolean }
type Counts = Record<StatusGroup, Count>

/** How many there are of each kind, counted no further than anybody reads, and no longer than anybody waits. */
export async function countMessages(context: Context, filter: Filter): Promise<Record<StatusGroup | 'all', Count>> {
  return context.db.tenant(filter.workspaceId, async (tx) => {
    const sources = await sourcesOf(tx, filter)
    const isFiled =
      filter.sender === null && filter.eventType === null && sources.every(({ name }) => /^files/.test(name))
    const groups = isFiled ? await countFiles(tx, filter) : await countFound(tx, filter, sources)
    const total = GROUP_NAMES.reduce((sum, group) => sum + groups[group].count, 0)
    const more = total > COUNTED || GROUP_NAMES.some((group) => groups[group].more)
    return { all: { count: Math.min(total, COUNTED), more }, ...groups }
  })
}

/** Where no index tells the status, the rows themselves are looked at. */
async function countFound(tx: Tx, filter: Filter, sources: Source[]): Promise<Counts> {
  const { counts, more } = await countStatuses(tx, filter, sources, COUNTED, COUNTING_MS)
  const groups = none()
  for (const [status, count] of Object.entries(counts)) groups[groupOf(status as MessageStatus)].count += count
  for (const group of GROUP_NAMES) groups[group].more = more
  return groups
}

async function countFiles(tx: Tx, filter: Filter): Promise<Counts> {
  const counts = await Promise.all(GROUP_NAMES.map((group) => countGroup(tx, filter, group)))
  return Object.fromEntries(GROUP_NAMES.map((group, i) => [group, counts[i]!])) as Counts
}

async function countGroup(tx: Tx, filter: Filter, group: StatusGroup): Promise<Count> {
  const ofGroup: readonly MessageStatus[] = GROUPS[group]
  const statuses = filter.statuses ? ofGroup.filter((status) => filter.statuses!.includes(status)) : [...ofGroup]
  const part = { ...filter, statuses }
  const { name, text, values } = countStatement(part)
  const [closed, open] = await Promise.all([
    tx.rows<{ count: number }>(name, text, values),
    countStatuses(tx, part, [openFiles(part)], COUNTED, COUNTING_MS / GROUP_NAMES.length),
  ])
  const count = Object.values(open.counts).reduce((sum, one) => sum + one, closed[0]!.count)
  return { count: Math.min(count, COUNTED), more: open.more || count > COUNTED }
}

export function countStatement(filter: Filter): { name: string; text: string; values: unknown[] } {
  const source = closedFiles(filter)
  const text = `select count(*)::int as count from (${source.some(4, COUNTED + 1)}) counted`
  return { name: 'history_count', text, values: [...rangeOf(filter), ...source.values] }
}

function none(): Counts {
  const groups = GROUP_NAMES.map((group) => [group, { count: 0, more: false }])
  return Object.fromEntries(groups) as Counts
}
