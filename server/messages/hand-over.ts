import type { Context } from '../kit/context.ts'
import type { Begun } from './begin.ts'
import { openConnections } from './channel.ts'
import { deliver, type Moment } from './deliver.ts'
import type { Settlement } from './settle.ts'
import type { Throttle } from './throttle.ts'

/** The texts that a loop has on their way, from their beginning to the outcome that is stored. */
export interface HandOvers {
  start(begun: Begun, begunAt: Moment): void
  /** Not answered yet. */
  onTheWay(): number
  /** Not stored yet. */
  unsettled(): number
  /** What has not begun to be written is given up, and what is under way ends as it ends. */
  stopStarting(): void
}

export function openHandOvers(
  context: Context,
  options: { settlement: Settlement; throttle: Throttle; urgentOnly: boolean; onChange: (account: string) => void },
): HandOvers {
  const { settlement, throttle, onChange } = options
  const connectionOf = openConnections(context)
  const http = options.urgentOnly ? context.egress.urgent : context.egress.http
  let onTheWay = 0
  let unsettled = 0
  let stopping = false

  const handOver = async (begun: Begun, begunAt: Moment) => {
    const { account } = begun.channel
    onTheWay += 1
    unsettled += 1
    const end = throttle.sent(account)
    try {
      const outcome = await deliver(context, http, connectionOf, begun, begunAt, () => stopping)
      const pauseSeconds = end(outcome)
      onTheWay -= 1
      onChange(account)
      await settlement.add({ begun, outcome, pauseSeconds })
    } catch (error) {
      // The attempt stays open in the database and is looked up there; a blind second try is what must not happen.
      context.log.error({ err: error, message: begun.text.id }, 'the outcome of an attempt could not be stored')
    } finally {
      unsettled -= 1
      onChange(account)
    }
  }

  return {
    start: (begun, begunAt) => void handOver(begun, begunAt),
    onTheWay: () => onTheWay,
    unsettled: () => unsettled,
    stopStarting() {
      stopping = true
    },
  }
}
