import { z } from '@hono/zod-openapi'
import { pageQuery } from '../kit/page.ts'

const READINGS = ['stop', 'start', 'yes', 'help', 'perhaps_stop', 'other'] as const

const DECISIONS = ['stop', 'not_stop'] as const
export type Decision = (typeof DECISIONS)[number]

export const inboundOut = z
  .object({
    id: z.string(),
    from: z.string().openapi({ description: 'Masked; “Erased” once the person was, and then without a body.' }),
    handle: z.string().openapi({ description: 'Stands for the number in addresses and filters.' }),
    person: z
      .object({ id: z.string(), name: z.string(), others: z.number().int() })
      .nullable()
      .openapi({ description: 'Who has the number, and how many others do; for those who may read people.' }),
    to: z.string().openapi({ description: 'The sender that was answered.' }),
    body: z.string(),
    reading: z.enum(READINGS).openapi({
      description: 'What it says. `perhaps_stop` may be a wish for no more texts: a person decides.',
    }),
    language: z.string().nullable().openapi({ description: 'Of the word, ISO 639.' }),
    effect: z
      .enum(['stopped', 'stopped_already', 'lifted', 'kept', 'not_stopped'])
      .nullable()
      .openapi({ description: 'What it did to the registry. `kept`: an administrator’s entry stands.' }),
    answered_by: z.enum(['provider', 'handset']).nullable(),
    decision: z
      .object({ decision: z.enum(DECISIONS), by: z.string(), at: z.iso.datetime() })
      .nullable()
      .openapi({ description: 'What somebody made of one that may be a wish.' }),
    provider: z.string(),
    provider_id: z.string(),
    received_at: z.iso.datetime(),
  })
  .openapi('InboundText')
export type InboundOut = z.infer<typeof inboundOut>

export const inboundQuery = pageQuery.extend({
  reading: z.enum(READINGS).optional(),
  undecided: z
    .literal('true')
    .optional()
    .openapi({ description: 'Only those that wait for a person to say whether they mean STOP.' }),
  recipient: z.string().max(80).optional().openapi({ description: 'A handle: the texts of one number.' }),
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
})
export type InboundQuery = z.infer<typeof inboundQuery>

export const reviewInput = z
  .strictObject({
    decision: z.enum(DECISIONS).openapi({
      description: 'stop: no text to the number begins from now on. not_stop: it meant something else.',
    }),
  })
  .openapi('ReviewInput')

export const senderOut = z.object({ from: z.string() }).openapi('InboundSender')
