import { z } from '@hono/zod-openapi'
import { pageQuery } from '../kit/page.ts'

const at = z.iso.datetime({ offset: true })

export const filterQuery = z.object({
  actor: z.string().max(80).optional().openapi({ description: 'The id of a member or an API key.' }),
  action: z.string().max(80).optional().openapi({
    description: 'An action as in `sms_settings.changed`, or the noun before the dot for all of its kind.',
  }),
  target: z.string().max(200).optional().openapi({ description: 'What it was done to, exactly.' }),
  from: at.optional().openapi({ description: 'Not before this time.' }),
  to: at.optional().openapi({ description: 'Before this time.' }),
})
export type AuditQuery = z.infer<typeof filterQuery>

export const listQuery = filterQuery.extend(pageQuery.shape)

export const FORMATS = ['csv', 'json'] as const
export const exportQuery = filterQuery.extend({ format: z.enum(FORMATS).default('csv') })

export const auditEntryOut = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
    from_address: z.string().nullable().openapi({ description: 'From where, as far as it can be told.' }),
    action: z.string(),
    title: z.string().openapi({ description: 'What the action is called.' }),
    sentence: z.string().openapi({ description: 'Who did what, in words.' }),
    target: z.string(),
    changes: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })),
    seq: z.number().int().nullable().openapi({ description: 'Its number in the chain; null for about a second.' }),
  })
  .openapi('AuditEntry')
export type AuditEntryOut = z.infer<typeof auditEntryOut>

export const actionsOut = z.object({ items: z.array(z.object({ action: z.string(), title: z.string() })) })

export const actorsOut = z.object({
  items: z.array(z.object({ id: z.string(), kind: z.string(), name: z.string() })),
})

export const chainOut = z
  .object({
    head: z
      .object({ seq: z.number().int(), hash: z.string(), chained_at: z.iso.datetime() })
      .nullable()
      .openapi({ description: 'The last link of the chain; null before the first.' }),
    waiting: z.number().int().openapi({ description: 'Entries that are not chained yet. Counted up to 10,000.' }),
    oldest_waiting_at: z.iso.datetime().nullable(),
    heads: z
      .object({
        channel: z.enum(['file', 'email', 'webhook']),
        destination: z.string().nullable().openapi({ description: 'For the operator alone.' }),
        sent: z.object({ seq: z.number().int(), at: z.iso.datetime() }).nullable(),
        failing: z.boolean(),
      })
      .nullable()
      .openapi({ description: 'Where the heads of the chains go; null where they are kept nowhere.' }),
  })
  .openapi('AuditChain')

export const headsPatch = z
  .strictObject({
    channel: z.enum(['file', 'email', 'webhook']).nullable().optional(),
    destination: z.string().max(500).optional().openapi({
      description: 'The path of a file on the server, an address of mail, or an https URL.',
    }),
    every_minutes: z.number().int().min(1).max(1440).optional(),
    new_secret: z.literal(true).optional().openapi({ description: 'Replaces the signing secret of the webhook.' }),
  })
  .openapi('AuditHeadsPatch')

export const headsOut = z
  .object({
    channel: z.enum(['file', 'email', 'webhook']).nullable(),
    destination: z.string().nullable(),
    every_minutes: z.number().int(),
    sent_at: z.iso.datetime().nullable().openapi({ description: 'When heads went out last.' }),
    due_at: z.iso.datetime().nullable(),
    trouble: z.string().nullable(),
    trouble_since: z.iso.datetime().nullable(),
  })
  .openapi('AuditHeads')
export type HeadsOut = z.infer<typeof headsOut>

export const headsSaved = headsOut.extend({
  signing_secret: z.string().nullable().openapi({ description: 'Shown this once, where it is new.' }),
})

export const headsTested = z.object({ destination: z.string(), answer: z.string() })
