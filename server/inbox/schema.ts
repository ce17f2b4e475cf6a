import { z } from '@hono/zod-openapi'
import { pageOf, pageQuery } from '../kit/page.ts'

export const inboxFilter = z.enum(['unread', 'all', 'archived'])
export type InboxFilter = z.infer<typeof inboxFilter>

export const inboxQuery = pageQuery.extend({
  filter: inboxFilter.default('all').openapi({ description: 'all: read or not, but nothing that was archived.' }),
})
export type InboxQuery = z.infer<typeof inboxQuery>

export const inboxItem = z
  .object({
    id: z.string().openapi({ description: 'Of the message.' }),
    title: z.string(),
    text: z.string(),
    url: z.string().nullable().openapi({ description: 'Where it leads, by its short link as long as that is good.' }),
    identifier: z.string().nullable().openapi({ description: 'What people call the thing, as in ENG-142.' }),
    event_type: z.string(),
    event_id: z.string().nullable(),
    occurred_at: z.string(),
    created_at: z.string(),
    read_at: z.string().nullable(),
    archived_at: z.string().nullable(),
  })
  .openapi('InboxItem')
export type InboxItem = z.infer<typeof inboxItem>

export const inboxPage = pageOf(inboxItem)

export const inboxUnread = z
  .object({
    unread: z.number().int().openapi({ description: 'At most 99.' }),
    more: z.boolean().openapi({ description: 'Whether there are more than that.' }),
    person_id: z
      .string()
      .nullable()
      .openapi({ description: 'Who of the directory you are; null as long as nobody is, and then nothing arrives.' }),
  })
  .openapi('InboxUnread')

export const inboxChange = z.enum(['read', 'unread', 'archive', 'unarchive'])
export type InboxChange = z.infer<typeof inboxChange>

export const inboxChanged = inboxItem.pick({ id: true, read_at: true, archived_at: true })
export type InboxChanged = z.infer<typeof inboxChanged>

export const readAllQuery = z.object({
  through: z
    .string()
    .max(100)
    .optional()
    .openapi({ description: 'The newest that you have seen: what came after it stays unread.' }),
})

export const readAllDone = z.object({ read: z.number().int() })

/** A connection is ended then, and whoever listens asks again, and is asked again who they are. */
export const LONGEST_SECONDS = 300

export const liveQuery = z.object({
  seconds: z.coerce
    .number()
    .int()
    .min(1)
    .max(LONGEST_SECONDS)
    .default(LONGEST_SECONDS)
    .openapi({ description: 'How long to listen at most.' }),
})
