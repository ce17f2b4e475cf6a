/** By what messages are counted. Each is counted by itself; channel, class and type of event are kept with all of them. */
export const DIMENSIONS = [
  'status',
  'country',
  'failure',
  'skip',
  'sender',
  'person',
  'handed_over',
  'delivered',
] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** What a line is about. */
export const KEYS = ['value', 'channel', 'class', 'event_type', 'currency'] as const

/** What is counted and added up. */
export const MEASURES = [
  'messages',
  'pending',
  'sent',
  'delivered',
  'failed',
  'skipped',
  'segments',
  'estimated_micros',
  'billed_micros',
  'cost_micros',
] as const

const COLUMNS = [...KEYS, ...MEASURES]

/** The columns of `statistics_quarters` and `statistics_days` that are arrays, in the order of {@link PACK}. */
export const PACKED = COLUMNS.join(', ')

/** The lines of a group as arrays, for a statement that groups lines named `cells`. */
export const PACK = COLUMNS.map((column) => `array_agg(cells.${column})`).join(', ')

type Column = (typeof COLUMNS)[number]

/** The same lines again, with no more columns than are asked for: to be joined with the row `source` that holds them. */
export function unpack(source: string, columns: readonly Column[] = COLUMNS): string {
  const wanted = COLUMNS.filter((column) => columns.includes(column))
  return `unnest(${wanted.map((column) => `${source}.${column}`).join(', ')}) as line(${wanted.join(', ')})`
}
