import { isTimed } from '../../shared/events.ts'
import type { Group } from '../api.ts'
import type { Tried, Trigger } from './api.ts'
import { USUAL_TIME } from './trigger-values.ts'

export const ROLES = ['assignees', 'watchers', 'mentioned', 'reviewers', 'lead']

/** Whom a trigger tells, in a few words. */
export function whoOf({ recipients }: Pick<Trigger, 'recipients'>, groups: Group[] | undefined): string {
  const { roles, people, groups: ids, managers_of } = recipients
  const named = ids.map((id) => groups?.find((one) => one.id === id)?.name)
  const known = named.filter((name) => name !== undefined)
  const parts = [
    ...roles.map((role) => role.replaceAll('_', ' ')),
    ...managers_of.map((role) => `managers of ${role.replaceAll('_', ' ')}`),
    ...(known.length === ids.length ? known : [counted(ids.length, 'group')]),
    ...(people.length > 0 ? [counted(people.length, 'person', 'people')] : []),
  ]
  return parts.join(', ')
}

/** Of what a due date sets off: when, on the clock of whom it is for. */
export function whenOf({ event_type, days_ahead, time_of_day }: Trigger): string {
  if (!isTimed(event_type)) return ''
  const time = time_of_day ?? USUAL_TIME
  return days_ahead === null ? `, at ${time}` : `, ${counted(days_ahead, 'day')} ahead at ${time}`
}

/** What it would have done, in one sentence. */
export function triedWords({ fitted, people, looked_at }: Tried): string {
  if (looked_at === 0) return 'No such event came in the last 24 hours.'
  if (fitted === 0) return 'Would not have fired in the last 24 hours.'
  const reaching = people === 0 ? 'reaching nobody' : `reaching ${counted(people, 'person', 'people')}`
  return `Would have fired ${counted(fitted, 'time')} in the last 24 hours, ${reaching}.`
}

/** What it would do with an event that never was. */
export function sampleWords({ fits, people }: Tried['sample']): string {
  if (!fits) return 'Would not fire for the sample.'
  return `Would fire for the sample${people === 0 ? '' : `, reaching ${counted(people, 'person', 'people')}`}.`
}

export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : several}`
}
