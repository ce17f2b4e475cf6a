import { CHANNELS, type Channel } from '../../shared/preferences.ts'
import type { Preferences } from '../api.ts'

export const channelNames = { in_app: 'In app', email: 'Email', sms: 'SMS' } as const satisfies Record<Channel, string>

/** How an event is said to be told: `Mentioned by SMS`. */
export const byChannel = { in_app: 'in app', email: 'by email', sms: 'by SMS' } as const satisfies Record<
  Channel,
  string
>

/** `in app, by email and by SMS`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** `In app 16, email 6 and SMS 0 of 16 events`. */
export function countsOf({ events }: Preferences): string {
  const counts = CHANNELS.map((channel, i) => {
    const name = channelNames[channel]
    const on = events.filter((event) => event[channel].on).length
    return `${i === 0 || channel === 'sms' ? name : name.toLowerCase()} ${on}`
  })
  return `${listed(counts)} of ${events.length} events`
}

/** What cannot be seen from the event alone. */
export const eventNotes: Record<string, string> = {
  priority_changed: 'Whether only a change to Urgent counts is set in the trigger of your workspace, not here.',
  due_date_passed: 'The reminder ahead of the due date comes in the same places.',
}
