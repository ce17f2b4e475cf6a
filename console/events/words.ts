import type { ChipProps } from '../ui/Chip.tsx'
import type { EventDetail, EventOut } from './ask.ts'

type Look = Pick<ChipProps, 'tone' | 'icon'> & { word: string }

export const outcomeLooks: Record<EventOut['outcome'], Look> = {
  waiting: { tone: 'neutral', icon: 'clock', word: 'Waiting' },
  reached: { tone: 'green', word: 'Told' },
  nobody: { tone: 'neutral', word: 'Nobody to tell' },
  no_trigger: { tone: 'neutral', word: 'No trigger' },
  failed: { tone: 'red', word: 'Failed' },
}

/** With how many were told, where any were. */
export function outcomeWord({ outcome, told }: EventOut): string {
  return outcome === 'reached' ? `Told ${told === 1 ? '1 person' : `${told} people`}` : outcomeLooks[outcome].word
}

export const whyWords: Record<EventDetail['left_out'][number]['why'], string> = {
  unknown_person: 'Not in the directory.',
  inactive: 'Not active.',
  own_change: 'Made this change.',
  preference_off: 'Wants to hear of this on no channel.',
}

export const channelWords = { in_app: 'Inbox', email: 'Email', sms: 'SMS' } as const

/** `before` and `after` as lines: what it is about, as it was, as it is. */
export function changesOf({ before, after }: Pick<EventDetail, 'before' | 'after'>): [string, string, string][] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return names.map((name) => [name.replaceAll('_', ' '), shown(before?.[name]), shown(after?.[name])])
}

/** A value as somebody reads it; a dash for nothing. */
export function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–'
  if (Array.isArray(value)) return value.map(shown).join(', ') || '–'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

type DueAlert = NonNullable<EventDetail['due']>['alerts'][number]

/** `30 Nov 2026 at 09:00`: on the clock of whom it is for, wherever that is. */
export function dueWhen({ date, time }: DueAlert): string {
  const day = new Date(`${date}T12:00:00Z`)
  const words = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const
  return `${day.toLocaleDateString('en-GB', words)} at ${time}`
}

/** How it is with one of the things that a due date sets off. */
export function dueWord({ status, people }: DueAlert): string {
  const whom = people === 1 ? '1 person' : `${people.toLocaleString('en')} people`
  if (status === 'told') return `told, ${whom}`
  return status === 'too_late' ? 'over when the date came in' : `for ${whom}, by their clock`
}
