import { newId } from '../../kit/id.ts'
import { inOne, wordsOf } from '../words.ts'
import type { Matcher, Stored } from './match.ts'
import type { Problem } from './problem-words.ts'
import type { Row } from './read-row.ts'

/** What a row makes of a person. */
export interface Planned {
  line: number
  id: string
  /** As the directory has them; null for somebody new. */
  was: Stored | null
  is: Omit<Stored, 'email_key' | 'number_hash' | 'has_number'>
  phone: Row['phone']
  number: string | null
  groups: string[]
  /** Not found yet; may stand on a later line. */
  manager: string | null
}

export interface Plan {
  added: Planned[]
  /** Known already, of which some are as the file says. */
  known: Planned[]
  problems: Problem[]
}

/** Compares rows with the directory. What the file leaves empty stays as it is. */
export function planRows(rows: Row[], matcher: Matcher): Plan {
  const plan: Plan = { added: [], known: [], problems: [] }
  const taken = new Set<string>()
  for (const row of rows) {
    const was = matcher.personOf(row)
    if (was && taken.has(was.id)) {
      plan.problems.push({ line: row.line, kind: 'matched_twice', named: null, other_line: null })
      continue
    }
    if (was) taken.add(was.id)
    const planned = planRow(row, was)
    ;(was ? plan.known : plan.added).push(planned)
  }
  placeManagers(plan, matcher)
  return plan
}

function planRow(row: Row, was: Stored | null): Planned {
  const id = was?.id ?? newId('per')
  const is = {
    id,
    external_id: row.external_id ?? was?.external_id ?? null,
    first_name: row.first_name ?? was?.first_name ?? '',
    last_name: row.last_name ?? was?.last_name ?? '',
    email: row.email ?? was?.email ?? null,
    language: row.language ?? was?.language ?? null,
    time_zone: row.time_zone ?? was?.time_zone ?? null,
    manager_id: was?.manager_id ?? null,
    fields: { ...was?.fields, ...row.fields },
    active: row.active ?? was?.active ?? true,
  }
  const { line, phone, number, groups, manager } = row
  const words = was && NAMES.every((name) => was[name] === is[name]) ? was.words : inOne(wordsOf(is))
  return { line, id, was, is: { ...is, words }, phone, number, groups, manager }
}

const NAMES = ['first_name', 'last_name', 'email', 'external_id'] as const

/** Those who are in the directory, or new in the same set. */
function placeManagers({ added, known }: Plan, matcher: Matcher): void {
  const fresh = new Map(added.flatMap(({ is }) => (is.external_id === null ? [] : [[is.external_id, is.id] as const])))
  for (const planned of [...added, ...known]) {
    if (planned.manager === null) continue
    const managerId = matcher.managerOf(planned.manager) ?? fresh.get(planned.manager) ?? null
    if (managerId === null || managerId === planned.id) continue
    planned.is.manager_id = managerId
    planned.manager = null
  }
}

const COMPARED = [
  'external_id',
  'first_name',
  'last_name',
  'email',
  'language',
  'time_zone',
  'manager_id',
  'active',
] as const

export function isChanged({ was, is }: Planned): boolean {
  if (!was) return true
  return COMPARED.some((name) => was[name] !== is[name]) || fieldsOf(was.fields) !== fieldsOf(is.fields)
}

/** The database keeps them in an order of its own. */
function fieldsOf(fields: Record<string, unknown>): string {
  return JSON.stringify(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** A number that cannot be read is never known to be the same, unless there is one that cannot either. */
export function isNewNumber({ was, phone }: Planned, hashNumber: (e164: string) => Buffer): boolean {
  if (phone === null) return false
  if (!was?.has_number) return true
  return phone.ok ? !was.number_hash?.equals(hashNumber(phone.e164)) : was.number_hash !== null
}
