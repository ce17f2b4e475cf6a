import type { Page, PageRequest } from '../provider/paging.ts'
import type { World } from '../world.ts'
import type { SimMessage } from './message.ts'

export interface MessageFilter {
  accountSid: string
  to: string | null
  from: string | null
  /** Sent at or after, and at or before. Texts that were not sent yet match no date. */
  sentFrom: number | null
  sentUntil: number | null
}

/** One page, newest first; null when the token names nothing. A lagging list hides what is younger than the lag. */
export function listMessages(world: World, filter: MessageFilter, request: PageRequest): Page<SimMessage> | null {
  const { messages, faults, clock } = world
  const lagMs = faults.settings.list_lag_ms
  if (lagMs > 0) faults.count('list_lag_ms')
  const youngest = clock.now() - lagMs
  const passes = (message: SimMessage) => matches(message, filter) && message.createdAt <= youngest && isListed(message)

  const { token, size } = request
  if (token && !messages.find(token.sid)) return null
  if (token?.side === 'before') {
    const found = take(messages.oldestFirst(token.sid), passes, size + 1)
    return { rows: found.slice(0, size).reverse(), hasPrevious: found.length > size, hasNext: true }
  }
  const found = take(messages.newestFirst(token?.sid), passes, size + 1)
  return { rows: found.slice(0, size), hasPrevious: token !== null, hasNext: found.length > size }
}

/** The network's own texts and those of a service with incoming off are not in the provider's books. */
export function isListed(message: SimMessage): boolean {
  return message.direction !== 'network' && message.inbound?.result !== 'dropped'
}

/** `DateSent` is a day; `DateSent<` and `DateSent>` include the moment they name. */
export function readDates(query: (name: string) => string | undefined): Pick<MessageFilter, 'sentFrom' | 'sentUntil'> {
  const day = query('DateSent')
  if (day) {
    const start = Date.parse(day.slice(0, 10))
    return Number.isNaN(start) ? NO_DATES : { sentFrom: start, sentUntil: start + 86_400_000 - 1 }
  }
  return { sentFrom: readTime(query('DateSent>')), sentUntil: readTime(query('DateSent<')) }
}

const NO_DATES = { sentFrom: null, sentUntil: null }

function readTime(text: string | undefined): number | null {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? null : time
}

function matches(message: SimMessage, filter: MessageFilter): boolean {
  if (filter.to && message.to !== filter.to) return false
  if (message.accountSid !== filter.accountSid) return false
  if (filter.from && message.from !== filter.from) return false
  if (filter.sentFrom === null && filter.sentUntil === null) return true
  if (message.sentAt === null) return false
  // The provider keeps whole seconds: a text sent in the second that is asked for counts.
  const sentAt = Math.floor(message.sentAt / 1000) * 1000
  return sentAt >= (filter.sentFrom ?? 0) && sentAt <= (filter.sentUntil ?? Number.POSITIVE_INFINITY)
}

function take(messages: Iterable<SimMessage>, passes: (message: SimMessage) => boolean, count: number): SimMessage[] {
  const found: SimMessage[] = []
  for (const message of messages) {
    if (!passes(message)) continue
    found.push(message)
    if (found.length === count) break
  }
  return found
}
