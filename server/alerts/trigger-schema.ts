import { z } from '@hono/zod-openapi'
import { pageOf } from '../kit/page.ts'
import { STORABLE } from '../kit/storable.ts'
import type { Conditions } from './conditions.ts'
import { eventInput, eventType } from './schema.ts'

const role = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'A role in lower case, as in assignees.')
const ids = z.array(z.string().min(1).max(100)).max(100, 'At most 100.')
const roles = z.array(role).max(20, 'At most 20 roles.')

const recipients = z
  .strictObject({
    roles: roles.default([]).openapi({ description: 'Roles that the event names people by.' }),
    people: ids.default([]),
    groups: ids.default([]),
    managers_of: roles
      .default([])
      .openapi({ description: 'The managers of those whom the event names by these roles.' }),
  })
  .refine(
    ({ roles, people, groups, managers_of }) => roles.length + people.length + groups.length + managers_of.length > 0,
    'Say who is told: a role, a person, a group, or the managers of a role.',
  )

/** Its form is looked at by faultsOf, which says where it is wrong. */
const conditions = z.custom<Conditions>((value) => typeof value === 'object' && value !== null, 'JsonLogic: an object.')

const given = {
  name: z
    .string()
    .trim()
    .min(1, 'The name is missing.')
    .max(100, 'At most 100 characters.')
    .regex(...STORABLE),
  active: z.boolean(),
  event_type: eventType,
  conditions: conditions
    .nullable()
    .openapi({ type: 'object', description: 'JsonLogic; null fits every event of the type.' }),
  template: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'The key of a template, as in mentioned.'),
  recipients,
  urgent: z
    .boolean()
    .openapi({ description: 'Goes by email, wanted or not, where somebody wants a text and cannot get one.' }),
  days_ahead: z
    .number()
    .int()
    .min(1, 'Between 1 and 30 days.')
    .max(30, 'Between 1 and 30 days.')
    .nullable()
    .openapi({ description: 'Of due_date_reminder alone: so many days before the due date; otherwise 1.' }),
  time_of_day: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time as in 09:00.')
    .nullable()
    .openapi({
      description:
        'Of due_date_reminder and due_date_passed: when, on the clock of whom it is for; otherwise at 09:00.',
    }),
}

export const triggerInput = z
  .strictObject({
    ...given,
    active: given.active.default(true),
    conditions: given.conditions.default(null),
    urgent: given.urgent.default(false),
    days_ahead: given.days_ahead.default(null),
    time_of_day: given.time_of_day.default(null),
  })
  .openapi('TriggerInput')
export type TriggerInput = z.infer<typeof triggerInput>

export const triggerPatch = z.strictObject(given).partial().openapi('TriggerPatch')
export type TriggerPatch = z.infer<typeof triggerPatch>

export const triggerOut = z
  .object({
    id: z.string(),
    ...given,
    warning: z.string().nullable().openapi({ description: 'What is to be thought of before it is on.' }),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .openapi('Trigger')
export type TriggerOut = z.infer<typeof triggerOut>
export const triggerPage = pageOf(triggerOut)

const sample = eventInput.pick({ actor: true, entity: true, before: true, after: true, recipients: true })

/** A trigger as it would be, to be tried on what came in. */
export const triggerTry = z
  .strictObject({
    event_type: given.event_type,
    conditions: given.conditions.default(null),
    recipients,
    sample: sample.optional().openapi({ description: 'An event to try it with; otherwise one of the catalog.' }),
  })
  .openapi('TriggerTry')
export type TriggerTry = z.infer<typeof triggerTry>

export const triggerTried = z
  .object({
    looked_at: z
      .number()
      .int()
      .openapi({ description: 'Events of the type in the last 24 hours, the newest 1,000 at most.' }),
    more: z.boolean().openapi({ description: 'There were more than could be looked at.' }),
    fitted: z.number().int(),
    people: z.number().int().openapi({ description: 'Different people whom it would have meant.' }),
    unknown: z.number().int().openapi({ description: 'Names in these events that the directory does not know.' }),
    events: z
      .array(
        z.object({
          id: z.string(),
          identifier: z.string().nullable(),
          title: z.string().nullable(),
          people: z.number().int(),
        }),
      )
      .openapi({ description: 'The newest ten that it would have fitted.' }),
    sample: z
      .object({
        event: sample.openapi({ type: 'object', description: 'As it came with the request, or of the catalog.' }),
        fits: z.boolean(),
        people: z.number().int().openapi({ description: 'How many of the directory it would tell of it.' }),
      })
      .openapi({ description: 'What it would do with an event that never was.' }),
  })
  .openapi('TriggerTried')
export type TriggerTried = z.infer<typeof triggerTried>
