import { z } from '@hono/zod-openapi'

export const emailSettingsOut = z
  .object({
    server_set: z.boolean().openapi({ description: 'Without a mail server of the installation nothing is mailed.' }),
    from: z.string().nullable().openapi({ description: 'The address that mails come from; the operator’s.' }),
    from_name: z.string(),
    reply_to: z.string().nullable().openapi({ description: 'The support contact, where that is an address.' }),
    redirect: z.object({
      enabled: z.boolean(),
      to: z.string().nullable().openapi({ description: 'Masked.' }),
      since: z.iso.datetime().nullable(),
      by: z.string().nullable(),
      until: z.iso.datetime().nullable(),
      redirected: z.number().int().openapi({ description: 'Since it is on, up to 10,000.' }),
      over_limit: z.number().int(),
    }),
  })
  .openapi('EmailSettings')
export type EmailSettingsOut = z.infer<typeof emailSettingsOut>

export const emailSettingsPatch = z
  .strictObject({
    redirect: z.strictObject({
      enabled: z.boolean(),
      to: z.string().max(254).nullable().optional(),
      ends_after_hours: z
        .union([z.literal(1), z.literal(8), z.literal(24)])
        .nullable()
        .optional()
        .openapi({ description: 'Null: until somebody turns it off. Left out, one that is on keeps its end.' }),
    }),
  })
  .openapi('EmailSettingsPatch')
export type EmailSettingsPatch = z.infer<typeof emailSettingsPatch>
