import { isTimed, REMINDER } from '../../shared/events.ts'
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
  days_ahead: number | null
  /** Empty: at nine. */
  time_of_day: string
}

export const USUAL_TIME = '09:00'

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
  '/days_ahead': 'days_ahead',
  '/time_of_day': 'time_of_day',
} as const

export const NOTHING: TriggerInput = {
  name: '',
  active: true,
  event_type: '',
  conditions: null,
  template: '',
  recipients: { roles: [], people: [], groups: [], managers_of: [] },
  urgent: false,
  days_ahead: null,
  time_of_day: null,
}

export function valuesOf({ recipients, conditions, ...rest }: TriggerInput | Trigger): TriggerValues {
  const { name, active, event_type, template, urgent, days_ahead } = rest
  const time_of_day = rest.time_of_day ?? USUAL_TIME
  const { roles, people, groups, managers_of } = recipients
  const query = toQuery(conditions)
  const who = { roles, people, groups, managers_of }
  return { name, active, event_type, template, urgent, days_ahead, time_of_day, query, kept: conditions, ...who }
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
    days_ahead: event_type === REMINDER.type ? (values.days_ahead ?? 1) : null,
    time_of_day: isTimed(event_type) ? values.time_of_day : null,
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
    ...timingRules(values),
  }
}

function timingRules({ event_type, days_ahead, time_of_day }: TriggerValues): Faults<TriggerValues> {
  const isReminder = event_type === REMINDER.type
  return {
    days_ahead:
      isReminder && days_ahead !== null && !(days_ahead >= 1 && days_ahead <= 30)
        ? { text: 'Between 1 and 30 days.' }
        : undefined,
    time_of_day: isTimed(event_type) && time_of_day === '' ? { text: 'Say at which time.' } : undefined,
  }
}
