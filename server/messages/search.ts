import type { Tx } from '../kit/db.ts'
import type { Filter } from './filter.ts'
import { NEXT_VALUE, rangeOf, valuesOf } from './fits.ts'
import { ANYTHING, isWhole, type Source, sourcesOf } from './sources.ts'

/** How many ids are asked for at once: one more than a page holds, so that it is known whether there is another. */
const AT_ONCE = [51, 201, 1001]

/** How many rows one step looks through. */
const STEPS = [201, 1000, 4000, 16_000]

interface Found {
  ids: string[]
  /** How far back was looked, when it was given up before there was a page of them; null when the rest is not in doubt. */
  lookedTo: string | null
}

/**
 * The newest ids that fit, one more than `limit` where there are so many. A filter alone is read off its index. Of
 * filters that are joined, one is gone through for the others, step by step until the time is up: the one that reaches
 * farthest back with its first step, since its rows are the rarest.
 */
export async function findIds(tx: Tx, filter: Filter, limit: number, budgetMs: number): Promise<Found> {
  const startedMs = performance.now()
  const most = AT_ONCE.find((size) => size > limit)!
  const sources = await sourcesOf(tx, filter)
  if (isWhole(filter, sources)) {
    const { name, text, values } = idsStatement(filter, sources[0] ?? ANYTHING, most)
    const rows = await tx.rows<{ id: string }>(name, text, values)
    return { ids: rows.map(({ id }) => id), lookedTo: null }
  }
  const search = await beginSearch(tx, filter, sources, most)
  const ids = [...search.first.ids]
  await goOn(search, startedMs + budgetMs, (step) => {
    ids.push(...step.ids)
    return ids.length <= limit
  })
  return { ids: ids.slice(0, most), lookedTo: ids.length > limit ? null : search.lookedTo }
}

/** How many of each status fit, as far as the time allows and no further than `most` rows; `more` where it did not. */
export async function countStatuses(tx: Tx, filter: Filter, sources: Source[], most: number, budgetMs: number) {
  const startedMs = performance.now()
  const search = await beginSearch(tx, filter, sources, AT_ONCE[0]!)
  const counts = { ...search.first.statuses }
  let looked = search.first.looked
  await goOn(search, startedMs + budgetMs, (step) => {
    for (const [status, count] of Object.entries(step.statuses)) counts[status] = (counts[status] ?? 0) + count
    looked += step.looked
    return looked < most
  })
  return { counts, more: search.lookedTo !== null }
}

interface Step {
  /** Those that fit. */
  ids: string[]
  statuses: Record<string, number>
  looked: number
  last: string | null
}

interface Search {
  look: (beforeId: string, rows: number) => Promise<Step>
  first: Step
  lookedTo: string | null
  msPerRow: number
}

async function beginSearch(tx: Tx, filter: Filter, sources: Source[], most: number): Promise<Search> {
  const startedMs = performance.now()
  const rows = STEPS[0]!
  const looks = (sources.length > 0 ? sources : [ANYTHING]).map(
    (source) => async (beforeId: string, wanted: number) => {
      const { name, text, values } = stepStatement({ ...filter, beforeId }, source, wanted, most)
      const [step] = await tx.rows<Step>(name, text, values)
      return step!
    },
  )
  const steps = await Promise.all(looks.map((look) => look(filter.beforeId, rows)))
  const reach = steps.map((step) => (step.looked < rows ? '' : step.last!))
  const best = reach.indexOf(reach.toSorted()[0]!)
  const looked = steps.reduce((sum, step) => sum + step.looked, 0)
  return {
    look: looks[best]!,
    first: steps[best]!,
    lookedTo: reach[best] || null,
    msPerRow: (performance.now() - startedMs) / Math.max(1, looked),
  }
}

/** Each step is as long as what is left of the time allows, by what the last one took. */
async function goOn(search: Search, untilMs: number, isWanted: (step: Step) => boolean): Promise<void> {
  const none: Step = { ids: [], statuses: {}, looked: 0, last: null }
  for (let wanted = isWanted(none); wanted && search.lookedTo !== null; ) {
    const leftMs = untilMs - performance.now()
    const rows = STEPS.findLast((size) => 1.5 * size * search.msPerRow <= leftMs)
    if (rows === undefined) return
    const startedMs = performance.now()
    const step = await search.look(search.lookedTo, rows)
    search.msPerRow = (performance.now() - startedMs) / Math.max(1, step.looked)
    search.lookedTo = step.looked < rows ? null : step.last
    wanted = isWanted(step)
  }
}

interface Statement {
  name: string
  text: string
  values: unknown[]
}

export function idsStatement(filter: Filter, source: Source, most: number): Statement {
  return {
    name: `history_ids_${source.name}_${most}`,
    text: source.ids(4, most),
    values: [...rangeOf(filter), ...source.values],
  }
}

export function stepStatement(filter: Filter, source: Source, rows: number, most: number): Statement {
  return {
    name: `history_step_${source.name}_${rows}_${most}`,
    text: `with looked as materialized (${source.looked(NEXT_VALUE, rows)})
      select array(select id from looked where fits order by id desc limit ${most}) as ids,
        (select min(id) from looked) as last, (select count(*)::int from looked) as looked,
        (select coalesce(jsonb_object_agg(status, n), '{}') from (
          select status, count(*) as n from looked where fits group by status) s) as statuses`,
    values: [...valuesOf(filter), ...source.values],
  }
}
