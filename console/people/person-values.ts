import { readPhone } from '../../shared/phone.ts'
import type { Person, PersonInput, PersonPatch } from '../api.ts'
import type { Fault, Faults } from '../ui/form.ts'

type FieldValue = string | number | boolean

export interface FieldRow {
  /** Tells rows apart while they are typed. */
  key: number
  name: string
  value: string
  /** As the directory has it: what only looks the same stays a number, or true or false. */
  was?: FieldValue
}

export interface PersonValues {
  first_name: string
  last_name: string
  email: string
  external_id: string
  /** Only another one: what is known is masked. */
  phone: string
  language: string
  time_zone: string
  manager: { id: string; name: string } | null
  groups: string[]
  fields: FieldRow[]
  active: boolean
}

export function valuesOf(person: Person | null): PersonValues {
  return {
    first_name: person?.first_name ?? '',
    last_name: person?.last_name ?? '',
    email: person?.email ?? '',
    external_id: person?.external_id ?? '',
    phone: '',
    language: person?.language ?? '',
    time_zone: person?.time_zone ?? '',
    manager: person?.manager ?? null,
    groups: person?.groups.map(({ id }) => id) ?? [],
    fields: Object.entries(person?.fields ?? {}).map(([name, was], key) => ({ key, name, value: String(was), was })),
    active: person?.active ?? true,
  }
}

export function inputOf(values: PersonValues) {
  const { first_name, last_name, email, external_id, phone, language, time_zone, manager, groups, active } = values
  const read = readPhone(phone)
  return {
    first_name: first_name.trim(),
    last_name: last_name.trim(),
    email: email.trim() || null,
    external_id: external_id.trim() || null,
    language: language || null,
    time_zone: time_zone || null,
    manager_id: manager?.id ?? null,
    groups,
    fields: fieldsOf(values.fields),
    active,
    ...(phone.trim() && { phone: read.ok ? read.e164 : phone.trim() }),
  } satisfies PersonInput
}

/** What differs from how the form began: the rest may have been changed by the directory meanwhile. */
export function patchOf(before: PersonValues, after: PersonValues): PersonPatch {
  const was: Record<string, unknown> = inputOf(before)
  const changed = Object.entries(inputOf(after)).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name]),
  )
  return Object.fromEntries(changed)
}

function fieldsOf(rows: FieldRow[]): Record<string, FieldValue> {
  return Object.fromEntries(rows.filter(({ name }) => name.trim() !== '').map((row) => [row.name.trim(), typed(row)]))
}

function typed({ value, was }: FieldRow): FieldValue {
  const text = value.trim()
  if (typeof was === 'number' && text !== '' && Number.isFinite(Number(text))) return Number(text)
  if (typeof was === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}

export function faultsIn(values: PersonValues): Faults<PersonValues> {
  const { first_name, last_name, email, external_id, phone, fields } = values
  const isNameless = [first_name, last_name, email, external_id].every((text) => text.trim() === '')
  const field = fields.find((row) => fieldFault(row, fields))
  return {
    last_name: isNameless ? { text: 'A name, an email address or an external id is needed.' } : undefined,
    email: email.trim() && !/^\S+@\S+\.\S+$/.test(email.trim()) ? { text: 'This is not an email address.' } : undefined,
    phone: phoneFault(phone),
    fields: field && { text: fieldFault(field, fields)! },
  }
}

/** Nothing is wrong with none. */
export function phoneFault(phone: string): Fault | undefined {
  if (phone.trim() === '') return undefined
  const read = readPhone(phone)
  return read.ok ? undefined : { text: read.text, ...(read.suggestion && { use: read.suggestion }) }
}

/** What is wrong with one of the person's own fields. */
export function fieldFault({ key, name, value }: FieldRow, rows: FieldRow[]): string | undefined {
  if (name.trim() === '') return value.trim() ? 'This value needs a name.' : undefined
  if (!/^[A-Za-z][A-Za-z0-9_]{0,59}$/.test(name.trim())) return 'A name is a letter, then letters, digits and _.'
  const isTwice = rows.some((other) => other.key < key && other.name.trim() === name.trim())
  return isTwice ? `${name.trim()} is here twice.` : undefined
}
