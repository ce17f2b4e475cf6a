import { z } from '@hono/zod-openapi'
import { pageOf, pageQuery } from '../../kit/page.ts'
import { personInList } from '../schema.ts'

/**
 * What may be amiss with the number that counts for somebody. The first four keep texts away, and nobody is in two of
 * them; those of the last two may get texts.
 */
export const QUALITY_KINDS = ['no_phone', 'malformed', 'unverified', 'opted_out', 'duplicate', 'landline'] as const
export type QualityKind = (typeof QUALITY_KINDS)[number]

const number = z.number().int()

const figures = z
  .object({
    people: number.openapi({ description: 'Who are active; all the others are of these.' }),
    ok: number.openapi({ description: 'Can be texted.' }),
    no_phone: number,
    malformed: number,
    unverified: number,
    opted_out: number,
    duplicate: number.openapi({ description: 'Have a number that counts for somebody else as well.' }),
    landline: number.openapi({ description: 'Have a number that is no mobile one, or of which nobody knows.' }),
  })
  .openapi('PhoneFigures')
export type Figures = z.infer<typeof figures>

export const qualityOut = z
  .object({
    figures: figures.nullable().openapi({ description: 'Null until a large directory was counted once.' }),
    counted_at: z.iso.datetime().nullable(),
    counting: z.boolean().openapi({
      description: 'They are being counted anew: a directory of more than 10,000 people is, when somebody asks.',
    }),
  })
  .openapi('PhoneQuality')
export type QualityOut = z.infer<typeof qualityOut>

/** Where it is mended: by an administrator, by the directory in the way it came, in the registry of opt-outs, or by nobody but the owner. */
export const MENDED_BY = ['here', 'scim', 'import', 'api', 'registry', 'person'] as const
export type MendedBy = (typeof MENDED_BY)[number]

export const qualityPerson = personInList
  .extend({
    reason: z.string(),
    remedy: z.string(),
    mended_by: z.enum(MENDED_BY).openapi({
      description: 'here: PATCH /v1/people/{id}. scim, import, api: what the directory says counts before that.',
    }),
  })
  .openapi('PhoneQualityPerson')
export type QualityPerson = z.infer<typeof qualityPerson>

export const qualityPage = pageOf(qualityPerson)

const kind = z.enum(QUALITY_KINDS)
export const qualityQuery = pageQuery.extend({
  kind,
  after: z.string().max(200).optional().openapi({
    description: 'The `next` of the page before. A page may hold fewer people than asked for, and there is one more.',
  }),
})
export const qualityExportQuery = z.object({ kind })
