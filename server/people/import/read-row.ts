import { type ReadPhone, readPhone } from '../../../shared/phone.ts'
import { isTimeZone } from '../../workspaces/time-zone.ts'
import type { Problem } from './problem-words.ts'
import type { Target } from './suggest.ts'

/** What a column becomes, and the country of its numbers that have none. */
export interface Column {
  name: string
  to: Target | null
  country: string | null
}

/** A row as it will be taken; what the file does not say is null and stays as it is. */
export interface Row {
  line: number
  external_id: string | null
  first_name: string | null
  last_name: string | null
  email: string | null
  language: string | null
  time_zone: string | null
  active: boolean | null
  manager: string | null
  groups: string[]
  fields: Record<string, string>
  phone: ReadPhone | null
  /** As it was written. */
  number: string | null
}

export function readRow(line: number, cells: string[], columns: Column[], problems: Problem[]): Row {
  const row: Row = {
    line,
    external_id: null,
    first_name: null,
    last_name: null,
    email: null,
    language: null,
    time_zone: null,
    active: null,
    manager: null,
    groups: [],
    fields: {},
    phone: null,
    number: null,
  }
  for (const [i, column] of columns.entries()) {
    if (column.to === null) continue
    const value = (cells[i] ?? '').replaceAll('\0', '').trim()
    if (value === '') continue
    const kind = take(row, column, value.isWellFormed() ? value : value.toWellFormed())
    if (kind) problems.push({ line, kind, named: column.name, other_line: null })
  }
  return row
}

/** As zod has it for what comes by the API: all of zod would take a tenth of the memory of the thread that reads. */
export const EMAIL =
  /^(?:[A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/

type Taken = Problem['kind'] | null

/** What is wrong with the value, which is left out then; a number is kept all the same. */
function take(row: Row, { to, country }: Column, value: string): Taken {
  switch (to) {
    case 'phone':
      return takePhone(row, value, country)
    case 'email':
      return takeText(row, 'email', value, 200) ?? (EMAIL.test(value) ? null : drop(row, 'email', 'no_email'))
    case 'language':
      return takeKnown(row, 'language', languageOf(value), 'no_language')
    case 'time_zone':
      return takeKnown(row, 'time_zone', zoneOf(value), 'no_time_zone')
    case 'active':
      row.active = YES.has(value.toLowerCase()) ? true : NO.has(value.toLowerCase()) ? false : null
      return row.active === null ? 'no_yes_or_no' : null
    case 'groups':
      return takeGroups(row, value)
    case 'external_id':
    case 'first_name':
    case 'last_name':
    case 'manager':
      return takeText(row, to, value, 200)
    default:
      if (value.length > 500) return 'too_long'
      row.fields[to!.slice('field:'.length)] = value
      return null
  }
}

function takePhone(row: Row, value: string, country: string | null): Taken {
  row.number = value.slice(0, 200)
  row.phone = readPhone(value, country ?? undefined)
  return row.phone.ok ? null : 'no_phone_number'
}

function takeText(
  row: Row,
  to: 'external_id' | 'first_name' | 'last_name' | 'email' | 'manager',
  value: string,
  max: number,
): Taken {
  if (value.length > max) return 'too_long'
  row[to] = value
  return null
}

function drop(row: Row, to: 'email', kind: Taken): Taken {
  row[to] = null
  return kind
}

function takeKnown(row: Row, to: 'language' | 'time_zone', value: string | null, kind: Taken): Taken {
  row[to] = value
  return value === null ? kind : null
}

function takeGroups(row: Row, value: string): Taken {
  const names = value
    .split(/[;|]/)
    .map((name) => name.trim())
    .filter((name) => name !== '')
  row.groups = [...new Set(names.filter((name) => name.length <= 100))].slice(0, 100)
  return row.groups.length < new Set(names).size ? 'too_long' : null
}

const YES = new Set('true yes y 1 x active enabled ja aktiv oui actif si sí activo attivo sim ativo tak'.split(' '))
const NO = new Set(
  'false no n 0 inactive disabled nein inaktiv non inactif inactivo não nao inativo nie nee'.split(' '),
)

const languageOf = remembering((value) => {
  try {
    const [tag] = Intl.getCanonicalLocales(value.replaceAll('_', '-'))
    return tag !== undefined && tag.length <= 35 ? tag : null
  } catch {
    return null
  }
})

const zoneOf = remembering((value) => (value.length <= 64 && isTimeZone(value) ? value : null))

/** The same few values stand on every line, and asking takes longer than all the rest of a row. */
function remembering(ask: (value: string) => string | null): (value: string) => string | null {
  const known = new Map<string, string | null>()
  return (value) => {
    let answer = known.get(value)
    if (answer === undefined) {
      answer = ask(value)
      if (known.size < 1000) known.set(value, answer)
    }
    return answer
  }
}
