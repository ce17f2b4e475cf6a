import SCIMMY from 'scimmy'
import { ScimError } from './errors.ts'

/** One comparison: `emails.value eq "a@acme.example"` is of `emails.value`, in lower case, whatever was written. */
export interface Comparison {
  attribute: string
  not: boolean
  by: string
  value: string | number | boolean | null
}

/** Each inner list holds what must be so together; one of the lists is enough. */
export type Filter = Comparison[][]

const LONGEST = 2000
/** The library multiplies out what is in brackets: n pairs of alternatives become 2^n lists. */
const MOST_ALTERNATIVES = 6
const MOST_COMPARISONS = 20

/**
 * Reads a filter of RFC 7644 §3.4.2.2. Texts are taken out before the library sees it, which then need not understand
 * what is quoted in them, and put back where they stood.
 *
 * @throws {ScimError} 400 for one that is none, or that asks for too much at once.
 */
export function readFilter(written: string): Filter {
  const texts: string[] = []
  const bare = written.replace(/"(?:[^"\\]|\\.)*"/g, (literal) => `"${texts.push(readText(literal)) - 1}"`)
  if (
    written.length > LONGEST ||
    count(bare, /\bor\b/gi) > MOST_ALTERNATIVES ||
    count(bare, /\band\b/gi) > MOST_COMPARISONS
  )
    throw new ScimError(400, 'invalidFilter', 'This filter asks for too much at once.')
  const filter = parse(bare).map((all) => comparisonsIn(all, '', texts))
  // `emails[]`, which the library lets through.
  if (filter.some((all) => all.length === 0)) throw new ScimError(400, 'invalidFilter', 'This filter asks for nothing.')
  return filter
}

/** The library makes objects of what is written, and these names would reach into all objects there are. */
const NO_NAMES = /__proto__|constructor|prototype/i

function parse(bare: string): Nested[] {
  try {
    if (NO_NAMES.test(bare)) throw new Error('no name of an attribute')
    return [...new SCIMMY.Types.Filter(bare)] as Nested[]
  } catch {
    throw new ScimError(400, 'invalidFilter', 'This filter cannot be read.')
  }
}

function readText(literal: string): string {
  try {
    return JSON.parse(literal)
  } catch {
    throw new ScimError(400, 'invalidFilter', 'A text in this filter cannot be read.')
  }
}

function count(text: string, what: RegExp): number {
  return [...text.matchAll(what)].length
}

type Words = unknown[]
interface Nested {
  [attribute: string]: Nested | Words | Words[]
}

/** The library writes `{ emails: { value: ['eq', 'x'] } }`, and a list of lists where an attribute is asked twice. */
function comparisonsIn(nested: Nested, prefix: string, texts: string[]): Comparison[] {
  return Object.entries(nested).flatMap(([name, inner]) => {
    const attribute = `${prefix}${name}`
      .toLowerCase()
      .replace(/^urn:ietf:params:scim:schemas:core:2\.0:(user|group):/, '')
    if (!Array.isArray(inner)) return comparisonsIn(inner, `${attribute}.`, texts)
    const all = inner.every(Array.isArray) ? (inner as Words[]) : [inner]
    return all.map((words) => comparison(attribute, words, texts))
  })
}

function comparison(attribute: string, words: Words, texts: string[]): Comparison {
  const not = String(words[0]).toLowerCase() === 'not'
  const [by, value] = not ? words.slice(1) : words
  const name = String(by).toLowerCase()
  if (name !== 'pr' && value === undefined)
    throw new ScimError(400, 'invalidFilter', `Nothing stands behind ${attribute} ${name}.`)
  return { attribute, not, by: name, value: plainValue(value, texts) }
}

function plainValue(value: unknown, texts: string[]): Comparison['value'] {
  if (typeof value === 'string') return texts[Number(value)] ?? value
  return typeof value === 'number' || typeof value === 'boolean' ? value : null
}
