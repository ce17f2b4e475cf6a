import type { Payload } from '../accept-events.ts'

/** Why an item is over, and nobody is told of its date any more. */
export type Over = 'completed' | 'cancelled' | 'archived' | 'deleted'

const DATE = /^\d{4}-\d{2}-\d{2}$/
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/

/** What an event says of when its item is due. */
export interface SaidDue {
  /** Null: it has no date any more. */
  due: string | null
  /** It said something that is no date. */
  unreadable: boolean
}

/** Undefined where the event says nothing of it. What an item became says more than what it is shown with. */
export function dueIn({ entity, after }: Payload): SaidDue | undefined {
  const value = after?.due_date !== undefined ? after.due_date : entity.properties?.due_date
  if (value === undefined) return undefined
  if (value === null || value === '') return { due: null, unreadable: false }
  const due = typeof value === 'string' ? readDue(value.trim()) : null
  return { due, unreadable: due === null }
}

/** A day as it is; a time as an instant, taken for UTC where it names no zone. */
export function readDue(text: string): string | null {
  const isDay = DATE.test(text)
  if (!isDay && !DATE_TIME.test(text)) return null
  const at = new Date(isDay || /(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`)
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() < 2000 || at.getUTCFullYear() > 2100) return null
  const whole = at.toISOString()
  // The thirty-first of a month with thirty days is none.
  return isDay ? (whole.startsWith(text) ? text : null) : whole
}

/** Undefined where an event says nothing of it; null where the item is open, perhaps again. */
export function overIn(type: string, { entity, after }: Payload): Over | null | undefined {
  if (type === 'issue_completed') return 'completed'
  const said = (name: string) => (after?.[name] !== undefined ? after[name] : entity.properties?.[name])
  if (type === 'archive_changed') return isYes(said('archived') ?? true) ? 'archived' : null
  const marks = MARKS.map(([over, names]) => ({ over, values: names.map(said).filter((one) => one !== undefined) }))
  const met = marks.find(({ values }) => values.some(isYes))
  if (met) return met.over
  const group = said('state_group')
  if (typeof group === 'string') return GROUPS.get(group.toLowerCase()) ?? null
  return marks.some(({ values }) => values.length > 0) ? null : undefined
}

const MARKS: [Over, string[]][] = [
  ['deleted', ['deleted', 'deleted_at']],
  ['archived', ['archived', 'archived_at']],
  ['completed', ['completed', 'completed_at']],
]
const GROUPS = new Map<string, Over>([
  ['completed', 'completed'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
])

/** True, or a time at which it came to be. */
function isYes(value: unknown): boolean {
  return value === true || value === 'true' || (typeof value === 'string' && DATE_TIME.test(value)) || isDay(value)
}

function isDay(value: unknown): boolean {
  return typeof value === 'string' && DATE.test(value)
}
