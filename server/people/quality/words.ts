import type { PersonOut } from '../schema.ts'
import { planWords } from './landline.ts'
import type { MendedBy, QualityKind } from './schema.ts'

/** What is known of somebody beside the number. */
export interface Known {
  /** Of the opt-out. */
  source?: string | null
  /** When the number was stopped, or called a landline. */
  at?: Date | null
  /** The names of those who have the same number, ten at most. */
  others?: string[]
}

type Phone = PersonOut['phone']

/** Who can mend it: what a directory gives goes before anything that is typed (decisions/0029). */
export function mendedBy(kind: QualityKind, phone: Phone, { source }: Known): MendedBy {
  if (kind === 'opted_out') return source === 'admin' ? 'registry' : 'person'
  if (!phone || phone.source === 'admin') return 'here'
  return phone.source === 'self' ? 'person' : phone.source
}

export function reasonOf(kind: QualityKind, phone: Phone, { source, at, others = [] }: Known): string {
  switch (kind) {
    case 'no_phone':
      return 'No number is known.'
    case 'malformed':
      return phone?.problem ?? 'What was given is no number.'
    case 'unverified':
      return phone?.source === 'admin'
        ? 'Typed by an administrator and not confirmed yet.'
        : 'They have not confirmed the number yet.'
    case 'opted_out':
      return `${STOPPED[source ?? ''] ?? STOPPED.keyword} ${dayOf(at!)}.`
    case 'duplicate':
      return `Also the number of ${namesOf(others)}. STOP from that phone silences all of them.`
    case 'landline':
      return landlineWords(phone, at ?? null)
  }
}

export function remedyOf(kind: QualityKind, mendedBy: MendedBy): string {
  switch (mendedBy) {
    case 'here':
      return MENDED_HERE[kind]
    case 'scim':
      return `Mend it in your identity provider; it comes here with the next sync.${UNLESS_SHARED[kind] ?? ''}`
    case 'import':
      return `Mend it in your file and import that again.${UNLESS_SHARED[kind] ?? ''}`
    case 'api':
      return `Mend it in the product that sends it by the API.${UNLESS_SHARED[kind] ?? ''}`
    case 'registry':
      return 'Taking the entry away or START from the phone undoes it.'
    case 'person':
      return kind === 'opted_out' ? 'Only START from the phone undoes it.' : THEY_DO
  }
}

const THEY_DO = 'They do it in their profile, under Notification channels.'

const MENDED_HERE: Record<QualityKind, string> = {
  no_phone: 'Type their number, or have them add it in their profile.',
  malformed: 'Type the right number.',
  unverified: 'They confirm it in their profile, by a code. If it is wrong, type another.',
  opted_out: '',
  duplicate: 'If it is not theirs, type another.',
  landline: 'Type a mobile number.',
}

/** Families and shifts share phones, and nothing is wrong with that. */
const UNLESS_SHARED: Partial<Record<QualityKind, string>> = { duplicate: ' If they share the phone, all is well.' }

function landlineWords(phone: Phone, saidAt: Date | null): string {
  if (saidAt) return `The provider called it a landline, or out of reach, on ${dayOf(saidAt)} (30006).`
  const plan = planWords(phone?.kind ?? null)
  return plan ? `Numbering plans have it as ${plan}.` : 'No numbering plan knows what this number is.'
}

const STOPPED: Record<string, string> = {
  keyword: 'This number answered STOP on',
  provider: 'The provider has blocked this number, because it answered STOP, since',
  person: 'They stopped texts to this number themselves on',
  import: 'This number was stopped before it came here, on',
  admin: 'An administrator stopped texts to this number on',
}

function dayOf(at: Date): string {
  return at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
}

/** Of many, two stand for all. */
function namesOf(others: string[]): string {
  if (others.length === 0) return 'somebody else'
  if (others.length <= 3) return new Intl.ListFormat('en').format(others)
  return `${others[0]}, ${others[1]} and ${others.length >= MOST_OTHERS ? 'many more' : `${others.length - 2} more`}`
}

export const MOST_OTHERS = 10
