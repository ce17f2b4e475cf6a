import { z } from '@hono/zod-openapi'
import { pageQuery } from '../kit/page.ts'

export const optOutInput = z
  .strictObject({
    number: z.string().max(40).openapi({ description: 'E.164, as in +14155550142.' }),
    note: z
      .string()
      .trim()
      .max(500)
      // PostgreSQL keeps every character but this one.
      .regex(/^[^\0]*$/, 'This holds a character that cannot be stored.')
      .optional()
      .openapi({ description: 'Why, for those who read it later.' }),
  })
  .openapi('OptOutInput')

export const optOutOut = z
  .object({
    handle: z.string().openapi({ description: 'Stands for the number in addresses and filters.' }),
    to: z.string().nullable().openapi({ description: 'Masked. Null when only the hash of the number is known.' }),
    source: z.enum(['keyword', 'provider', 'admin', 'person', 'import']),
    note: z.string().nullable(),
    created_by: z.string().nullable(),
    created_at: z.iso.datetime(),
    removable: z.boolean().openapi({ description: 'False when only START from the phone undoes it.' }),
  })
  .openapi('OptOut')

export const optOutsQuery = pageQuery.extend({
  recipient: z.string().max(80).optional().openapi({ description: 'A handle from POST /v1/numbers/lookup.' }),
})

export type OptOutOut = z.infer<typeof optOutOut>
