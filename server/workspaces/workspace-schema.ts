import { z } from '@hono/zod-openapi'
import { LANGUAGE_TAGS } from '../../shared/languages.ts'
import { pageOf, pageQuery } from '../kit/page.ts'
import { contact, emailAddress, line, WORKSPACE_STATES } from './schema.ts'

const name = line(100, 'The workspace needs a name.')
const slug = z
  .string()
  .trim()
  .min(2, 'At least 2 characters.')
  .max(40, 'At most 40 characters.')
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Only small letters, digits, and single hyphens between them, as in acme-north.')
  .openapi({ description: 'Stands in addresses that people share; no two workspaces have the same.' })
const timeZone = z.string().max(60).openapi({ description: 'As in Europe/Berlin (IANA).' })
const language = z.enum(LANGUAGE_TAGS).openapi({ description: 'BCP 47.' })
export const workspaceInput = z
  .strictObject({
    name,
    slug: slug.optional().openapi({ description: 'Otherwise made from the name.' }),
    time_zone: timeZone.optional(),
    language: language.optional(),
    support_contact: contact.optional(),
    owner_email: emailAddress.optional().openapi({
      description: 'For somebody else who has an account, by the operator alone. Left out, whoever asks is the owner.',
    }),
  })
  .openapi('WorkspaceInput')

export const workspacePatch = z
  .strictObject({
    name: name.optional(),
    slug: slug.optional(),
    time_zone: timeZone.optional(),
    language: language.optional(),
    support_contact: contact.optional(),
  })
  .openapi('WorkspacePatch')

export const deletionInput = z
  .strictObject({ slug: z.string().max(100).openapi({ description: 'Of this workspace, to confirm.' }) })
  .openapi('WorkspaceDeletion')

/** Whether it may send, and if not, why and whom to ask. Every member may know. */
const standing = {
  suspended: z
    .object({ since: z.iso.datetime(), why: z.string().nullable() })
    .nullable()
    .openapi({ description: 'By the operator: nothing is sent.' }),
  sms_entitled: z.boolean().openapi({ description: 'False: SMS is not part of what this workspace may use.' }),
  deletion: z
    .object({ after: z.iso.datetime() })
    .nullable()
    .openapi({ description: 'Marked for deletion: nothing is sent, and everything of it is deleted after this.' }),
}

export const workspaceOut = z
  .object({
    id: z.string(),
    name: z.string(),
    slug: z.string(),
    time_zone: z.string(),
    language: z.string(),
    support_contact: z.string().nullable(),
    created_at: z.iso.datetime(),
    installation: z.boolean(),
    ...standing,
    access_contact: z.string().nullable().openapi({ description: 'Of the installation: whom to ask for access.' }),
    grace_days: z.number().int().openapi({ description: 'How long a workspace can be kept once it is marked.' }),
  })
  .openapi('Workspace')

export const overviewQuery = pageQuery.extend({
  search: z.string().trim().max(100).optional().openapi({ description: 'Part of the name or the slug.' }),
  state: z.enum(WORKSPACE_STATES).optional(),
})

/** What holds for all, something else, or nothing. */
const operatorCap = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('default') }),
  z.strictObject({ kind: z.literal('amount'), micros: z.number().int().min(0).max(1_000_000_000_000_000) }),
  z.strictObject({ kind: z.literal('none') }),
])
export type OperatorCap = z.infer<typeof operatorCap>

/** A workspace as the operator sees it: how it stands and how much it sends, and nothing of what is in it. */
export const overseenOut = z
  .object({
    id: z.string(),
    name: z.string(),
    slug: z.string(),
    created_at: z.iso.datetime(),
    support_contact: z.string().nullable(),
    state: z.enum(WORKSPACE_STATES).openapi({ description: 'The gravest that is so.' }),
    ...standing,
    owner: z
      .object({ name: z.string(), email: z.string() })
      .nullable()
      .openapi({ description: 'The first of its owners.' }),
    members: z.number().int().openapi({ description: 'Counted up to 1,000.' }),
    connection: z.enum(['own', 'inherited']),
    daily_cap: operatorCap.openapi({
      description: 'What it may use a day of the installation’s connection, in its own time zone.',
    }),
    texts_30_days: z.number().int().openapi({ description: 'Accepted in the last 30 days, counted up to 1,000.' }),
    segments_30_days: z.number().int().openapi({ description: 'Of texts that were sent in the last 30 days.' }),
    spent_30_days_micros: z.number().int(),
  })
  .openapi('OverseenWorkspace')

export const overseenPage = pageOf(overseenOut)

export const overseePatch = z
  .strictObject({
    suspended: z.boolean().optional(),
    why: line(500, 'Say why: the workspace reads it.').optional().openapi({
      description: 'Needed to suspend; read by the members of the workspace.',
    }),
    sms_entitled: z.boolean().optional(),
    daily_cap: operatorCap.optional(),
  })
  .openapi('OverseePatch')

export type WorkspaceOut = z.infer<typeof workspaceOut>
export type OverseenOut = z.infer<typeof overseenOut>
