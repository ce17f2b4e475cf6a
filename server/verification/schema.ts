import { z } from '@hono/zod-openapi'
import { CODE_DIGITS } from '../codes/codes.ts'
import { PHONE_SOURCES } from '../people/schema.ts'

export const ownPhone = z
  .object({
    state: z.enum(['none', 'code_sent', 'unconfirmed', 'confirmed', 'directory']).openapi({
      description:
        'A number from the directory is read-only. While a code waits to be entered for another number, the one before goes on.',
    }),
    number: z.string().nullable().openapi({ description: 'One’s own, in full.' }),
    source: z.enum(PHONE_SOURCES).nullable(),
    code: z
      .object({
        number: z.string().openapi({ description: 'Masked.' }),
        expires_at: z.iso.datetime(),
        expired: z.boolean(),
        resend_at: z.iso.datetime(),
        tries_left: z.number().int(),
      })
      .nullable()
      .openapi({ description: 'The code that waits to be entered.' }),
    opted_out: z
      .object({
        since: z.iso.datetime(),
        by_admin: z.boolean(),
        by_link: z
          .boolean()
          .openapi({ description: 'The link of a text ended them, and nobody can answer the texts.' }),
        text_start_to: z.string().nullable(),
      })
      .nullable()
      .openapi({
        description:
          'No text goes to this number. `by_admin`: an administrator undoes it; `by_link`: a code does; otherwise START from the phone.',
      }),
    shared: z.boolean().openapi({ description: 'Others have the same number: STOP silences all of them.' }),
    sms_on: z.boolean().openapi({ description: 'One’s own switch for all texts but codes.' }),
    channel_on: z.boolean().openapi({ description: 'Whether the workspace can send texts now.' }),
    redirected: z.boolean().openapi({ description: 'All texts go to a test phone, codes too.' }),
    answerable: z
      .boolean()
      .openapi({ description: 'Whether an answer to a text comes to something: STOP, START, HELP.' }),
    answer_to: z
      .string()
      .nullable()
      .openapi({ description: 'The number that texts come from, if they have one and it can be answered.' }),
    wording: z
      .string()
      .openapi({ description: 'What is said before a code is asked for; kept with the confirmation.' }),
  })
  .openapi('OwnPhone')
export type OwnPhone = z.infer<typeof ownPhone>

export const ownPhoneInput = z
  .strictObject({
    number: z.string().max(200).optional().openapi({
      description: 'E.164, as in +14155550142. Without it another code goes to the number that waits for one.',
    }),
  })
  .openapi('OwnPhoneInput')

export const codeInput = z
  .strictObject({
    code: z
      .string()
      .trim()
      .regex(new RegExp(`^\\d{${CODE_DIGITS}}$`), `The code has ${CODE_DIGITS} digits.`),
  })
  .openapi('CodeInput')

export const ownPhonePatch = z.strictObject({ sms_on: z.boolean() }).openapi('OwnPhonePatch')
