import type { Context } from '../kit/context.ts'
import { type Loop, startLoop } from '../kit/loop.ts'
import { openBeginning } from './beginning.ts'
import { moment } from './deliver.ts'
import { openHandOvers } from './hand-over.ts'
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
  const beginNext = openBeginning(context, shift)
  let stopping = false
  /** Nothing was there to be begun, or nothing for which there was room. */
  let isStarved = false
  let changed: () => void = () => {}
  let wake: () => void = () => {}
  const onChange = (account: string) => {
    changed()
    if (isStarved && throttle.hasRoom(account)) wake()
  }
  const handOvers = openHandOvers(context, { settlement, throttle, urgentOnly, onChange })

  const when = async (holds: () => boolean) => {
    while (!holds()) await new Promise<void>((resolve) => (changed = resolve))
  }
  const batch = Math.min(BATCH, Math.ceil(slots / 4))
  const free = () => slots - handOvers.onTheWay()
  // What is not stored yet is held back too, or a slow database would be flooded by a fast provider.
  const hasRoom = () => free() >= batch / 16 && handOvers.unsettled() < 4 * slots

  const loop = startLoop({
    name: urgentOnly ? 'dispatch-urgent' : 'dispatch',
    everyMs: 1000,
    log: context.log,
    onWake: (interrupt) => {
      wake = interrupt
      return context.wake.on('work', interrupt)
    },
    async turn() {
      await when(() => stopping || hasRoom())
      if (stopping) return false
      const begunAt = moment()
      const wanted = {
        limit: Math.min(batch, free()),
        rooms: throttle.rooms(),
        roomForNew: throttle.roomForNew(),
        urgentOnly,
      }
      const { begun, claimed, opensInMs } = await beginNext(wanted)
      isStarved = claimed === 0
      context.metrics.claimed(claimed)
      context.metrics.slowed(urgentOnly ? 'urgent' : 'all', throttle.slowed())
      for (const one of begun) handOvers.start(one, begunAt)
      return claimed > 0 ? true : (opensInMs ?? false)
    },
  })

  return {
    async stop() {
      stopping = true
      handOvers.stopStarting()
      changed()
      await loop.stop()
      await when(() => handOvers.unsettled() === 0)
    },
  }
}
