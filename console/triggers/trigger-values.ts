import type { Faults } from '../ui/form.ts'
import type { Conditions, Trigger, TriggerInput } from './api.ts'
import { type Group, isWhole, toConditions, toQuery } from './condition-query.ts'

export interface TriggerValues {
  name: string
  active: boolean
  event_type: string
  /** Null where the builder cannot show the conditions; then they are kept. */
  query: Group | null
  kept: Conditions | null
  template: string
  roles: string[]
  people: string[]
  groups: string[]
  managers_of: string[]
  urgent: boolean
}

/** Which field a pointer of the server's answer means. */
export const triggerPointers = {
  '/name': 'name',
  '/event_type': 'event_type',
  '/conditions': 'query',
  '/template': 'template',
  '/recipients/people': 'people',
  '/recipients/groups': 'groups',
  '/recipients/managers_of': 'managers_of',
  '/recipients': 'roles',
} as const

export const NOTHING: TriggerInput = {
  name: '',
  active: true,
  event_type: '',
  conditions: null,
  template: '',
  recipients: { roles: [], people: [], groups: [], managers_of: [] },
  urgent: false,
}

export function valuesOf({ recipients, conditions, ...rest }: TriggerInput | Trigger): TriggerValues {
  const { name, active, event_type, template, urgent } = rest
  const { roles, people, groups, managers_of } = recipients
  const query = toQuery(conditions)
  return { name, active, event_type, template, urgent, query, kept: conditions, roles, people, groups, managers_of }
}

export function inputOf(values: TriggerValues): TriggerInput {
  const { name, active, event_type, template, urgent, query, kept, roles, people, groups, managers_of } = values
  return {
    name: name.trim(),
    active,
    event_type,
    conditions: query ? toConditions(query) : kept,
    template,
    recipients: { roles, people, groups, managers_of },
    urgent,
  }
}

/** What was changed, so that what somebody else changed meanwhile stays. */
export function patchOf(start: TriggerValues, values: TriggerValues): Partial<TriggerInput> {
  const was = inputOf(start)
  const is = Object.entries(inputOf(values)) as [keyof TriggerInput, unknown][]
  return Object.fromEntries(is.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name])))
}

/** Also where a condition was begun and says nothing yet. */
export function differs(start: TriggerValues, values: TriggerValues): boolean {
  const isSame = JSON.stringify(inputOf(start)) === JSON.stringify(inputOf(values))
  return !isSame || (values.query !== null && !isWhole(values.query))
}

export function tellsNobody({ roles, people, groups, managers_of }: TriggerValues): boolean {
  return roles.length + people.length + groups.length + managers_of.length === 0
}

const ROLE = /^[a-z][a-z0-9_]{0,39}$/

/** Roles as events name them, however they were typed. */
export function asRoles(typed: string[]): string[] {
  return [
    ...new Set(
      typed.map((one) =>
        one
          .trim()
          .toLowerCase()
          .replaceAll(/[\s-]+/g, '_'),
      ),
    ),
  ]
}

export function triggerRules(values: TriggerValues): Faults<TriggerValues> {
  const missing = (text: string, fault: string) => (text.trim() ? undefined : { text: fault })
  const unfit = (roles: string[]) => {
    const wrong = roles.find((role) => !ROLE.test(role))
    return wrong === undefined
      ? undefined
      : { text: `Not a role: ${wrong}. Letters, digits and _ only, as in assignees.` }
  }
  return {
    name: missing(values.name, 'The trigger needs a name.'),
    event_type: missing(values.event_type, 'Say which event.'),
    query: values.query && !isWhole(values.query) ? { text: 'A condition is not complete.' } : undefined,
    template: missing(values.template, 'Say in which words.'),
    roles: tellsNobody(values)
      ? { text: 'Say who is told: by role, or below by name, group or as managers.' }
      : unfit(values.roles),
    managers_of: unfit(values.managers_of),
  }
}
