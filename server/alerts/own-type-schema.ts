import { z } from '@hono/zod-openapi'
import { EVENTS, REMINDER } from '../../shared/events.ts'
import { STORABLE } from '../kit/storable.ts'
import { CATALOG } from '../templates/catalog.ts'
import { eventType, properties } from './schema.ts'

/** Where a type stands among others: as templates do, and what fits nowhere. */
export const TYPE_CATEGORIES = ['issue_lifecycle', 'due_date', 'discussion', 'planning', 'attention', 'other'] as const

const given = {
  name: z
    .string()
    .trim()
    .min(1, 'The name is missing.')
    .max(100, 'At most 100 characters.')
    .regex(...STORABLE),
  about: z
    .string()
    .trim()
    .max(300, 'At most 300 characters.')
    .regex(...STORABLE),
  category: z.enum(TYPE_CATEGORIES),
  sample: properties.openapi({
    description: 'Properties as such an event brings them, to try conditions and words with.',
  }),
  template: z
    .string()
    .refine((key) => CATALOG.has(key), 'No template has this key.')
    .nullable()
    .openapi({ description: 'The template that is offered first for it.' }),
}

export const eventTypeInput = z
  .strictObject({
    type: eventType.refine(
      (type) => !Object.hasOwn(EVENTS, type) && type !== REMINDER.type,
      'Every workspace has this type. Choose another word.',
    ),
    name: given.name,
    about: given.about.default(''),
    category: given.category.default('other'),
    sample: given.sample.default({}),
    template: given.template.default(null),
  })
  .openapi('EventTypeInput')
export type EventTypeInput = z.infer<typeof eventTypeInput>

export const eventTypePatch = z.strictObject(given).partial().openapi('EventTypePatch')
export type EventTypePatch = z.infer<typeof eventTypePatch>

export const eventTypeOut = z
  .object({
    type: z.string(),
    ...given,
    template: z.string().nullable(),
    own: z.boolean().openapi({ description: 'A type of this workspace, beside those that all have.' }),
    posted: z.boolean().openapi({ description: 'False: it comes of due dates, and nobody posts it.' }),
  })
  .openapi('EventType')
export type EventTypeOut = z.infer<typeof eventTypeOut>
export const eventTypeList = z.object({ items: z.array(eventTypeOut), next: z.null() })
