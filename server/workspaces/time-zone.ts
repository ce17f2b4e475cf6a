import { invalid, type Problem } from '../kit/problem.ts'

/**
 * Whether this is a name of the IANA's kind. Sending reckons a workspace's day in PostgreSQL and the console shows it by
 * Intl: what has no slash may be unknown to one of them (`ECT`, `+0530`), or mean something else to each (`CST`,
 * `+05:00`). The aliases of a zone are taken too, since browsers differ in which they name (Asia/Kolkata, Asia/Calcutta).
 */
export function isTimeZone(name: string): boolean {
  if (name === 'UTC') return true
  if (!name.includes('/')) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Whether PostgreSQL knows it too is asked by a trigger of the table; this says its answer at the field. */
export function refuseUnknownTimeZone(error: { constraint?: string }): never {
  throw error.constraint === 'workspaces_time_zone_known' ? notATimeZone() : error
}

export function notATimeZone(): Problem {
  const detail = 'Not a time zone that Handset knows. Write its region and city, as in Europe/Berlin, or UTC.'
  return invalid([{ pointer: '/time_zone', detail }])
}
