import type { Context } from '../../kit/context.ts'
import type { Tx } from '../../kit/db.ts'
import { storeLinks } from '../../links/links.ts'
import { storeNotifications } from '../../messages/notify.ts'
import { makeNotifications } from '../notifications.ts'
import { type People, readPeople } from '../recipients.ts'
import { type KnownDate, keepDates } from './known-dates.ts'
import { aheadOf, GRACE_MS, PASSED } from './moments.ts'
import { type Item, occasionsOf, type Planned, planOf } from './plan.ts'
import { payloadOf, readSaid } from './said.ts'
import { keepOccasions, type Met, metBefore, type Telling } from './tell.ts'
import { type TimedTrigger, timedTriggers } from './timed-triggers.ts'

const AT_ONCE = 200
/** A batch ends where so many are told: a group of thousands may stand behind each date. */
const MOST_TOLD = 5000

/**
 * Looks at dates whose time has come, a batch of one workspace in one transaction: what is told stands together with when
 * to look again, or nothing stands.
 *
 * @returns how many were looked at.
 */
export async function lookAtDates(
  context: Context,
  workspaceId: string,
  { now, only = null }: { now: Date; only?: string[] | null },
): Promise<number> {
  const sealer = await context.keys.forWorkspace(workspaceId)
  return context.db.tenant(workspaceId, async (tx) => {
    const rows = await tx.rows<KnownDate>('due_dates_take', TAKE, [
      workspaceId,
      now,
      AT_ONCE,
      ...(only ?? [null, null]),
    ])
    if (rows.length === 0) return 0
    const timed = await timedTriggers(tx, workspaceId)
    const [house] = await tx.rows<{ time_zone: string }>('due_dates_house', HOUSE, [workspaceId])
    const said = await readSaid(tx, workspaceId, rows, sealer)
    const items = rows.map((known): Item => {
      const payload = payloadOf(known, said)
      return { known, payload, occasions: known.due === null ? [] : occasionsOf(known, payload, timed) }
    })
    const people = await readPeople(
      tx,
      workspaceId,
      items.map(({ payload, occasions }) => ({ payload, triggers: occasions.flatMap(({ triggers }) => triggers) })),
    )
    const before = await metBefore(tx, workspaceId, items)
    const looked = lookAt(items, { people, before, timed, now, houseZone: house!.time_zone })
    await tell(context, tx, workspaceId, looked, people)
    return looked.length
  })
}

interface World {
  people: People
  before: Met
  timed: readonly TimedTrigger[]
  now: Date
  houseZone: string
}

interface Looked {
  item: Item
  tellings: Telling[]
  row: KnownDate
}

function lookAt(items: Item[], world: World): Looked[] {
  const looked: Looked[] = []
  let told = 0
  for (const item of items) {
    if (told > MOST_TOLD) break
    const one = lookAtOne(item, world)
    told += one.tellings.reduce((sum, { decision }) => sum + decision.told.length, 0)
    looked.push(one)
  }
  return looked
}

function lookAtOne(item: Item, world: World): Looked {
  const { known, payload, occasions } = item
  const { people, before, now, houseZone } = world
  const plans = occasions.map((occasion) => planOf(known.due!, occasion, payload, people, houseZone))
  const tellings = plans.flatMap((plan) => before.tellingOf(item, ripe(plan, now)) ?? [])
  const passed = tellings.find(({ occasion }) => occasion.type === PASSED)
  const row: KnownDate = {
    ...known,
    ...(passed && { passed_by: 'schedule', passed_event_id: passed.eventId }),
    ...nextLook(known, plans, world),
  }
  return { item, tellings, row }
}

/** Those whose time has come and is not long over. */
function ripe(plan: Planned, now: Date): Planned {
  const isRipe = ({ at }: { at: Date }) => at <= now && at.getTime() > now.getTime() - GRACE_MS
  return { ...plan, told: plan.told.filter(isRipe), leftOut: plan.leftOut.filter(isRipe) }
}

function nextLook(known: KnownDate, plans: Planned[], { timed, now }: World): Pick<KnownDate, 'next_at' | 'relook'> {
  if (known.due === null || known.over !== null) return { next_at: null, relook: false }
  const { next, within } = aheadOf(known.due, timed, now)
  const later = plans.flatMap(({ told, leftOut }) => [...told, ...leftOut]).filter(({ at }) => at > now)
  const all = [...later.map(({ at }) => at.getTime()), ...(next ? [next.getTime()] : [])]
  return { next_at: all.length > 0 ? new Date(least(all)) : null, relook: within }
}

/** Of more than a function takes arguments. */
function least(numbers: number[]): number {
  return numbers.reduce((a, b) => Math.min(a, b))
}

async function tell(context: Context, tx: Tx, workspaceId: string, looked: Looked[], people: People): Promise<void> {
  const tellings = looked.flatMap((one) => one.tellings)
  if (tellings.length > 0) {
    const decided = await keepOccasions(context, tx, workspaceId, tellings)
    const { notifications, links } = await makeNotifications(context, tx, workspaceId, decided, people)
    await storeLinks(tx, workspaceId, links)
    await storeNotifications(tx, workspaceId, notifications)
  }
  await keepDates(
    tx,
    workspaceId,
    looked.map(({ row }) => row),
  )
}

export const TAKE = `
select d.entity_type, d.entity_id, d.due, d.due_as_of, d.learned_at, d.over, d.over_as_of, d.said_in, d.passed_by, d.passed_event_id,
  d.relook, d.next_at
from due_dates d
where d.workspace_id = $1 and d.next_at <= $2 and ($4::text is null or (d.entity_type = $4 and d.entity_id = $5))
order by d.next_at limit $3 for update skip locked`

const HOUSE = 'select time_zone from workspaces where workspace_id = $1'
