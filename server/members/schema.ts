import { z } from '@hono/zod-openapi'
import { PERMISSIONS } from '../../shared/permissions.ts'
import { pageOf } from '../kit/page.ts'
import { emailAddress, PASSWORD_LENGTH } from '../workspaces/schema.ts'

const roleName = z.object({
  id: z.string().openapi({ description: 'The name of a built-in role, or the id of one of the workspace’s own.' }),
  name: z.string(),
})

export const memberOut = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z
      .string()
      .nullable()
      .openapi({ description: 'One’s own; those of others for whoever manages members or reads the audit log.' }),
    role: roleName,
    joined_at: z.iso.datetime(),
    you: z.boolean(),
    last_owner: z.boolean().openapi({ description: 'True for an owner beside whom there is no other.' }),
  })
  .openapi('Member')

export const memberPage = pageOf(memberOut)

const roleId = z.string('The role is missing.').min(1, 'The role is missing.').max(100)

export const memberPatch = z.strictObject({ role: roleId }).openapi('MemberPatch')

export const memberRemoved = z
  .object({
    api_keys: z
      .array(z.object({ id: z.string(), name: z.string(), prefix: z.string() }))
      .openapi({ description: 'Keys that they made. These go on working until somebody revokes them.' }),
    withdrawn: z.array(z.string()).openapi({ description: 'To whom they had sent invitations, now withdrawn.' }),
  })
  .openapi('MemberRemoved')

export const invitationOut = z
  .object({
    id: z.string(),
    email: z.string(),
    role: roleName,
    invited_by: z.string(),
    created_at: z.iso.datetime(),
    sent_at: z.iso.datetime().openapi({ description: 'When the present link was made.' }),
    expires_at: z.iso.datetime(),
    expired: z.boolean(),
    vouched: z.boolean().openapi({
      description:
        'False where whoever sent it may not give this role any more: the link leads nowhere until somebody who may sends it again.',
    }),
    mailed: z.boolean(),
  })
  .openapi('Invitation')

export const invitationPage = pageOf(invitationOut)

export const invitationInput = z.strictObject({ email: emailAddress, role: roleId }).openapi('InvitationInput')

export const invitationMade = invitationOut
  .extend({
    link: z
      .string()
      .nullable()
      .openapi({ description: 'To hand over yourself, shown this once. Null when it was mailed to the address.' }),
  })
  .openapi('InvitationMade')

export const token = z.string().min(1).max(200)

export const invitationShown = z
  .object({
    workspace: z.object({ name: z.string() }),
    role: z.object({ name: z.string(), permissions: z.array(z.enum(PERMISSIONS)) }),
    email: z.string(),
    invited_by: z.string(),
    expires_at: z.iso.datetime(),
    single_sign_on: z.boolean().openapi({
      description: 'True where people with such an address sign in by their organisation and choose no password.',
    }),
    signed_in_as: z
      .string()
      .nullable()
      .openapi({ description: 'The address of whoever is asking, if they signed in.' }),
  })
  .openapi('InvitationShown')

export const acceptInput = z
  .strictObject({
    token,
    name: z
      .string()
      .trim()
      .min(1, 'Your name is missing.')
      .max(100, 'At most 100 characters.')
      .regex(/^\P{Cc}*$/u, 'Line breaks and control characters are not possible here.')
      .optional()
      .openapi({ description: 'Of somebody who is new here, as the password. Left out by whoever signed in before.' }),
    password: z.string().min(PASSWORD_LENGTH.min, 'At least 10 characters.').max(PASSWORD_LENGTH.max).optional(),
  })
  .openapi('InvitationAcceptInput')

export const accepted = z
  .object({ workspace: z.object({ id: z.string(), name: z.string() }) })
  .openapi('InvitationAccepted')

export const roleOut = z
  .object({
    id: z.string(),
    name: z.string(),
    about: z.string().nullable().openapi({ description: 'Of a built-in role: what it is for.' }),
    built_in: z.boolean(),
    permissions: z.array(z.enum(PERMISSIONS)),
    members: z.number().int().openapi({ description: 'How many have it, counted up to 100.' }),
  })
  .openapi('Role')

export const roleList = z.object({ items: z.array(roleOut), next: z.null() })

const name = z
  .string('The role needs a name.')
  .trim()
  .min(1, 'The role needs a name.')
  .max(60, 'At most 60 characters.')
  .regex(/^\P{Cc}*$/u, 'Line breaks and control characters are not possible here.')
const permissions = z.array(z.enum(PERMISSIONS)).min(1, 'Choose at least one permission.')

export const roleInput = z.strictObject({ name, permissions }).openapi('RoleInput')

export const rolePatch = z
  .strictObject({ name: name.optional(), permissions: permissions.optional() })
  .openapi('RolePatch')

export const roleDeleteQuery = z.object({
  move: z
    .enum(['member'])
    .optional()
    .openapi({ description: 'Gives those who have it the role Member. Left out, a role in use is not deleted.' }),
})
