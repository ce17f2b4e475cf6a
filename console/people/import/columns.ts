import type { Import, ImportPatch } from './api.ts'

type Column = Import['columns'][number]
type Columns = NonNullable<ImportPatch['columns']>

/** By one of these a row is somebody. */
const KNOWN_BY = ['external_id', 'first_name', 'last_name', 'email']

export function tellsWho(columns: Pick<Column, 'to'>[]): boolean {
  return columns.some(({ to }) => to !== null && KNOWN_BY.includes(to))
}

/** Names are no key: two people may have one. */
export function findsAgain(columns: Pick<Column, 'to'>[]): boolean {
  return columns.some(({ to }) => to === 'external_id' || to === 'email')
}

/** Two columns may have one name. */
export function keysOf(columns: Pick<Column, 'name'>[]): string[] {
  return columns.map(({ name }, i) => `${name} ${columns.slice(0, i).filter((one) => one.name === name).length}`)
}

/** As they are with one of them changed; what another column became before is taken from that. */
export function changed(columns: Column[], at: number, change: Partial<Omit<Column, 'name'>>): Column[] {
  return columns.map((column, i) => {
    if (i === at) return { ...column, ...change }
    return change.to && column.to === change.to ? { ...column, to: null, country: null } : column
  })
}

export function toPatch(columns: Column[]): Columns {
  return columns.map(({ to, country }) => ({
    to: to as Columns[number]['to'],
    country: to === 'phone' ? country : null,
  }))
}

const FIELD_NAME = /^[A-Za-z][A-Za-z0-9_]{0,59}$/

export function isFieldName(name: string): boolean {
  return FIELD_NAME.test(name)
}

/** A name for a field of one's own, by how the column is headed: "Cost centre (2026)" becomes cost_centre_2026. */
export function fieldNameFor(heading: string, taken: string[]): string {
  const plain = heading
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
  const name = plain.slice(0, 50) || 'field'
  for (let i = 1; ; i++) {
    const tried = i === 1 ? name : `${name}_${i}`
    if (!taken.includes(`field:${tried}`)) return tried
  }
}
