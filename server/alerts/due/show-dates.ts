import type { Tx } from '../../kit/db.ts'
import type { Payload } from '../accept-events.ts'
import { readPeople } from '../recipients.ts'
import { dueIn } from './due.ts'
import type { DueOut } from './due-schema.ts'
import type { KnownDate } from './known-dates.ts'
import { GRACE_MS, localMoment } from './moments.ts'
import { type At, type Item, occasionsOf, type Planned, planOf } from './plan.ts'
import { payloadOf } from './said.ts'
import { type Met, metBefore } from './tell.ts'
import { timedTriggers } from './timed-triggers.ts'

/** Of an item: what is known of its date, and the event that is shown, which may say something else of it. */
export interface Shown {
  known: KnownDate
  event: Payload
}

/** What is scheduled for each of these dates, and for how many people; in sets, however many there are. */
export async function showDates(
  tx: Tx,
  workspaceId: string,
  shown: readonly Shown[],
  said: ReadonlyMap<string, Payload>,
): Promise<DueOut[]> {
  if (shown.length === 0) return []
  const timed = await timedTriggers(tx, workspaceId)
  const [house] = await tx.rows<{ time_zone: string; now: Date }>('due_dates_clock', CLOCK, [workspaceId])
  const items = shown.map(({ known }): Item => {
    const payload = payloadOf(known, said)
    const isOpen = known.due !== null && known.over === null
    return { known, payload, occasions: isOpen ? occasionsOf(known, payload, timed) : [] }
  })
  const people = await readPeople(
    tx,
    workspaceId,
    items.map(({ payload, occasions }) => ({ payload, triggers: occasions.flatMap(({ triggers }) => triggers) })),
  )
  const before = await metBefore(tx, workspaceId, items)
  return items.map((item, i) => {
    const { known, payload, occasions } = item
    const plans = occasions.map((one) => planOf(known.due!, one, payload, people, house!.time_zone))
    const alerts = plans.flatMap((plan) => alertsOf(item, plan, before, house!.now))
    const text = sentence(known, shown[i]!.event, alerts.length)
    return { due: known.due, status: statusOf(known), text, alerts: alerts.sort(byTime) }
  })
}

/** Where an event says something that is no date, of an item that never had any. */
export function showUnreadable(event: Payload): DueOut | null {
  if (!dueIn(event)?.unreadable) return null
  return { due: null, status: 'none', text: UNREADABLE, alerts: [] }
}

const CLOCK = 'select time_zone, now() as now from workspaces where workspace_id = $1'

type Alert = DueOut['alerts'][number]

/** Together whoever is told by one trigger at one time of the clock, wherever the clock is. */
function alertsOf(item: Item, plan: Planned, before: Met, now: Date): Alert[] {
  const { known } = item
  const dayOf = ({ trigger, zone }: At<Planned['told'][number]>) => localMoment(known.due!, trigger, zone)
  const groups = Map.groupBy(plan.told, (one) => `${one.trigger.id}|${dayOf(one).date}`)
  const started = before.eventOf(item, plan)
  return Array.from(groups.values(), (group) => {
    const { trigger } = group[0]!
    const moments = group.map(({ at }) => at.getTime())
    const [first, last] = moments.reduce(([a, b], at) => [Math.min(a, at), Math.max(b, at)], [Infinity, -Infinity])
    const isTooLate = last <= known.learned_at.getTime() - GRACE_MS
    const status = last > now.getTime() ? 'to_come' : started ? 'told' : isTooLate ? 'too_late' : 'to_come'
    return {
      trigger_id: trigger.id,
      name: trigger.name,
      event_type: trigger.event_type as Alert['event_type'],
      days_ahead: trigger.days_ahead ?? null,
      ...dayOf(group[0]!),
      first_at: new Date(first).toISOString(),
      last_at: new Date(last).toISOString(),
      people: group.length,
      event_id: started,
      status,
    }
  })
}

function byTime(a: Alert, b: Alert): number {
  return a.first_at < b.first_at ? -1 : 1
}

function statusOf({ due, over }: KnownDate): DueOut['status'] {
  if (over !== null) return 'over'
  return due === null ? 'none' : 'scheduled'
}

const UNREADABLE = 'What it says of the due date is no date, as 2026-12-01 is one. Nothing is scheduled.'

function sentence({ due, over, passed_by }: KnownDate, event: Payload, alerts: number): string {
  if (over !== null) return `The item is ${over}. Nothing more is scheduled for it.`
  const said = dueIn(event)
  if (due === null) return said?.unreadable ? UNREADABLE : 'It has no due date any more. Nothing is scheduled.'
  const moved = said && said.due !== due ? ' This event said otherwise; another one counts.' : ''
  const rest =
    passed_by === 'product'
      ? ' That it is over was posted, and is not told again.'
      : alerts === 0
        ? ' Nobody is told of it: no active trigger for due dates means anybody here.'
        : ''
  return `It is due ${dayWords(due)}${due.length === 10 ? '' : ` at ${due.slice(11, 16)} UTC`}.${moved}${rest}`
}

/** "1 Dec 2026" of a day or an instant. */
function dayWords(due: string): string {
  const words = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const
  return new Date(`${due.slice(0, 10)}T12:00:00Z`).toLocaleDateString('en-GB', words)
}
