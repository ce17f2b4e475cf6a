import { LogicEngine } from 'json-logic-engine'
import type { FieldError } from '../kit/problem.ts'
import type { Payload } from './accept-events.ts'

/** JsonLogic (https://jsonlogic.com), as far as the console's builder writes it. */
export type Conditions = { readonly [operator: string]: unknown }

/** Each with what it takes. Nothing that loops, builds or throws: a condition is judged for every event of its type. */
const OPERATORS = new Set(['and', 'or', '!', '!!', '==', '!=', '<', '<=', '>', '>=', 'in', 'startsWith', 'endsWith'])

const DEEPEST = 10
const MOST_NODES = 200
/** What a condition may look at. */
const PATH = /^(entity\.(type|id|identifier|title|url|properties\.[^.]+)|(before|after)\.[^.]+|actor|event\.type)$/
const NEVER = /(^|\.)(__proto__|constructor|prototype)(\.|$)/

const engine = new LogicEngine()
engine.addMethod('startsWith', ([text, start]: unknown[]) => textOf(text).startsWith(textOf(start)))
engine.addMethod('endsWith', ([text, end]: unknown[]) => textOf(text).endsWith(textOf(end)))

engine.addMethod('in', ([part, whole]: unknown[]) =>
  Array.isArray(whole) ? whole.includes(part) : textOf(whole).includes(textOf(part)) && textOf(part) !== '',
)

/** True when `conditions` fit the event; null fits every event. What cannot be compared does not fit. */
export function fits(conditions: Conditions | null, type: string, payload: Payload): boolean {
  if (conditions === null) return true
  const { entity, before = {}, after = {}, actor = null } = payload
  try {
    return Boolean(engine.run(conditions, { entity, before, after, actor, event: { type } }))
  } catch (error) {
    // What the engine throws for a text that is to be less than a number.
    if (Number.isNaN(error)) return false
    throw error
  }
}

/** What is wrong with conditions that came from outside; none when they can be judged. */
export function faultsOf(conditions: unknown, pointer = '/conditions'): FieldError[] {
  let nodes = 0
  const faults: FieldError[] = []
  const look = (value: unknown, at: string, depth: number): void => {
    nodes += 1
    if (faults.length > 0) return
    if (nodes > MOST_NODES || depth > DEEPEST) {
      faults.push({ pointer, detail: `Too many conditions: ${MOST_NODES} parts, ${DEEPEST} deep at most.` })
    } else if (Array.isArray(value)) {
      for (const [i, one] of value.entries()) look(one, `${at}/${i}`, depth + 1)
    } else if (typeof value === 'object' && value !== null) {
      lookAtRule(value as Conditions, at, depth)
    }
  }
  const lookAtRule = (rule: Conditions, at: string, depth: number): void => {
    const [operator, ...more] = Object.keys(rule)
    if (operator === undefined || more.length > 0) {
      faults.push({ pointer: at, detail: 'A condition has exactly one operator.' })
    } else if (operator === 'var') {
      const path = rule[operator]
      if (typeof path !== 'string' || !PATH.test(path) || NEVER.test(path))
        faults.push({ pointer: at, detail: 'Not something that an event says, as in entity.properties.state.' })
    } else if (!OPERATORS.has(operator)) {
      faults.push({ pointer: at, detail: `Not an operator here: ${operator}.` })
    } else {
      look(rule[operator], `${at}/${operator}`, depth + 1)
    }
  }
  if (typeof conditions !== 'object' || conditions === null || Array.isArray(conditions))
    return [{ pointer, detail: 'Conditions are JsonLogic: an object with one operator.' }]
  look(conditions, pointer, 0)
  return faults
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
