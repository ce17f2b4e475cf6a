import { LABELS, SWITCHED, VALUES } from './values.ts'

/** From what to what, by the name of the field. Never a secret: of one it says `set`, `replaced` or `removed`. */
export type Changes = Record<string, { from: unknown; to: unknown }>

/** With more, a sentence is not read to its end; the entry itself has all. */
const TOLD = 4

/** What was done, as it follows a name: "changed the sender from … to …, and replaced the Auth Token". */
export function inClauses(changes: Changes): string {
  const names = Object.keys(changes).filter((name) => !isFact(changes[name]!))
  const shown = names.slice(0, names.length > TOLD ? TOLD - 1 : TOLD)
  const clauses = shown.map((name) => ownClause(name, changes[name]!) ?? clause(name, changes[name]!))
  const more = names.length - shown.length
  return inSeries(more ? [...clauses, `changed ${more} more`] : clauses)
}

/** What was so before and after is told only to say of what the rest is: whose role, which address. */
export function isFact({ from, to }: Changes[string]): boolean {
  return JSON.stringify(from) === JSON.stringify(to)
}

/** Of what is told in words of its own. */
function ownClause(name: string, { from, to }: Changes[string]): string | undefined {
  if (typeof to === 'boolean') return SWITCHED[name]?.[to ? 0 : 1]
  return name === 'permissions' && Array.isArray(from) && Array.isArray(to) ? moreAndLess(from, to) : undefined
}

function clause(name: string, { from, to }: Changes[string]): string {
  const label = labelOf(name)
  if (isMark(to) && (from === null || isMark(from))) return `${to} ${label}`
  if (typeof to === 'boolean' && typeof from !== 'string') return `switched ${label} ${to ? 'on' : 'off'}`
  if (from === null || from === undefined) return `set ${label} to ${inWords(name, to)}`
  if (to === null || to === undefined) return `removed ${label} (${inWords(name, from)})`
  return `changed ${label} from ${inWords(name, from)} to ${inWords(name, to)}`
}

/** Each by its name would be longer than anybody reads; the entry itself lists them. */
function moreAndLess(from: unknown[], to: unknown[]): string {
  const more = to.filter((one) => !from.includes(one)).length
  const less = from.filter((one) => !to.includes(one)).length
  const some = (n: number) => (n === 1 ? '1 permission' : `${n} permissions`)
  return inSeries([...(more ? [`added ${some(more)}`] : []), ...(less ? [`took ${some(less)} away`] : [])])
}

export function labelOf(name: string): string {
  return LABELS[name] ?? `the ${name.replaceAll('_', ' ')}`
}

/** One value for people. Times are in UTC: who reads them in their own zone has them in the changes. */
export function inWords(name: string, value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value === 'number' && /(^|_)micros(_|$)/.test(name)) return money(value)
  if (Array.isArray(value)) return value.length ? value.map((item) => inWords('', item)).join(', ') : 'nothing'
  if (typeof value === 'object') return JSON.stringify(value)
  const known = VALUES[name]?.[String(value)]
  if (known !== undefined) return known
  const text = shortId(String(value))
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`
  // A masked number is told apart from the words around it as it is.
  return /\s/.test(text) && !text.startsWith('+') ? `“${text}”` : text
}

/** Of an id of ours what people compare; the entry itself has it whole. Anything else stays as it is. */
export function shortId(text: string): string {
  return isId(text) ? `${text.slice(0, text.indexOf('_') + 3)}…${text.slice(-4)}` : text
}

export function isId(text: string): boolean {
  return /^[a-z]{2,4}_[0-9a-z]{20,}$/.test(text)
}

export function inSeries(items: string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** A price of a segment has more digits than a cent has. */
function money(micros: number): string {
  const text = (micros / 1_000_000).toFixed(6).replace(/0{1,4}$/, '')
  return text
}

function isMark(value: unknown): boolean {
  return value === 'set' || value === 'replaced' || value === 'removed'
}
