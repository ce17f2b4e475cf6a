import { isTimed, REMINDER } from '../../../shared/events.ts'
import { invalid } from '../../kit/problem.ts'
import type { Timed } from './moments.ts'

/** When a trigger tells, once `given` is changed of it. What does not belong to its type goes, or is refused where it was asked for. */
export function timingOf(was: Timed, given: Partial<Timed>): Pick<Timed, 'days_ahead' | 'time_of_day'> {
  const { event_type, days_ahead, time_of_day } = { ...was, ...defined(given) }
  const isReminder = event_type === REMINDER.type
  const faults = [
    ...(given.days_ahead != null && !isReminder
      ? [{ pointer: '/days_ahead', detail: 'Only reminders are some days ahead: due_date_reminder.' }]
      : []),
    ...(given.time_of_day != null && !isTimed(event_type)
      ? [{ pointer: '/time_of_day', detail: 'Only what a due date sets off waits for a time of the day.' }]
      : []),
  ]
  if (faults.length > 0) throw invalid(faults)
  return {
    days_ahead: isReminder ? (days_ahead ?? 1) : null,
    time_of_day: isTimed(event_type) ? (time_of_day ?? null) : null,
  }
}

function defined(given: Partial<Timed>): Partial<Timed> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}
