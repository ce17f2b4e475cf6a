import { z } from '@hono/zod-openapi'
import { CHANNELS } from '../../shared/preferences.ts'
import { OUTCOMES as EVENT_OUTCOMES, eventType } from '../alerts/schema.ts'
import { STATUSES } from '../messages/schema.ts'
import { RULE_IDS } from './rules.ts'

const action = z
  .object({
    text: z.string(),
    href: z.string().nullable().openapi({ description: 'Where it is done: a path of the console.' }),
  })
  .nullable()
  .openapi({ description: 'The one thing to do.' })

const told = {
  what: z.string().openapi({ description: 'What happened, in a sentence or two.' }),
  meaning: z.string().openapi({ description: 'What that means for texts now.' }),
  action,
}

export const check = z
  .object({
    id: z.enum(RULE_IDS),
    text: z.string(),
    result: z
      .enum(['passed', 'decided', 'not_reached'])
      .nullable()
      .openapi({ description: 'As it is on record; null where nothing is.' }),
    now: z
      .enum(['yes', 'no'])
      .nullable()
      .openapi({ description: 'As it would be answered now; null where only a text itself can answer it.' }),
  })
  .openapi('DiagnosedCheck')
export type Check = z.infer<typeof check>

export const OUTCOMES = ['arrived', 'sent', 'waiting', 'not_sent', 'would_go', 'would_not_go'] as const

export const channelDiagnosis = z
  .object({
    channel: z.enum(CHANNELS),
    outcome: z.enum(OUTCOMES).openapi({
      description:
        'sent: nothing is known against it. would_go, would_not_go: nothing is on record, so it is told how it stands now.',
    }),
    ...told,
    message: z.object({ id: z.string(), status: z.enum(STATUSES) }).nullable(),
    checks: z
      .array(check)
      .openapi({ description: 'The one that decided first, then in the order in which they are made.' }),
  })
  .openapi('ChannelDiagnosis')
export type ChannelDiagnosis = z.infer<typeof channelDiagnosis>

const triggerLook = z.object({
  id: z.string(),
  name: z.string(),
  active: z.boolean(),
  fits: z.boolean(),
  means: z.boolean().openapi({ description: 'It would mean this person, did it fit.' }),
  unfit: z
    .array(z.object({ line: z.number().int(), text: z.string(), was: z.string() }))
    .openapi({ description: 'Which lines of its conditions the event does not fit, and what it says instead.' }),
  why_not_meant: z.string().nullable(),
})
export type TriggerLook = z.infer<typeof triggerLook>

const eventAbout = z.object({
  id: z.string(),
  type: z.string(),
  identifier: z.string().nullable(),
  title: z.string().nullable(),
  occurred_at: z.iso.datetime(),
  outcome: z.enum(EVENT_OUTCOMES),
  outcome_text: z.string(),
})

/** What somebody may have been told of, or not. */
const happening = z.object({
  event_id: z.string().nullable(),
  message_id: z.string().nullable(),
  event_type: z.string(),
  name: z.string().nullable().openapi({ description: 'Of the item, as in ENG-142.' }),
  at: z.iso.datetime(),
  got: z.boolean().openapi({ description: 'Something of it went out to them.' }),
})
export type Happening = z.infer<typeof happening>

export const personDiagnosis = z
  .object({
    person: z
      .object({ id: z.string(), name: z.string() })
      .nullable()
      .openapi({ description: 'Null for nobody that the directory knows.' }),
    event_type: z.string().nullable(),
    event: eventAbout.nullable().openapi({ description: 'The one that it is told for; null where none came in.' }),
    ...told,
    reply: z.string().nullable().openapi({ description: 'To be pasted to the person.' }),
    decided: z.enum(RULE_IDS).nullable(),
    checks: z.array(check).openapi({ description: 'Before any channel is thought of.' }),
    channels: z.array(channelDiagnosis),
    triggers: z.array(triggerLook),
    happenings: z.array(happening).openapi({ description: 'Of the last 24 hours, newest first, 20 at most.' }),
  })
  .openapi('PersonDiagnosis')
export type PersonDiagnosis = z.infer<typeof personDiagnosis>

export const about = z.object({
  event: z.string().min(1).max(200).optional().openapi({ description: 'An event, by our id or by the product’s.' }),
  event_type: eventType.optional().openapi({ description: 'The newest of this type that has to do with the person.' }),
})
export type About = z.infer<typeof about>

export const personAsked = z
  .strictObject({
    person: z.string().min(1).max(200).openapi({ description: 'By our id, or by what the product calls them.' }),
    ...about.shape,
  })
  .openapi('PersonAsked')

export const messageDiagnosis = z
  .object({
    message_id: z.string(),
    ...told,
    reply: z.string().nullable(),
    decided: z.enum(RULE_IDS).nullable(),
    checks: z.array(check),
    now: z
      .object({ would_go: z.boolean(), text: z.string() })
      .openapi({ description: 'Whether the same would go now.' }),
  })
  .openapi('MessageDiagnosis')
export type MessageDiagnosis = z.infer<typeof messageDiagnosis>
