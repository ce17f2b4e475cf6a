import { formatQuery } from 'react-querybuilder/formatQuery'
import { parseJsonLogic } from 'react-querybuilder/parseJsonLogic'
import type { Conditions } from './api.ts'
import { faultOf, fieldOf } from './fields.ts'
import type { Said } from './said.ts'

/** How the builder holds conditions. */
export interface Rule {
  id?: string
  field: string
  operator: string
  value: Said | Said[]
}
export interface Group {
  id?: string
  combinator: string
  rules: (Rule | Group)[]
}

export const OPERATORS = {
  '=': 'is',
  '!=': 'is not',
  in: 'is one of',
  notIn: 'is none of',
  contains: 'contains',
  doesNotContain: 'does not contain',
  beginsWith: 'begins with',
  endsWith: 'ends with',
  '<': 'is less than',
  '<=': 'is at most',
  '>': 'is more than',
  '>=': 'is at least',
  notNull: 'is given',
  null: 'is not given',
} as const

export const takesList = (operator: string) => operator === 'in' || operator === 'notIn'
export const takesNothing = (operator: string) => operator === 'null' || operator === 'notNull'
export const isGroup = (one: Rule | Group): one is Group => 'rules' in one

export const EMPTY: Group = { combinator: 'and', rules: [] }

/** Null where the builder would show something else than what is stored; then they are shown as they are. */
export function toQuery(conditions: Conditions | null): Group | null {
  if (conditions === null) return EMPTY
  const parsed = parseJsonLogic(conditions as never, { listsAsArrays: true })
  // Without what it names and leaves undefined.
  const query = JSON.parse(JSON.stringify(parsed)) as Group
  const [operator] = Object.keys(conditions)
  const whole = operator === 'and' || operator === 'or' ? conditions : { and: [conditions] }
  const isSame = JSON.stringify(toConditions(query)) === JSON.stringify(whole)
  return isSame && canBeShown(query) ? query : null
}

function canBeShown(one: Rule | Group): boolean {
  if (isGroup(one)) return !('not' in one && one.not) && one.rules.every(canBeShown)
  const isValue = !('valueSource' in one) || one.valueSource === 'value'
  return isValue && Object.hasOwn(OPERATORS, one.operator) && fieldOf(one.field) !== undefined
}

/** Null fits every event. Groups with nothing in them say nothing. */
export function toConditions(query: Group): Conditions | null {
  const logic: unknown = formatQuery(fitted(query) as never, { format: 'jsonlogic', listsAsArrays: true } as never)
  return typeof logic === 'object' && logic !== null ? (logic as Conditions) : null
}

/** Values as their operators take them: one, several or none. */
export function fitted(group: Group): Group {
  return { ...group, rules: group.rules.map((one) => (isGroup(one) ? fitted(one) : fittedRule(one))) }
}

function fittedRule(rule: Rule): Rule {
  const { operator, value } = rule
  const several = Array.isArray(value) ? value : [value].filter((one) => one !== null && one !== undefined)
  if (takesNothing(operator)) return { ...rule, value: null }
  if (takesList(operator)) return Array.isArray(value) ? rule : { ...rule, value: several }
  return Array.isArray(value) ? { ...rule, value: several[0] ?? null } : rule
}

/** What is still to be said, at its rule. */
export function gapOf({ field, operator, value }: Rule): { at: 'name' | 'value'; text: string } | undefined {
  const known = fieldOf(field)
  const wrong = known && faultOf(known)
  if (wrong) return { at: 'name', text: wrong }
  const isMissing = Array.isArray(value) ? value.length === 0 : value === null || value === undefined
  return isMissing && !takesNothing(operator) ? { at: 'value', text: 'Say with what.' } : undefined
}

/** Whether every condition says all that it must. */
export function isWhole(group: Group): boolean {
  return group.rules.every((one) => (isGroup(one) ? isWhole(one) : gapOf(one) === undefined))
}
