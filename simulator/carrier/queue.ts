import type { SimSender } from '../accounts/account.ts'
import { senderAddress } from '../accounts/account.ts'

/** Ten hours of traffic may wait at one sender (twilio.com, message queueing). */
const QUEUE_HOURS = 10

/** When each slow sender has worked off what waits. */
export interface SenderQueues {
  /** How long a text of this size would wait; null when the queue is full. */
  waitMs(sender: SimSender, nowMs: number): number | null
  join(sender: SimSender, segments: number, nowMs: number): void
}

export function createSenderQueues(): SenderQueues {
  const emptyAt = new Map<string, number>()
  return {
    waitMs(sender, nowMs) {
      const waitMs = Math.max(0, (emptyAt.get(senderAddress(sender)) ?? 0) - nowMs)
      return waitMs > QUEUE_HOURS * 3_600_000 ? null : waitMs
    },
    join(sender, segments, nowMs) {
      const pace = sender.kind === 'number' ? sender.segmentsPerSecond : null
      if (pace === null) return
      const address = senderAddress(sender)
      emptyAt.set(address, Math.max(nowMs, emptyAt.get(address) ?? 0) + (segments * 1000) / pace)
    },
  }
}
