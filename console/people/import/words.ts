import type { ProblemKind } from '../../../server/people/import/problem-words.ts'
import type { Target } from '../../../server/people/import/suggest.ts'
import type { ChipIcon, Tone } from '../../ui/Chip.tsx'
import type { Import, ImportCounts } from './api.ts'

export const targetWords: Record<Exclude<Target, `field:${string}`>, string> = {
  external_id: 'External id',
  first_name: 'First name',
  last_name: 'Last name',
  email: 'Email',
  phone: 'Phone',
  language: 'Language',
  time_zone: 'Time zone',
  manager: 'Manager',
  groups: 'Groups',
  active: 'Active',
}

/** What a row becomes, as its preview is headed: one's own fields by their names. */
export function targetWord(target: string): string {
  return target.startsWith('field:') ? target.slice('field:'.length) : targetWords[target as 'email']
}

export const encodingWords: Record<NonNullable<Import['encoding']>, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16, little-endian',
  'utf-16be': 'UTF-16, big-endian',
  'windows-1252': 'Windows-1252 (Western Europe)',
}

export const delimiterWords: Record<NonNullable<Import['delimiter']>, string> = {
  ',': 'Comma',
  ';': 'Semicolon',
  '\t': 'Tab',
}

/** Of rows that become nobody. */
export const refusalWords: Partial<Record<ProblemKind, string>> = {
  nothing_to_know_by: 'No name, email address or external id',
  twice_in_file: 'The same person stands on an earlier line',
  matched_twice: 'Another row tells of the same person',
}

/** Of rows that are taken all the same. */
export const remarkWords: Partial<Record<ProblemKind, string>> = {
  no_phone_number: 'Number that cannot be texted; kept to be mended',
  number_twice_in_file: 'Number that stands on an earlier line too',
  number_of_another: 'Number that somebody else has already',
  no_email: 'Not an email address; left out',
  no_language: 'Not a language; left out',
  no_time_zone: 'Not a time zone; left out',
  no_yes_or_no: 'Neither yes nor no; left out',
  too_long: 'Too long; left out',
  no_manager: 'Manager who is not known; left out',
}

interface Look {
  tone: Tone
  icon?: ChipIcon
  word: string
}

export function lookOf({ state, rows, rows_done, counts }: Import): Look {
  switch (state) {
    case 'waiting':
      return { tone: 'neutral', icon: 'circle', word: 'No file yet' }
    case 'ready':
      return { tone: 'neutral', icon: 'circle', word: 'Not started' }
    case 'checking':
      return { tone: 'neutral', icon: 'clock', word: 'Being checked' }
    case 'importing':
      return { tone: 'neutral', icon: 'clock', word: `Importing, ${percentOf(rows_done, rows)}` }
    case 'done':
      return counts.refused > 0 ? { tone: 'amber', word: 'Done, some refused' } : { tone: 'green', word: 'Done' }
    case 'cancelled':
      return { tone: 'neutral', word: 'Cancelled' }
    case 'failed':
      return { tone: 'red', word: 'Stopped' }
    case 'expired':
      return { tone: 'neutral', word: 'Expired' }
  }
}

function percentOf(done: number, all: number | null): string {
  return `${all ? Math.floor((done / all) * 100) : 0} %`
}

export function isUnderWay({ state }: Pick<Import, 'state'>): boolean {
  return state === 'checking' || state === 'importing'
}

/** "1,204 rows", "1 row" */
export function rowsIn(count: number): string {
  return `${number(count)} ${count === 1 ? 'row' : 'rows'}`
}

/** "3 new, 1 changed, 12 unchanged, 2 refused"; what there is none of is left out. */
export function resultIn(counts: ImportCounts): string {
  const parts = [
    [counts.new, 'new'],
    [counts.changed, 'changed'],
    [counts.same, 'unchanged'],
    [counts.refused, 'refused'],
  ] as const
  const told = parts.filter(([count]) => count > 0).map(([count, word]) => `${number(count)} ${word}`)
  return told.join(', ') || 'nobody'
}

/** Those of one kind, the most frequent first. */
export function kindsIn(counts: ImportCounts, words: Partial<Record<string, string>>): [kind: string, count: number][] {
  return Object.entries(counts.problems)
    .filter(([kind]) => kind in words)
    .sort(([, a], [, b]) => b - a)
}

export const number = (count: number): string => count.toLocaleString('en')

/** "48 KB", "2.4 MB" */
export function sizeIn(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} KB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
