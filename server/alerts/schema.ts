import { z } from '@hono/zod-openapi'
import { REMINDER } from '../../shared/events.ts'
import { CHANNELS } from '../../shared/preferences.ts'
import { pageOf, pageQuery } from '../kit/page.ts'
import { STORABLE } from '../kit/storable.ts'
import { SKIP_REASONS, STATUSES } from '../messages/schema.ts'
import { dueOut } from './due/due-schema.ts'

const text = (max: number) =>
  z
    .string()
    .max(max, `At most ${max} characters.`)
    .regex(...STORABLE)
const some = (max: number) => text(max).min(1, 'This is required.')

export const eventType = z
  .string()
  .regex(/^[a-z][a-z0-9_.]{0,63}$/, 'Lower-case letters, digits, _ and . only, a letter first, 64 at most.')

/** Somebody by our id (`per_…`) or by what the product calls them. */
const personRef = some(200)

/** What an entity or a change says: text, numbers, yes and no, and lists of these, by name. */
const scalar = z.union([text(4000), z.number(), z.boolean(), z.null()], 'Text, a number, true, false or null.')
export const properties = z
  .record(some(100), z.union([scalar, z.array(scalar).max(100, 'At most 100 entries.')]))
  .refine((all) => Object.keys(all).length <= 100, 'At most 100 properties.')

/** Text is cut where it is shown, never refused for its length alone; an event is refused when it is no event. */
export const eventInput = z
  .strictObject({
    id: some(200).optional().openapi({ description: 'Yours. A repeat with the same id is the same event.' }),
    type: eventType.refine((type) => type !== REMINDER.type, 'Reminders come of due dates; nobody posts them.'),
    occurred_at: z.iso.datetime({ offset: true }).refine(isThisCentury, 'A time between 2000 and 2100.').optional(),
    actor: personRef.optional().openapi({ description: 'Who did it: they are not told of it.' }),
    entity: z.strictObject({
      type: some(100),
      id: some(200),
      identifier: some(100).optional().openapi({ description: 'What people call it, as in ENG-142.' }),
      title: text(1000).optional(),
      url: z
        .url({ protocol: /^https$/, error: 'An address that begins with https://.' })
        .max(2000)
        .optional(),
      properties: properties.optional(),
    }),
    before: properties.optional().openapi({ description: 'Of what changed: as it was.' }),
    after: properties.optional().openapi({ description: 'Of what changed: as it is.' }),
    recipients: z
      .record(
        z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'A role in lower case, as in assignees.'),
        z.array(personRef).max(1000),
      )
      .refine((all) => Object.keys(all).length <= 20, 'At most 20 roles.')
      .optional()
      .openapi({ description: 'Who has to do with it, by role: assignees, watchers, mentioned, lead, …' }),
  })
  .openapi('EventInput')
export type EventInput = z.infer<typeof eventInput>

export const eventsInput = z.strictObject({ events: z.array(eventInput).min(1).max(1000) })

export const eventAccepted = z
  .object({
    id: z.string(),
    repeated: z.boolean().openapi({ description: 'It was here already, and nothing was done again.' }),
  })
  .openapi('EventAccepted')
export type EventAccepted = z.infer<typeof eventAccepted>
export const eventsAccepted = z.object({ items: z.array(eventAccepted) })

export const OUTCOMES = ['waiting', 'no_trigger', 'nobody', 'reached', 'failed'] as const

/** Why somebody named by an event, or meant by a trigger, got no message of it, or not on this channel. */
export const LEFT_OUT = ['unknown_person', 'inactive', 'own_change', 'preference_off'] as const

export const eventOut = z
  .object({
    id: z.string(),
    external_id: z.string().nullable(),
    type: z.string(),
    entity: z.object({
      type: z.string(),
      id: z.string(),
      identifier: z.string().nullable(),
      title: z.string().nullable(),
      url: z.string().nullable(),
    }),
    outcome: z.enum(OUTCOMES),
    told: z.number().int().openapi({ description: 'How many people got a message of it.' }),
    outcome_text: z.string().openapi({ description: 'What came of it, in one sentence.' }),
    occurred_at: z.iso.datetime(),
    received_at: z.iso.datetime(),
    processed_at: z.iso.datetime().nullable(),
  })
  .openapi('Event')
export type EventOut = z.infer<typeof eventOut>
export const eventPage = pageOf(eventOut)

const anything = z.record(z.string(), z.unknown()).nullable()

export const eventDetail = eventOut
  .extend({
    actor: z.string().nullable(),
    properties: anything,
    before: anything,
    after: anything,
    recipients: z.record(z.string(), z.array(z.string())).nullable(),
    made_by: z.object({ kind: z.string(), name: z.string() }),
    triggers: z
      .array(z.object({ id: z.string(), name: z.string().nullable() }))
      .openapi({ description: 'Those that fitted; without a name those that are deleted since.' }),
    reached: z.array(
      z.object({
        person_id: z.string(),
        name: z.string().nullable(),
        trigger_id: z.string(),
        messages: z.array(
          z.object({
            id: z.string(),
            channel: z.enum(CHANNELS),
            status: z.enum(STATUSES),
            skip_reason: z.enum(SKIP_REASONS).nullable(),
          }),
        ),
      }),
    ),
    reached_more: z.number().int(),
    left_out: z
      .array(
        z.object({
          ref: z
            .string()
            .openapi({ description: 'Our id, or the one in the event of somebody whom the directory does not know.' }),
          name: z.string().nullable(),
          trigger_id: z.string(),
          why: z.enum(LEFT_OUT),
        }),
      )
      .openapi({ description: 'Whom a trigger meant and who got nothing, 200 at most.' }),
    left_out_more: z.number().int(),
    due: dueOut.nullable().openapi({ description: 'Where events said when its item is due.' }),
  })
  .openapi('EventDetail')
export type EventDetail = z.infer<typeof eventDetail>

/** What an event would do, had it been posted. */
export const eventTried = z
  .object({
    triggers: z.array(z.object({ id: z.string(), name: z.string() })),
    told: z.array(
      z.object({
        person_id: z.string(),
        name: z.string(),
        trigger_id: z.string(),
        channels: z.array(z.enum(CHANNELS)),
      }),
    ),
    left_out: z.array(z.object({ ref: z.string(), trigger_id: z.string(), why: z.enum(LEFT_OUT) })),
    due: dueOut.nullable().openapi({ description: 'What would be scheduled for the due date of its item.' }),
  })
  .openapi('EventTried')
export const eventsTried = z.object({ items: z.array(eventTried) })

export const eventQuery = pageQuery.extend({
  type: eventType.optional(),
  outcome: z.enum(OUTCOMES).optional(),
  entity_type: text(100).optional(),
  entity_id: text(200).optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
})
export type EventQuery = z.infer<typeof eventQuery>

function isThisCentury(time: string): boolean {
  const year = new Date(time).getUTCFullYear()
  return year >= 2000 && year < 2100
}
