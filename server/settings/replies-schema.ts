import { z } from '@hono/zod-openapi'
import { REPLY_STATES } from './replies-state.ts'

const state = z.enum(REPLY_STATES)

const repliesSender = z
  .object({
    id: z.string().openapi({ description: 'The provider’s, of the number, short code or service that decides.' }),
    kind: z.enum(['phone_number', 'short_code', 'messaging_service', 'alphanumeric']),
    value: z.string(),
    name: z.string().nullable(),
    numbers: z.array(z.string()).openapi({ description: 'Those whose texts go this way.' }),
    state,
    sentence: z.string(),
    host: z.string().nullable(),
    application: z.string().nullable(),
    now: z.string().nullable().openapi({ description: 'Where they go now; what may be a secret is masked.' }),
    version: z
      .string()
      .openapi({ description: 'Names exactly what is there now; sent back to change that and nothing else.' }),
    can_point: z.boolean(),
    before: z.object({ address: z.string().nullable(), at: z.iso.datetime(), by: z.string() }).nullable().openapi({
      description: 'What stood there before it was pointed to Handset (masked; null for nothing), since when, by whom.',
    }),
    can_put_back: z.boolean(),
    in_use: z.boolean().openapi({ description: 'False: of a sender that is not used any more.' }),
    last_at: z.iso.datetime().nullable(),
  })
  .openapi('RepliesSender')

export const repliesOut = z
  .object({
    state: state
      .nullable()
      .openapi({ description: 'The most serious of all senders; null where the provider has no such setting.' }),
    sentence: z.string().nullable(),
    address: z.string().nullable().openapi({
      description:
        'Where the provider has to send what people text; only for who may change settings. A secret: whoever has it may try to bring texts.',
    }),
    why_not: z.enum(['not_connected', 'inherited', 'no_public_address']).nullable().openapi({
      description: '`inherited`: the sender is the installation’s, and the operator says where its texts go.',
    }),
    senders: z.array(repliesSender).openapi({ description: 'Empty where the connection is inherited.' }),
    last_at: z.iso.datetime().nullable(),
    trouble: z.string().nullable().openapi({ description: 'Why the provider did not say when it was last asked.' }),
    looked_at: z.iso.datetime().nullable(),
  })
  .openapi('Replies')
export type RepliesOut = z.infer<typeof repliesOut>

const id = z.string().max(80)

export const pointInput = z
  .strictObject({
    senders: z
      .array(z.strictObject({ id, version: z.string().max(80) }))
      .min(1)
      .max(500),
  })
  .openapi('PointRepliesInput')
export type PointInput = z.infer<typeof pointInput>

export const putBackInput = z
  .strictObject({ senders: z.array(z.strictObject({ id })).min(1).max(500) })
  .openapi('PutBackRepliesInput')
