import type { Tx } from '../kit/db.ts'
import { causesOf } from './causes.ts'
import { files } from './files.ts'
import type { Filter } from './filter.ts'
import { FITS, RANGE } from './fits.ts'

/** Where ids of messages are read off in their order, newest first. */
export interface Source {
  /** As in `event`: part of the statement's name. */
  name: string
  /** Its own values, the first of which is numbered `at` below. */
  values: unknown[]
  /** Whether all of it fits what the filter says of that matter. */
  exact: boolean
  /** The newest ids in the range. The limit is written into it: planners guess badly at one they do not know. */
  ids(at: number, limit: number): string
  /** Any so many of them, in no order, to be counted. */
  some(at: number, limit: number): string
  /** The newest with `status`, and `fits` for the filter as a whole. */
  looked(at: number, limit: number): string
}

/**
 * The indexes that a filter can be read off, one for each matter that it names; none are needed for all messages. What no
 * index has the order of (a sender, above all) names none, and is looked for in the others.
 */
export async function sourcesOf(tx: Tx, filter: Filter): Promise<Source[]> {
  const { statuses, class: kind, channel } = filter
  const causes = await causesOf(tx, filter)
  return [
    filter.eventId && column('event', (value) => `m.event_id = ${value}`, filter.eventId),
    filter.personId && column('person', (value) => `m.person_id = ${value}`, filter.personId),
    filter.numberHash && column('number', (value) => `m.to_hash = ${value}`, filter.numberHash),
    filter.errorCode !== null && column('error', (value) => `m.error_code = ${value}::integer`, filter.errorCode),
    filter.skipReason && column('skip', (value) => `m.skip_reason = ${value}`, filter.skipReason),
    filter.redirected && column('elsewhere', () => 'm.redirected_at is not null'),
    causes,
    (statuses || kind || channel) && files(filter),
  ].filter((source): source is Source => typeof source === 'object' && source !== null)
}

/** Every message of the workspace. */
export const ANYTHING: Source = column('any', () => 'true')

/** Whether the sources find all that the filter asks for by themselves. */
export function isWhole(filter: Filter, sources: Source[]): boolean {
  const isCaused = filter.eventType !== null || filter.triggerId !== null || filter.template !== null
  if (filter.sender !== null || (isCaused && !sources.some(({ name }) => name === 'cause'))) return false
  return sources.length <= 1 && sources.every(({ exact }) => exact)
}

function column(name: string, condition: (value: string) => string, value?: unknown): Source {
  const text = (columns: string, at: number, limit: number) =>
    `select ${columns} from messages m where ${RANGE} and ${condition(`$${at}`)} order by m.id desc limit ${limit}`
  return {
    name,
    values: value === undefined ? [] : [value],
    exact: true,
    ids: (at, limit) => text('m.id', at, limit),
    some: (at, limit) => text('m.id', at, limit),
    looked: (at, limit) => text(`m.id, m.status, ${FITS} as fits`, at, limit),
  }
}
