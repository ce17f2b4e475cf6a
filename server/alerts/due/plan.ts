import type { Payload } from '../accept-events.ts'
import { fits } from '../conditions.ts'
import { decide, type LeftOut, type Told } from '../decide.ts'
import type { People, Recipient } from '../recipients.ts'
import type { KnownDate } from './known-dates.ts'
import { isKnownZone } from './local-time.ts'
import { momentOf, PASSED } from './moments.ts'
import type { TimedTrigger } from './timed-triggers.ts'

/** One thing to be told of a date: that it is so many days ahead, or that it is over. */
export interface Occasion {
  type: string
  daysAhead: number | null
  /** Those that fit, and that somebody may be told by. */
  triggers: TimedTrigger[]
}

/** A date with what is said of its item and what there is to be told of it. */
export interface Item {
  known: KnownDate
  payload: Payload
  occasions: Occasion[]
}

export type At<T> = T & { at: Date; zone: string }

export interface Planned extends Occasion {
  told: At<Told & { trigger: TimedTrigger }>[]
  leftOut: At<LeftOut>[]
}

/** What its triggers make of a date: those of as many days ahead are one occasion, of which a person is told once. */
export function occasionsOf(known: KnownDate, payload: Payload, timed: readonly TimedTrigger[]): Occasion[] {
  const fitting = timed.filter(
    ({ event_type, conditions }) =>
      !(event_type === PASSED && known.passed_by === 'product') && fits(conditions, event_type, payload),
  )
  const by = Map.groupBy(fitting, ({ event_type, days_ahead }) => `${event_type}|${days_ahead ?? ''}`)
  return Array.from(by.values(), (triggers) => {
    const { event_type: type, days_ahead: daysAhead } = triggers[0]!
    return { type, daysAhead: daysAhead ?? null, triggers }
  })
}

/** Who is told on an occasion, each when it is time where they live. */
export function planOf(due: string, occasion: Occasion, payload: Payload, people: People, houseZone: string): Planned {
  const { told, leftOut } = decide(occasion.type, payload, occasion.triggers, people)
  const triggerBy = new Map(occasion.triggers.map((one) => [one.id, one]))
  const moments = new Map<string, Date>()
  const at = (trigger: string, recipient: Recipient | undefined) => {
    const zone = zoneOf(recipient, houseZone)
    const key = `${trigger}|${zone}`
    const known = moments.get(key) ?? momentOf(due, triggerBy.get(trigger)!, zone)
    moments.set(key, known)
    return { at: known, zone }
  }
  return {
    ...occasion,
    told: told.map((one) => ({
      ...one,
      trigger: triggerBy.get(one.trigger.id)!,
      ...at(one.trigger.id, one.recipient),
    })),
    leftOut: leftOut.map((one) => ({ ...one, ...at(one.trigger, people.find(one.ref)) })),
  }
}

function zoneOf(recipient: Recipient | undefined, houseZone: string): string {
  const own = recipient?.time_zone
  return own && isKnownZone(own) ? own : houseZone
}
