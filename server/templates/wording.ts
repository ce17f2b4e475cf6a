import type { EventType } from '../../shared/events.ts'

/** What a template says: email by subject and body, a text by what happened, to which the rest is added (shared/sms/shorten.ts). */
export interface Wording {
  subject: string
  body: string
  sms: string
}

export interface CatalogTemplate extends Wording {
  name: string
  about: string
  /** For which it is meant; none where it comes from a schedule. */
  events: readonly EventType[]
  /** What such an event brings, beside what every sample has (samples.ts). */
  sample: { before?: Record<string, unknown>; after?: Record<string, unknown>; properties?: Record<string, unknown> }
}
