import { type EventType, REMINDER } from './events.ts'

/** Where somebody may be told of an event. */
export const CHANNELS = ['in_app', 'email', 'sms'] as const
export type Channel = (typeof CHANNELS)[number]

/** `{"mentioned:sms": true}`: what a person chose; what is not there is as everybody starts. */
export type Choices = Readonly<Record<string, boolean>>

/** Told by mail from the start: what wants an answer of somebody. */
const MAILED = new Set([
  'state_changed',
  'assignee_changed',
  'priority_changed',
  'comment_added',
  'mentioned',
  'due_date_passed',
])

/** In the app everything, by mail what matters, and no text that nobody asked for. */
export function isOnFromStart(eventType: string, channel: Channel): boolean {
  if (channel === 'in_app') return true
  return channel === 'email' && MAILED.has(eventType)
}

export function choiceKey(eventType: string, channel: Channel): string {
  return `${eventType}:${channel}`
}

/** Whoever is told that a date is over is told ahead of it in the same places. */
export function isOn(choices: Choices | null, eventType: string, channel: Channel): boolean {
  const type = chosenAs(eventType)
  return choices?.[choiceKey(type, channel)] ?? isOnFromStart(type, channel)
}

/** The event under which it is chosen. */
export function chosenAs(eventType: string): string {
  return eventType === REMINDER.type ? 'due_date_passed' : eventType
}

/** Of which events a person stopped the mails by a link in one, since when; under `*` of all. */
export type MailStops = Readonly<Record<string, string>>
export const ALL_MAILS = '*'

/** Such a stop holds for what is urgent too, unlike a preference: whoever says so in a mail must not get another. */
export function isMailStopped(stops: MailStops | null, eventType: string): boolean {
  return stops !== null && (hasStopped(stops, ALL_MAILS) || hasStopped(stops, chosenAs(eventType)))
}

/** Of this event itself, or of all. An own type may be called as what every object has. */
export function hasStopped(stops: MailStops, of: string): boolean {
  return Object.hasOwn(stops, of)
}

interface Tier {
  key: 'critical' | 'important' | 'informational'
  name: string
  events: readonly EventType[]
  channels: readonly Channel[]
}

/** What to hear of where, as it is suggested (spec AX19). What stands in none of them stays as it is. */
export const TIERS: readonly Tier[] = [
  {
    key: 'critical',
    name: 'Critical',
    events: ['due_date_passed', 'priority_changed'],
    channels: ['in_app', 'email', 'sms'],
  },
  {
    key: 'important',
    name: 'Important',
    events: ['state_changed', 'assignee_changed', 'mentioned', 'comment_added'],
    channels: ['in_app', 'email'],
  },
  {
    key: 'informational',
    name: 'Informational',
    events: ['label_changed', 'property_changed', 'link_changed', 'archive_changed'],
    channels: ['in_app'],
  },
]
