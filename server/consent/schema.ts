import { z } from '@hono/zod-openapi'
import { pageQuery } from '../kit/page.ts'
import { STORABLE } from '../kit/storable.ts'

export const optOutInput = z
  .strictObject({
    number: z.string().max(40).openapi({ description: 'E.164, as in +14155550142.' }),
    note: z
      .string()
      .trim()
      .max(500)
      .regex(...STORABLE)
      .optional()
      .openapi({ description: 'Why, for those who read it later.' }),
  })
  .openapi('OptOutInput')

export const optOutOut = z
  .object({
    handle: z.string().openapi({ description: 'Stands for the number in addresses and filters.' }),
    to: z.string().nullable().openapi({ description: 'Masked. Null when only the hash of the number is known.' }),
    source: z.enum(['keyword', 'provider', 'admin', 'person', 'import']),
    scope: z.enum(['workspace', 'inherited', 'everywhere']).openapi({
      description:
        '`inherited`: said to the installation’s sender, for all workspaces that send through it. `everywhere`: for all.',
    }),
    said_in: z.string().nullable().openapi({ description: 'The text that said so, of GET /v1/inbound.' }),
    link_of: z
      .string()
      .nullable()
      .openapi({ description: 'The text whose opt-out link was followed, or which the provider refused.' }),
    note: z.string().nullable(),
    created_by: z.string().nullable(),
    created_at: z.iso.datetime(),
    removable: z.boolean().openapi({ description: 'False when only START from the phone undoes it.' }),
  })
  .openapi('OptOut')

const filters = {
  source: z.enum(['keyword', 'provider', 'admin', 'person', 'import']).optional(),
  scope: z.enum(['workspace', 'inherited', 'everywhere']).optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
}

export const exportQuery = z.object(filters)

export const importInput = z
  .strictObject({
    file: z.string().min(1).max(2_000_000).openapi({
      description: 'CSV with a line of names: `number` in E.164, and `note` if there is one. Up to 20,000 lines.',
    }),
    name: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .regex(...STORABLE)
      .optional()
      .openapi({ description: 'How the file is called: the note of those that have none of their own.' }),
    dry_run: z.boolean().default(false).openapi({ description: 'Only tells what it would do, and changes nothing.' }),
  })
  .openapi('OptOutImportInput')

export const importOut = z
  .object({
    added: z.number().int(),
    standing: z.number().int().openapi({ description: 'Stopped already, or in the file twice.' }),
    errors: z
      .array(z.object({ line: z.number().int(), detail: z.string() }))
      .openapi({ description: 'Lines that were left out; the first 100.' }),
    refused: z.number().int().openapi({ description: 'How many lines were left out.' }),
  })
  .openapi('OptOutImport')
export type ImportOut = z.infer<typeof importOut>
export type ImportInput = z.infer<typeof importInput>

export const revealedOut = z.object({ number: z.string() }).openapi('RevealedOptOut')

export const optOutsQuery = pageQuery.extend({
  ...filters,
  recipient: z.string().max(80).optional().openapi({ description: 'A handle from POST /v1/numbers/lookup.' }),
})

export type OptOutOut = z.infer<typeof optOutOut>
