import type { Context as HonoContext } from 'hono'
import type { Env } from '../kit/route.ts'
import { LAST } from '../people/words.ts'
import { ScimError } from './errors.ts'
import { type Comparison, type Filter, readFilter } from './filter.ts'

const PAGE = 100
/** Of users and groups alike. */
const LARGEST_PAGE = 200

export interface ListQuery {
  filter: Filter | null
  /** How many stand before the page. */
  offset: number
  count: number
}

/** @throws {ScimError} 400 where a parameter says nothing. */
export function readListQuery(c: HonoContext<Env>): ListQuery {
  const filter = c.req.query('filter')
  return {
    filter: filter ? readFilter(filter) : null,
    offset: Math.max(0, wholeNumber(c.req.query('startIndex'), 'startIndex', 1) - 1),
    count: Math.min(LARGEST_PAGE, Math.max(0, wholeNumber(c.req.query('count'), 'count', PAGE))),
  }
}

function wholeNumber(written: string | undefined, name: string, otherwise: number): number {
  if (written === undefined || written === '') return otherwise
  if (!/^-?\d{1,9}$/.test(written)) throw new ScimError(400, 'invalidValue', `${name} is a whole number.`)
  return Number(written)
}

export function listAnswer(c: HonoContext<Env>, { offset }: ListQuery, total: number, resources: object[]): object {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: total,
    startIndex: offset + 1,
    itemsPerPage: resources.length,
    Resources: resources.map((resource) => onlyAsked(c, resource)),
  }
}

/** `attributes` and `excludedAttributes`, by the attributes as a whole: a group without its thousands of members. */
export function onlyAsked(c: HonoContext<Env>, resource: object): object {
  const wanted = namesIn(c.req.query('attributes'))
  const unwanted = namesIn(c.req.query('excludedAttributes'))
  const isAsked = (name: string) => {
    const plain = name.toLowerCase()
    if (plain === 'id' || plain === 'schemas') return true
    return wanted.length > 0 ? wanted.some((one) => isOf(one, plain)) : !unwanted.includes(plain)
  }
  return Object.fromEntries(Object.entries(resource).filter(([name]) => isAsked(name)))
}

const isOf = (asked: string, name: string) =>
  asked === name || asked.startsWith(`${name}.`) || asked.startsWith(`${name}:`)

function namesIn(list: string | undefined): string[] {
  return (list ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

/** Where directories find us. */
export function addressOf(c: HonoContext<Env>): string {
  return `${c.var.context.publicUrl() ?? `http://${c.req.header('host') ?? ''}`}/scim/v2`
}

/** How an attribute is asked for: its condition in SQL, given what puts a value into the statement. */
export type Asked = (one: Comparison, put: (value: unknown) => string) => string

/**
 * The condition of a filter. Only what indexes answer is there to be asked: a directory with a million people must not
 * stop the others by a question.
 *
 * @throws {ScimError} 400 naming what cannot be asked.
 */
export function conditionOf(filter: Filter, known: Record<string, Asked>, values: unknown[]): string {
  const put = (value: unknown) => `$${values.push(value)}`
  const one = (comparison: Comparison) => {
    const asked = Object.hasOwn(known, comparison.attribute) ? known[comparison.attribute]! : null
    if (!asked) throw new ScimError(400, 'invalidFilter', `${comparison.attribute} cannot be filtered by.`)
    const text = asked(comparison, put)
    return comparison.not ? `not coalesce(${text}, false)` : `(${text})`
  }
  return filter.map((all) => `(${all.map(one).join(' and ')})`).join(' or ')
}

export function unknownWay({ attribute, by }: Comparison): ScimError {
  return new ScimError(400, 'invalidFilter', `${attribute} cannot be filtered by ${by}.`)
}

/** A column of text; `form` is how it was written down. */
export function asText(column: string, form: (text: string) => string = (text) => text): Asked {
  return (comparison, put) => {
    const { by, value } = comparison
    if (by === 'pr') return `${column} is not null`
    const text = form(String(value ?? ''))
    if (by === 'eq') return value === null ? `${column} is null` : `${column} = ${put(text)}`
    if (by === 'ne') return value === null ? `${column} is not null` : `${column} is distinct from ${put(text)}`
    if (by === 'sw') return `${column} >= ${put(text)} and ${column} < ${put(text + LAST)}`
    throw unknownWay(comparison)
  }
}

const INSTANT: Record<string, string> = { eq: '=', gt: '>', ge: '>=', lt: '<', le: '<=' }

export function asInstant(column: string): Asked {
  return (comparison, put) => {
    const { by, value } = comparison
    if (by === 'pr') return `${column} is not null`
    const at = new Date(String(value))
    if (!Object.hasOwn(INSTANT, by) || Number.isNaN(at.getTime())) throw unknownWay(comparison)
    return `${column} ${INSTANT[by]} ${put(at)}::timestamptz`
  }
}

export const lower = (text: string) => text.toLowerCase()

/** How users are looked up by what they are shown as: of a very long name the beginning, which is what an index holds. */
export const displayKey = (text: string) => [...lower(text)].slice(0, 500).join('')
