import { z } from '@hono/zod-openapi'

/** A thousand million of the currency: more than anybody means, less than where whole numbers end. */
const micros = z.number().int().min(0).max(1_000_000_000_000_000)

export const spendOut = z
  .object({
    daily_cap_micros: z.number().int().nullable().openapi({ description: 'Null when nothing limits a day.' }),
    currency: z.string(),
    day: z.iso.date().openapi({ description: "The workspace's own day." }),
    committed_micros: z.number().int().openapi({ description: 'Reserved and spent, one-time codes included.' }),
    segments: z.number().int(),
    operator_cap: z
      .object({
        micros: z.number().int(),
        committed_micros: z.number().int().openapi({ description: 'Of texts that the installation paid for.' }),
      })
      .nullable()
      .openapi({
        description:
          'What the operator allows a day of what goes through the installation’s connection; the stricter of both caps holds.',
      }),
    resets_at: z.iso.datetime(),
  })
  .openapi('Spend')

export const spendInput = z.strictObject({ daily_cap_micros: micros.nullable() }).openapi('SpendInput')

export const priceOut = z
  .object({
    country: z.string(),
    micros_per_segment: z.number().int(),
    currency: z.string(),
    sample: z.boolean().openapi({ description: 'True for a figure that nobody has confirmed.' }),
    updated_at: z.iso.datetime(),
  })
  .openapi('Price')

export const priceInput = z
  .strictObject({ micros_per_segment: z.number().int().min(0).max(1_000_000_000) })
  .openapi('PriceInput')
