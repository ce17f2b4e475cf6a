import { z } from '@hono/zod-openapi'
import { pageOf } from '../kit/page.ts'
import { STORABLE } from '../kit/storable.ts'

export const scimTokenInput = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1, 'The name is missing.')
      .max(100, 'At most 100 characters.')
      .regex(...STORABLE)
      .openapi({ description: 'For people: which directory it is for.' }),
    expires_at: z.iso.datetime({ offset: true }).optional(),
  })
  .openapi('ScimTokenInput')

export const scimTokenOut = z
  .object({
    id: z.string(),
    name: z.string(),
    ending: z.string().openapi({ description: 'The last characters of the token.' }),
    expires_at: z.iso.datetime().nullable(),
    last_used_at: z.iso.datetime().nullable(),
    created_by: z.string(),
    created_at: z.iso.datetime(),
  })
  .openapi('ScimToken')

export const scimTokenMade = scimTokenOut
  .extend({ token: z.string().openapi({ description: 'Shown this once.' }) })
  .openapi('ScimTokenMade')

export const scimOut = z
  .object({
    address: z.string().openapi({ description: 'What the directory asks for as base or tenant URL.' }),
    tokens: z.array(scimTokenOut),
    users: z.number().int().openapi({ description: 'Persons whom a directory keeps.' }),
    malformed: z.number().int().openapi({ description: 'Those of them whose number is none.' }),
    changed_at: z.iso.datetime().nullable().openapi({ description: 'When a directory last changed one of them.' }),
  })
  .openapi('Scim')

export const malformedPage = pageOf(
  z
    .object({
      person: z.object({ id: z.string(), name: z.string() }),
      user_name: z.string(),
      given: z.string().openapi({ description: 'What the directory gave, masked.' }),
      problem: z.string(),
      at: z.iso.datetime().openapi({ description: 'When it gave it.' }),
    })
    .openapi('ScimMalformed'),
)
