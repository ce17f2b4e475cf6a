import { z } from '@hono/zod-openapi'
import { EVENTS, type EventType } from '../../shared/events.ts'
import { pageOf } from '../kit/page.ts'
import { STORABLE } from '../kit/storable.ts'
import { CATEGORIES } from './catalog.ts'
import { LONGEST } from './engine.ts'

const source = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(...STORABLE)
const eventType = z.enum(Object.keys(EVENTS) as [EventType, ...EventType[]])

const words = {
  email_subject: z.string().openapi({ description: 'Liquid; one line.' }),
  email_body: z.string().openapi({
    description:
      'Liquid. Blank lines part paragraphs; `- ` makes lists, `> ` quotes, `**bold**` bold. HTML is shown as it stands.',
  }),
  sms_wording: z.string().openapi({
    description:
      'Liquid: what happened. The name, the identifier, the title where allowed and the link are added to it.',
  }),
}

export const templateInput = z.strictObject({
  email_subject: source(LONGEST.subject),
  email_body: source(LONGEST.body),
  sms_wording: source(LONGEST.sms).nullable().openapi({ description: 'Null: the catalog’s.' }),
  based_on: z
    .number()
    .int()
    .min(0)
    .optional()
    .openapi({ description: 'The version you looked at. Answers 409 when somebody saved another in between.' }),
})
export type TemplateInput = z.infer<typeof templateInput>

export const templateInList = z
  .object({
    key: z.string(),
    name: z.string(),
    about: z.string(),
    category: z.enum(CATEGORIES.map(({ key }) => key)),
    events: z.array(eventType).openapi({ description: 'For which it is meant; none where it comes from a schedule.' }),
    version: z.number().int().openapi({ description: '0 as long as nothing was changed.' }),
    own: z.boolean().openapi({ description: 'The workspace has words of its own; otherwise the catalog’s hold.' }),
    changed_at: z.iso.datetime().nullable(),
    changed_by: z.string().nullable(),
  })
  .openapi('TemplateInList')

export const templatePage = pageOf(templateInList)

const versionInList = z.object({
  version: z.number().int(),
  own: z.boolean().openapi({ description: 'False where somebody went back to the catalog’s.' }),
  made_at: z.iso.datetime(),
  made_by: z.string(),
})

export const templateOut = templateInList
  .extend({
    current: z.object({ ...words, sms_wording: words.sms_wording.nullable() }),
    catalog: z.object(words),
    versions: z.array(versionInList).openapi({ description: 'The newest fifty, newest first.' }),
    variables: z.array(z.object({ name: z.string(), meaning: z.string(), sample: z.string() })),
    filters: z.array(z.object({ name: z.string(), meaning: z.string(), example: z.string() })),
  })
  .openapi('Template')
export type TemplateOut = z.infer<typeof templateOut>

export const versionOut = versionInList
  .extend({
    email_subject: words.email_subject.nullable(),
    email_body: words.email_body.nullable(),
    sms_wording: words.sms_wording.nullable(),
  })
  .openapi('TemplateVersion')

const bag = z.record(z.string().max(100), z.unknown())
const line = z
  .string()
  .max(2000)
  .regex(...STORABLE)
  .nullable()

export const previewInput = z.strictObject({
  email_subject: source(LONGEST.subject).optional(),
  email_body: source(LONGEST.body).optional(),
  sms_wording: source(LONGEST.sms).nullable().optional(),
  data: z
    .strictObject({
      event: z
        .strictObject({ type: z.string().max(100), occurred_at: z.iso.datetime() })
        .partial()
        .optional(),
      entity: z
        .strictObject({
          type: line,
          id: line,
          identifier: z.string().max(200),
          title: line,
          url: line,
          properties: bag,
        })
        .partial()
        .optional(),
      before: bag.optional(),
      after: bag.optional(),
      actor: z.strictObject({ name: line, first_name: line }).partial().optional(),
      person: z
        .strictObject({ first_name: line, last_name: line, language: line, time_zone: line })
        .partial()
        .optional(),
      link: line.optional(),
    })
    .optional()
    .openapi({ description: 'In place of the sample; what is left out is the sample’s.' }),
})
export type PreviewInput = z.infer<typeof previewInput>

export const previewOut = z
  .object({
    email: z.object({ subject: z.string(), html: z.string(), text: z.string() }),
    sms: z.object({
      text: z.string(),
      encoding: z.enum(['GSM-7', 'UCS-2']),
      segments: z.number().int(),
      units: z.number().int(),
      max_segments: z.number().int().openapi({ description: 'To which this workspace has texts of alerts shortened.' }),
      shortened: z.boolean(),
      over_limit: z.boolean().openapi({ description: 'What is never cut, the link above all, takes more than that.' }),
      titles: z.boolean().openapi({ description: 'Whether this workspace lets titles into texts.' }),
      forces_ucs2: z.array(
        z.object({ index: z.number().int(), character: z.string(), replacement: z.string().nullable() }),
      ),
    }),
  })
  .openapi('TemplatePreview')
