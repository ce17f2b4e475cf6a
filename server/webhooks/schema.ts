import { z } from '@hono/zod-openapi'
import { DELIVERY_STATES, TEST_TYPE, WEBHOOK_TYPES } from '../../shared/webhooks.ts'
import { pageOf, pageQuery } from '../kit/page.ts'
import { STORABLE } from '../kit/storable.ts'

const type = z.enum(WEBHOOK_TYPES)
const types = z.array(type).min(1, 'Choose at least one.').max(WEBHOOK_TYPES.length)
/** Of what was delivered: tests too. */
const anyType = z.enum([...WEBHOOK_TYPES, TEST_TYPE])

const given = {
  url: z.string().trim().min(1).max(2048).openapi({
    description: 'https, at a public address; others are for the operator to allow. Nothing after ? or #.',
  }),
  description: z
    .string()
    .trim()
    .max(200, 'At most 200 characters.')
    .regex(...STORABLE),
  types: types.openapi({ description: 'What it is told of.' }),
  with_text: z.boolean().openapi({ description: 'Whether it is told the words of texts too. One-time codes never.' }),
}

export const endpointInput = z
  .strictObject({
    url: given.url,
    description: given.description.default(''),
    types: given.types.default([...WEBHOOK_TYPES]),
    with_text: given.with_text.default(false),
  })
  .openapi('WebhookInput')
export type EndpointInput = z.infer<typeof endpointInput>

export const endpointPatch = z
  .strictObject({
    ...given,
    active: z.boolean().openapi({ description: 'On again also after it was disabled.' }),
  })
  .partial()
  .openapi('WebhookPatch')
export type EndpointPatch = z.infer<typeof endpointPatch>

export const endpointOut = z
  .object({
    id: z.string(),
    url: z.string(),
    description: z.string(),
    types: z.array(type),
    with_text: z.boolean(),
    state: z.enum(['active', 'off', 'disabled']).openapi({
      description: '`off` by hand; `disabled` by Handset, for `disabled_for`.',
    }),
    disabled_for: z.enum(['failing', 'gone']).nullable().openapi({
      description: '`failing`: five days of nothing but failures. `gone`: it answered 410.',
    }),
    state_since: z.iso.datetime(),
    failing_since: z.iso.datetime().nullable().openapi({ description: 'Since when nothing has gone well.' }),
    last: z.object({ at: z.iso.datetime(), ok: z.boolean() }).nullable().openapi({ description: 'The last call.' }),
    last_24_hours: z.object({ succeeded: z.number().int(), failed: z.number().int() }).openapi({
      description: 'Calls, by whole hours.',
    }),
    secret: z.object({
      made_at: z.iso.datetime(),
      old_until: z.iso.datetime().nullable().openapi({ description: 'Until then the old secret signs too.' }),
    }),
    created_by: z.string(),
    created_at: z.iso.datetime(),
  })
  .openapi('Webhook')
export type EndpointOut = z.infer<typeof endpointOut>
export const endpointPage = pageOf(endpointOut)

const secret = z.string().openapi({ description: 'Shown this once. `whsec_` and base64, as Standard Webhooks has it.' })
export const endpointMade = z.object({ webhook: endpointOut, secret }).openapi('WebhookMade')

export const deliveryOut = z
  .object({
    id: z.string().openapi({ description: 'What goes along as webhook-id.' }),
    type: anyType,
    subject: z.string().nullable().openapi({ description: 'The message or the text that came in; of opt-outs none.' }),
    sequence: z.number().int(),
    state: z.enum(DELIVERY_STATES),
    tries: z.number().int(),
    http_status: z.number().int().nullable(),
    trouble: z.string().nullable().openapi({ description: 'What went wrong at the last call, in one sentence.' }),
    next_try_at: z.iso.datetime().nullable(),
    created_at: z.iso.datetime(),
    ended_at: z.iso.datetime().nullable(),
  })
  .openapi('WebhookDelivery')
export type DeliveryOut = z.infer<typeof deliveryOut>
export const deliveryPage = pageOf(deliveryOut)

export const deliveryAttempt = z
  .object({
    at: z.iso.datetime(),
    http_status: z.number().int().nullable(),
    took_ms: z.number().int(),
    trouble: z.string().nullable(),
  })
  .openapi('WebhookAttempt')

export const deliveryDetail = deliveryOut
  .extend({
    request: z.object({ url: z.string(), headers: z.record(z.string(), z.string()), body: z.string() }).openapi({
      description: 'As it would go now: what is sent is made from the message each time. Without signatures.',
    }),
    answer: z.string().nullable().openapi({ description: 'The beginning of what the endpoint answered last.' }),
    attempts: z.array(deliveryAttempt).openapi({ description: 'The last 20, oldest first.' }),
  })
  .openapi('WebhookDeliveryDetail')
export type DeliveryDetail = z.infer<typeof deliveryDetail>

export const deliveriesQuery = pageQuery.extend({
  state: z.enum(DELIVERY_STATES).optional(),
  type: anyType.optional(),
})
export type DeliveriesQuery = z.infer<typeof deliveriesQuery>

export const resendInput = z
  .strictObject({ since: z.iso.datetime({ offset: true }).openapi({ description: 'What happened from then on.' }) })
  .openapi('WebhookResend')

export const resent = z
  .object({
    count: z.number().int().openapi({ description: 'How many go once more.' }),
    more: z.boolean().openapi({ description: 'There are more than go in one request: ask again.' }),
  })
  .openapi('WebhookResent')
