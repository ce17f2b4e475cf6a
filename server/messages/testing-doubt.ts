import { until } from '../../test/app.ts'
import { openReconciling } from './reconcile.ts'
import { openSteps, type Steps, startSending } from './testing.ts'

type Faults = Parameters<Steps['carrier']['simulator']['state']['faults']['change']>[0]

/** The text was taken and only the answer was lost; or it was lost before it was taken. Neither can be told from here. */
export const ACCEPTED: Faults = { error_after: 1 }
export const NOT_ACCEPTED: Faults = { error_before: 1 }

/** Steps by which what is in doubt is looked up too. */
export interface DoubtSteps extends Steps {
  /** One turn of looking; whether there was enough for another. */
  look(): Promise<boolean>
}

export interface Doubt {
  id: string
  state: string
  looks: number
  undecided: string | null
  resolved_by: string | null
  doubled: boolean
  look_in_seconds: number | null
  sid: string | null
  token: string
}

export async function openDoubtSteps(): Promise<DoubtSteps> {
  const steps = await openSteps()
  return { ...steps, look: openReconciling(steps.context) }
}

/** What an earlier test left waits no more, and the carrier has no fault. */
export async function startAfresh(steps: Steps): Promise<void> {
  steps.carrier.simulator.state.faults.clear()
  await steps.emptyQueue()
}

/** Sends what waits while the carrier has a fault, until all of these are in doubt. */
export async function sendInDoubt(steps: Steps, ids: string[], faults: Faults): Promise<void> {
  steps.carrier.simulator.state.faults.change(faults)
  await sendUntil(steps, ids, 'unknown')
  steps.carrier.simulator.state.faults.clear()
}

export async function sendUntil(steps: Steps, ids: string[], ...statuses: string[]): Promise<void> {
  const sending = startSending(steps.context, steps.shift)
  try {
    for (const id of ids) {
      await until(`${id} becoming ${statuses}`, async () => statuses.includes((await steps.message(id)).status))
    }
  } finally {
    await sending.stop()
  }
}

/** Time passes for these alone: first the deadline and what is left for a callback, then what lies between two looks. */
export async function pass(steps: Steps, ids: string[], seconds: number): Promise<void> {
  await steps.change(
    `update attempts set deadline_at = deadline_at - make_interval(secs => case when look_at is null then $2::float8 else 0 end),
       look_at = look_at - make_interval(secs => $2) where message_id = any($1::text[]) and state = 'unknown'`,
    [ids, seconds],
  )
}
export const TO_FIRST_LOOK = 121
export const TO_SECOND_LOOK = 241

export async function lookAfter(steps: DoubtSteps, ids: string[], seconds: number): Promise<void> {
  await pass(steps, ids, seconds)
  await steps.look()
}

export async function lookTwice(steps: DoubtSteps, ids: string[]): Promise<void> {
  await lookAfter(steps, ids, TO_FIRST_LOOK)
  await lookAfter(steps, ids, TO_SECOND_LOOK)
}

/** Nobody can tell: the provider refuses its list when it is first looked at. */
export async function lookInVain(steps: DoubtSteps, id: string): Promise<void> {
  const { faults } = steps.carrier.simulator.state
  faults.change({ sign_in_refused: true })
  await lookAfter(steps, [id], TO_FIRST_LOOK)
  faults.clear()
}

export async function doubts(steps: Steps, id: string): Promise<Doubt[]> {
  return steps.context.db.system((tx) =>
    tx.rows<Doubt>(
      '',
      `select message_id as id, state, looks, undecided, resolved_by, doubled_at is not null as doubled, provider_sid as sid, token,
         case when look_at < 'infinity' then extract(epoch from look_at - now())::float8 end as look_in_seconds
       from attempts where message_id = $1 order by n`,
      [id],
    ),
  )
}

/** What the carrier has taken for a number, oldest first. */
export function taken(steps: Steps, to: string): { sid: string; body: string }[] {
  const all = [...steps.carrier.simulator.state.messages.newestFirst()]
  return all.filter((message) => message.to === to && message.direction === 'outbound-api').reverse()
}
