import type { Payload } from '../alerts/accept-events.ts'
import { type Conditions, fits } from '../alerts/conditions.ts'

/** One line of a trigger's conditions that an event does not fit. */
export interface Line {
  /** As the builder counts them, from 1. */
  line: number
  text: string
  /** What the event said instead. */
  was: string
}

/**
 * Which lines keep the conditions from fitting. Of lines that all have to be true those that are not; of lines of which one
 * is enough all of them.
 */
export function unfitLines(conditions: Conditions | null, type: string, payload: Payload): Line[] {
  if (conditions === null) return []
  let line = 0
  const look = (node: Conditions): { fit: boolean; faults: Line[] } => {
    const parts = partsOf(node)
    if (parts === null) {
      line += 1
      const fit = fits(node, type, payload)
      return { fit, faults: fit ? [] : [{ line, ...said(node, type, payload) }] }
    }
    const looked = parts.map(look)
    const fit = fits(node, type, payload)
    return { fit, faults: fit ? [] : looked.flatMap(({ faults }) => faults) }
  }
  return look(conditions).faults
}

/** Null for what is one line. */
function partsOf(node: Conditions): Conditions[] | null {
  const parts = node.and ?? node.or
  return Array.isArray(parts)
    ? parts.filter((part): part is Conditions => typeof part === 'object' && part !== null)
    : null
}

const OPERATORS: Record<string, string> = {
  '==': 'is',
  '!=': 'is not',
  '<': 'is less than',
  '<=': 'is at most',
  '>': 'is more than',
  '>=': 'is at least',
  startsWith: 'begins with',
  endsWith: 'ends with',
}
const OPPOSITES: Record<string, string> = {
  is: 'is not',
  'is one of': 'is none of',
  contains: 'does not contain',
  'begins with': 'does not begin with',
  'ends with': 'does not end with',
}

function said(node: Conditions, type: string, payload: Payload): Omit<Line, 'line'> {
  const { path, words, value } = read(node)
  if (path === null) return { text: JSON.stringify(node), was: '' }
  const text = value === null ? (words === 'is' ? 'is not given' : 'is given') : `${words} ${shown(value)}`
  return { text: `${nameOf(path)} ${text}`, was: shown(valueAt(path, type, payload)) }
}

function read(node: Conditions): { path: string | null; words: string; value: unknown } {
  const [operator = '', operands] = Object.entries(node)[0] ?? []
  if (operator === '!' && typeof operands === 'object' && operands !== null) {
    const inner = read((Array.isArray(operands) ? operands[0] : operands) as Conditions)
    return { ...inner, words: OPPOSITES[inner.words] ?? `not: ${inner.words}` }
  }
  const [left, right] = Array.isArray(operands) ? operands : []
  const [first, second] = [pathOf(left), pathOf(right)]
  if (operator === 'in' && second !== null) return { path: second, words: 'contains', value: left }
  if (operator === 'in') return { path: first, words: 'is one of', value: right }
  return { path: OPERATORS[operator] ? first : null, words: OPERATORS[operator] ?? operator, value: right }
}

function pathOf(value: unknown): string | null {
  const path = typeof value === 'object' && value !== null ? (value as Conditions).var : undefined
  return typeof path === 'string' ? path : null
}

/** `entity.properties.state` as people say it: state. */
function nameOf(path: string): string {
  const [place, ...rest] = path.replace(/^entity\.(properties\.)?/, '').split('.')
  if (path === 'actor') return 'who did it'
  if (place === 'before' || place === 'after') return `${rest.join('.').replaceAll('_', ' ')} ${place}`
  return [place, ...rest].join('.').replaceAll('_', ' ')
}

function valueAt(path: string, type: string, { entity, before, after, actor }: Payload): unknown {
  const all: unknown = { entity, before, after, actor, event: { type } }
  return path
    .split('.')
    .reduce((value, part) => (typeof value === 'object' && value !== null ? own(value, part) : undefined), all)
}

function own(value: object, part: string): unknown {
  return Object.hasOwn(value, part) ? (value as Record<string, unknown>)[part] : undefined
}

const LONGEST = 80

function shown(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'nothing'
  const text = Array.isArray(value) ? value.map(String).join(', ') : String(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
}
