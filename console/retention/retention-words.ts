import type { Retention } from './api.ts'

type Three = NonNullable<Retention['last']>['stays']

/** As far as it is counted for people. */
const COUNTED_TO = 10_000
const NOUNS = { messages: 'message', replies: 'reply', events: 'event' } as const
const PLURALS = { messages: 'messages', replies: 'replies', events: 'events' } as const

/** "12,430 messages, 3 replies and 1 event"; null where there are none. */
export function countsOf(three: Three, bounded = false): string | null {
  const parts = (Object.keys(NOUNS) as (keyof Three)[])
    .filter((name) => three[name] > 0)
    .map((name) => `${figure(three[name], bounded)} ${three[name] === 1 ? NOUNS[name] : PLURALS[name]}`)
  if (parts.length === 0) return null
  return parts.length === 1 ? parts[0]! : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

function figure(count: number, bounded: boolean): string {
  return bounded && count > COUNTED_TO ? '10,000+' : count.toLocaleString('en')
}

export const FEWEST_DAYS = 30
export const MOST_DAYS = 7300

/** What is wrong with what was typed. Nothing typed is for ever. */
export function faultIn(typed: string): { text: string } | undefined {
  if (typed.trim() === '') return undefined
  const days = Number(typed)
  if (/^\d+$/.test(typed.trim()) && days >= FEWEST_DAYS && days <= MOST_DAYS) return undefined
  return { text: `A whole number of days, ${FEWEST_DAYS} to 7,300; or nothing, to keep all for ever.` }
}

/** Less is kept than before. */
export function isShorter(before: number | null, after: number | null): boolean {
  return after !== null && (before === null || after < before)
}
