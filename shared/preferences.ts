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

export function isOn(choices: Choices | null, eventType: string, channel: Channel): boolean {
  return choices?.[choiceKey(eventType, channel)] ?? isOnFromStart(eventType, channel)
}
