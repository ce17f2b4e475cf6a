import type { Channel } from '../../shared/preferences.ts'
import type { Recipient } from '../alerts/recipients.ts'
import type { MessageOut } from '../messages/schema.ts'
import type { Standing } from './live.ts'
import type { TriggerLook } from './schema.ts'

/** All that sentences about one channel of one person are made of. */
export interface Story {
  name: string
  person: Recipient | null
  channel: Channel
  eventType: string | null
  /** The id of an event that was asked for. */
  asked: string | null
  event: { id: string; outcome: string; outcome_text: string } | null
  triggers: TriggerLook[]
  /** Whom the event names and nobody knows. */
  unknown: string[]
  standing: Standing
  message: MessageOut | null
  publicUrl: string | null
}

export interface Words {
  what: string
  meaning: string
  /** The one thing to do, and where. */
  todo: string | null
  href: string | null
  /** To the person. */
  reply: string | null
}

export type WordsOf = (story: Story) => Words
