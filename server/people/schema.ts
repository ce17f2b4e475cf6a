import { z } from '@hono/zod-openapi'
import { pageOf, pageQuery } from '../kit/page.ts'
import { STORABLE } from '../kit/storable.ts'
import { isTimeZone } from '../workspaces/time-zone.ts'

/** Where a number came from, the first to be believed before the others (decisions/0029). */
export const PHONE_SOURCES = ['scim', 'import', 'api', 'self', 'admin'] as const
export type PhoneSource = (typeof PHONE_SOURCES)[number]

/** What becomes of a text to this person. */
export const REACHES = ['ok', 'no_phone', 'malformed', 'unverified'] as const
export type Reach = (typeof REACHES)[number]

const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `At most ${max} characters.`)
    .regex(...STORABLE)
const named = (what: string, max: number) => text(max).min(1, `${what} is missing.`)

const phoneOut = z
  .object({
    number: z.string().openapi({ description: 'Masked.' }),
    source: z.enum(PHONE_SOURCES),
    verified: z
      .boolean()
      .openapi({ description: 'A directory vouches for its numbers; others are confirmed by a code.' }),
    country: z.string().nullable(),
    kind: z.string().nullable().openapi({ description: 'As numbering plans tell: mobile, fixed_line, voip …' }),
    problem: z.string().nullable().openapi({ description: 'Why what was given is no number.' }),
    used: z.boolean().openapi({ description: 'Texts go to this one.' }),
  })
  .openapi('Phone')

export const personInList = z
  .object({
    id: z.string(),
    external_id: z.string().nullable(),
    first_name: z.string(),
    last_name: z.string(),
    email: z.string().nullable(),
    active: z.boolean(),
    phone: phoneOut.nullable().openapi({ description: 'The one that texts go to, else one that waits to be good.' }),
    reach: z.enum([...REACHES, 'opted_out']).openapi({ description: 'Whether texts can reach them, and why not.' }),
  })
  .openapi('PersonInList')

export const personOut = personInList
  .extend({
    language: z.string().nullable(),
    time_zone: z.string().nullable(),
    manager: z.object({ id: z.string(), name: z.string() }).nullable(),
    groups: z.array(z.object({ id: z.string(), name: z.string() })),
    fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    phones: z.array(phoneOut),
    opt_ins: z
      .array(
        z.object({
          source: z.enum(['confirmed', 'import', 'api']),
          wording: z.string(),
          version: z.string(),
          at: z.iso.datetime().openapi({ description: 'When they said yes.' }),
          kept_at: z.iso.datetime().openapi({ description: 'When it came here.' }),
          where: z.string().nullable(),
          address: z.string().nullable(),
          by: z.string().nullable().openapi({ description: 'Who brought it; null for the person.' }),
        }),
      )
      .openapi({ description: 'What shows that they agreed to texts at the number that counts first; the last 20.' }),
    recipient: z.string().nullable().openapi({
      description: 'The handle of the number that counts first, as `GET /v1/messages?recipient=` takes it.',
    }),
    shared_with: z
      .array(z.object({ id: z.string(), name: z.string() }))
      .openapi({ description: 'Others with the same number, ten at most: STOP from that phone silences all of them.' }),
    opt_out: z
      .object({ handle: z.string(), source: z.string(), created_at: z.iso.datetime() })
      .nullable()
      .openapi({ description: 'The entry of the number in the registry.' }),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .openapi('Person')
export type PersonOut = z.infer<typeof personOut>

export const peoplePage = pageOf(personInList)

export const peopleQuery = pageQuery.extend({
  after: z.string().max(200).optional().openapi({ description: 'The `next` of the page before.' }),
  search: text(100).optional().openapi({
    description: 'How words of the name, the email address or the external id begin, in any order.',
  }),
  recipient: z.string().max(80).optional().openapi({ description: 'A handle from POST /v1/numbers/lookup.' }),
  group: z.string().max(100).optional(),
  reach: z.enum([...REACHES, 'opted_out']).optional(),
  active: z.enum(['true', 'false']).optional(),
})
export type PeopleQuery = z.infer<typeof peopleQuery>

const fieldName = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,59}$/, 'A letter, then letters, digits and _.')
const fields = z
  .record(fieldName, z.union([text(500), z.number(), z.boolean()], 'Text, a number, true or false.'))
  .refine((all) => Object.keys(all).length <= 50, 'At most 50 fields.')

const timeZone = text(64).refine(isTimeZone, 'No time zone has this name; write one as in Europe/Berlin.')
const language = text(35).refine(isLanguage, 'No language tag (BCP 47), as in de or pt-BR.')

export const consentInput = z
  .strictObject({
    wording: named('The wording', 2000).openapi({ description: 'Word for word, as the person was shown it.' }),
    version: text(60).optional().openapi({ description: 'As you call the wording.' }),
    at: z.iso.datetime({ offset: true }).optional().openapi({ description: 'When they said yes; otherwise now.' }),
    source: text(200).optional().openapi({ description: 'Where they did, such as the form’s address.' }),
    address: text(100).optional().openapi({ description: 'From which address, of the network or otherwise.' }),
  })
  .openapi('ConsentInput', { description: 'What shows that the person agreed to texts at the number sent with it.' })

export type ConsentInput = z.infer<typeof consentInput>

const given = {
  consent: consentInput,
  external_id: named('The external id', 200).nullable(),
  first_name: text(200),
  last_name: text(200),
  email: text(200).pipe(z.email('This is not an email address.')).nullable(),
  language: language.nullable(),
  time_zone: timeZone.nullable(),
  manager_id: z.string().max(100).nullable(),
  fields,
  active: z.boolean(),
  groups: z.array(z.string().max(100)).max(100, 'At most 100 groups.').openapi({ description: 'Ids of groups.' }),
  phone: z.string().max(200).nullable().openapi({
    description:
      'In E.164. From an API key it is what your directory says and may be texted at once; typed by somebody signed in it waits until the person confirms it.',
  }),
}

export const personInput = z
  .strictObject(given)
  .partial()
  .refine((input) => Boolean(input.first_name || input.last_name || input.email || input.external_id), {
    path: ['last_name'],
    error: 'A name, an email address or an external id is needed.',
  })
  .openapi('PersonInput')
export type PersonInput = z.infer<typeof personInput>

export const personPatch = z.strictObject(given).partial().openapi('PersonPatch')
export type PersonPatch = z.infer<typeof personPatch>

export const phonesRevealed = z
  .object({ phones: z.array(z.object({ source: z.enum(PHONE_SOURCES), number: z.string() })) })
  .openapi('PhonesRevealed')

export const groupOut = z
  .object({
    id: z.string(),
    name: z.string(),
    external_id: z.string().nullable(),
    people: z.object({ count: z.number().int(), more: z.boolean() }).openapi({ description: 'Counted to 10,000.' }),
    created_at: z.iso.datetime(),
  })
  .openapi('Group')
export type GroupOut = z.infer<typeof groupOut>

export const groupPage = pageOf(groupOut)

export const groupInput = z
  .strictObject({
    name: named('The name', 100),
    external_id: named('The external id', 200).nullable().optional(),
  })
  .openapi('GroupInput')

export const groupPatch = groupInput.partial().openapi('GroupPatch')

export function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}
