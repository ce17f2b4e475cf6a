import type { Context } from '../kit/context.ts'
import { type Loop, startLoop } from '../kit/loop.ts'
import type { Begun } from './begin.ts'
import { openBeginning } from './beginning.ts'
import { openConnections } from './channel.ts'
import { deliver } from './deliver.ts'
import type { Settlement } from './settle.ts'
import type { Shift } from './shift.ts'
import { openThrottle } from './throttle.ts'

export interface DispatchOptions {
  shift: Shift
  settlement: Settlement
  /** How many texts may be on their way at once. */
  slots: number
  /** Connections to one provider. */
  connections: number
  /** Only codes and test texts, over connections of their own: kept free for them whatever the others do. */
  urgentOnly: boolean
}

/** New texts are begun this many at a time, so that many share the transaction that begins them. */
const BATCH = 256

/**
 * Keeps up to `slots` texts on their way to providers, and begins new ones while the earlier are still under way: a
 * transaction takes longer than an answer. At stop: begins nothing more, lets what is in flight finish, and stores how
 * it ended.
 */
export function startDispatch(context: Context, options: DispatchOptions): Loop {
  const { shift, settlement, slots, urgentOnly } = options
  const throttle = openThrottle(options)
  const connectionOf = openConnections(context)
  const beginNext = openBeginning(context, shift)
  const http = urgentOnly ? context.egress.urgent : context.egress.http
  let onTheWay = 0
  let unsettled = 0
  let stopping = false
  let changed: () => void = () => {}
  let wake: () => void = () => {}

  const handOver = async (begun: Begun, begunAtMs: number) => {
    onTheWay += 1
    unsettled += 1
    const end = throttle.sent(begun.channel.account)
    try {
      const outcome = await deliver(context, http, connectionOf, begun, begunAtMs)
      const pauseSeconds = end(outcome)
      onTheWay -= 1
      changed()
      await settlement.add({ begun, outcome, pauseSeconds })
    } catch (error) {
      // The attempt stays open in the database and is looked up there; a blind second try is what must not happen.
      context.log.error({ err: error, message: begun.text.id }, 'the outcome of an attempt could not be stored')
    } finally {
      unsettled -= 1
      changed()
      wake()
    }
  }

  const when = async (holds: () => boolean) => {
    while (!holds()) await new Promise<void>((resolve) => (changed = resolve))
  }
  // What is not stored yet is held back too, or a slow database would be flooded by a fast provider.
  const batch = Math.min(BATCH, Math.ceil(slots / 4))
  const roomForBatch = () => slots - onTheWay >= batch && unsettled < 4 * slots

  const loop = startLoop({
    name: urgentOnly ? 'dispatch-urgent' : 'dispatch',
    everyMs: 1000,
    log: context.log,
    onWake: (interrupt) => {
      wake = interrupt
      return context.wake.on('work', interrupt)
    },
    async turn() {
      await when(() => stopping || roomForBatch())
      if (stopping) return false
      const begunAtMs = performance.now()
      const { begun, claimed, opensInMs } = await beginNext({ limit: batch, rooms: throttle.rooms(), urgentOnly })
      context.metrics.claimed(claimed)
      context.metrics.slowed(urgentOnly ? 'urgent' : 'all', throttle.slowed())
      for (const one of begun) void handOver(one, begunAtMs)
      return claimed > 0 ? true : (opensInMs ?? false)
    },
  })

  return {
    async stop() {
      stopping = true
      changed()
      await loop.stop()
      await when(() => unsettled === 0)
    },
  }
}
