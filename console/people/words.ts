import type { Group, Person, PersonInList } from '../api.ts'
import type { ChipIcon, Tone } from '../ui/Chip.tsx'
import type { Reach } from './filters.ts'

interface Look {
  tone: Tone
  icon?: ChipIcon
  word: string
  /** As the choice of a filter, where no other words are around it. */
  filter: string
}

/** Whether texts reach somebody, and if not, why. */
export const reachLooks: Record<Reach, Look> = {
  ok: { tone: 'green', word: 'Can be texted', filter: 'Can be texted' },
  unverified: { tone: 'amber', icon: 'clock', word: 'Not confirmed', filter: 'No: not confirmed' },
  no_phone: { tone: 'neutral', word: 'No number', filter: 'No: no number' },
  malformed: { tone: 'red', word: 'Malformed', filter: 'No: number malformed' },
  opted_out: { tone: 'neutral', icon: 'pause', word: 'Stopped', filter: 'No: stopped' },
}

export const sourceWords: Record<Person['phones'][number]['source'], string> = {
  scim: 'Directory',
  import: 'Directory',
  api: 'Directory',
  admin: 'Typed by an administrator',
  self: 'Their own',
}

const kinds: Record<string, string> = {
  mobile: 'mobile',
  fixed_line: 'landline',
  fixed_line_or_mobile: 'mobile or landline',
  toll_free: 'toll-free',
  premium_rate: 'premium rate',
  shared_cost: 'shared cost',
  personal_number: 'personal number',
  voip: 'VoIP',
  pager: 'pager',
  uan: 'company number',
  voicemail: 'voicemail',
}
const countries = new Intl.DisplayNames('en', { type: 'region' })

/** What the numbering plans tell of a number; nothing where they know nothing. */
export function planOf({ country, kind }: Person['phones'][number]): string {
  return [country && countries.of(country), kind && kinds[kind]].filter(Boolean).join(', ')
}

/** By name, else by address, else by what the directory calls them. */
export function nameOf(person: Pick<PersonInList, 'first_name' | 'last_name' | 'email' | 'external_id'>): string {
  return `${person.first_name} ${person.last_name}`.trim() || person.email || person.external_id || 'Nameless'
}

/** Counted to 10,000. */
export function peopleIn({ people: { count, more } }: Pick<Group, 'people'>): string {
  if (count === 0) return 'nobody'
  if (count === 1) return '1 person'
  return `${more ? 'over ' : ''}${count.toLocaleString('en')} people`
}
