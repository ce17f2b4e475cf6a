import { z } from '@hono/zod-openapi'
import { PERMISSIONS } from '../../shared/permissions.ts'
import { pageOf } from '../kit/page.ts'

export const PASSWORD_LENGTH = { min: 10, max: 200 }

export const WORKSPACE_STATES = ['active', 'suspended', 'not_entitled', 'deleting'] as const

const workspaceName = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  installation: z.boolean().openapi({ description: 'True for the one that holds what belongs to the installation.' }),
})

export const meOut = z
  .object({
    user: z.object({ id: z.string(), name: z.string(), email: z.string(), operator: z.boolean() }).nullable(),
    api_key: z.object({ id: z.string(), name: z.string() }).nullable(),
    workspace: workspaceName.extend({ time_zone: z.string(), language: z.string() }),
    workspaces: z.array(
      workspaceName.extend({
        state: z.enum(WORKSPACE_STATES).openapi({ description: 'The gravest that is so.' }),
      }),
    ),
    may_make_workspaces: z.boolean(),
    role: z
      .object({ id: z.string(), name: z.string() })
      .nullable()
      .openapi({ description: 'Of a person; a key has permissions and no role.' }),
    permissions: z.array(z.enum(PERMISSIONS)),
  })
  .openapi('Me')

/** One line of text. PostgreSQL takes no NUL, and no name needs a line break. */
export const line = (max: number, missing: string) =>
  z
    .string()
    .trim()
    .min(1, missing)
    .max(max, `At most ${max} characters.`)
    .regex(/^\P{Cc}*$/u, 'Line breaks and control characters are not possible here.')

/** Where to turn to: an address, a number or a page. Empty takes it away. */
export const contact = z
  .string()
  .trim()
  .max(200, 'At most 200 characters.')
  .regex(/^\P{Cc}*$/u, 'Line breaks and control characters are not possible here.')
  .nullable()

/** A value that the environment may set too: then it wins and the console shows it read-only. */
const settable = z.object({ value: z.string().nullable(), from: z.enum(['environment', 'console', 'nothing']) })

export const setupOut = z
  .object({
    needed: z.boolean(),
    /** Only with a valid token. */
    key: z.object({ file: z.string(), from: z.enum(['environment', 'data_dir']) }).nullable(),
    public_url: settable.nullable(),
    mail: settable.nullable(),
  })
  .openapi('Setup')

export const mailInput = z.strictObject({
  host: z
    .string()
    .trim()
    .min(1, 'The mail server is missing.')
    .max(255)
    .regex(/^[\w.:-]+$/, 'Only a host name or an address, as in mail.acme.example.'),
  port: z.number().int().min(1).max(65535),
  secure: z
    .boolean()
    .optional()
    .openapi({ description: 'TLS from the first byte (port 465). Otherwise STARTTLS where offered.' }),
  user: z
    .string()
    .trim()
    .max(255)
    .regex(/^\P{Cc}*$/u, 'No control characters.')
    .optional(),
  password: z
    .string()
    .max(255)
    .optional()
    .openapi({ description: 'Left out, a stored one is kept for the same host and user.' }),
  from: z.email('This is not an email address.').max(200),
})

export const mailTestInput = z
  .strictObject({
    to: z.email('This is not an email address.').max(200).optional().openapi({ description: 'Otherwise to yourself.' }),
  })
  .openapi('MailTestInput')

export const mailTestOut = z
  .object({ to: z.string(), answer: z.string().openapi({ description: 'What the mail server said.' }) })
  .openapi('MailTest')

export const setupInput = z
  .strictObject({
    token: z.string().min(1).max(200),
    name: line(100, 'Your name is missing.'),
    email: z.email('This is not an email address.').max(200),
    password: z.string().min(PASSWORD_LENGTH.min, 'At least 10 characters.').max(PASSWORD_LENGTH.max),
    workspace_name: line(100, 'The workspace needs a name.'),
    time_zone: z.string().max(60).optional(),
    public_url: z.string().max(500).nullable().optional(),
    mail: mailInput.nullable().optional(),
  })
  .openapi('SetupInput')

const newWorkspaces = z
  .enum(['operator', 'anybody'])
  .openapi({ description: 'Who makes workspaces: the operator alone, or anybody who is signed in.' })

export const installationOut = z.object({
  public_url: settable,
  mail: settable.extend({
    checked_at: z.iso.datetime().nullable(),
    /** What `value` is made of, for the form. */
    server: z
      .object({
        host: z.string(),
        port: z.number().int(),
        secure: z.boolean(),
        user: z.string().nullable(),
        from: z.string(),
        password_set: z.boolean(),
      })
      .nullable(),
  }),
  key: z.object({ file: z.string(), from: z.enum(['environment', 'data_dir']) }),
  new_workspaces: newWorkspaces,
  workspaces_per_person: z.number().int(),
  deletion_grace_days: z.number().int(),
  access_contact: z.string().nullable(),
})

export const sendingOut = z
  .object({
    /** Null while nothing holds it up. */
    paused_since: z.iso.datetime().nullable(),
    why: z.enum(['restored', 'copied']).nullable(),
    restored_from: z.iso.datetime().nullable(),
    /** Texts that may have been sent from elsewhere and are being looked up; counted up to 10,000. */
    in_doubt: z.number().int(),
  })
  .openapi('Sending')

export const installationWithSending = installationOut.extend({ sending: sendingOut }).openapi('Installation')

export const releaseInput = z
  .strictObject({
    force: z.boolean().default(false).describe('Release although some texts are still in doubt; those stay so.'),
    other_ran: z
      .boolean()
      .optional()
      .describe('Of a copy: whether another one may have sent since the copy was made. What waits is then looked up.'),
  })
  .openapi('SendingRelease')

export const installationPatch = z
  .strictObject({
    public_url: z.string().max(500).nullable().optional(),
    mail: mailInput.nullable().optional(),
    new_workspaces: newWorkspaces.optional(),
    workspaces_per_person: z.number().int().min(1).max(1000).optional().openapi({
      description: 'How many workspaces one person may make, where anybody may.',
    }),
    deletion_grace_days: z.number().int().min(1).max(365).optional().openapi({
      description: 'How long a workspace that was marked for deletion can be kept.',
    }),
    access_contact: contact.optional().openapi({
      description: 'Whom to ask for access to SMS, or for a workspace: an address, a number or a page.',
    }),
  })
  .openapi('InstallationPatch')

export const emailAddress = z
  .string('The email address is missing.')
  .trim()
  .toLowerCase()
  .pipe(z.email('This is not an email address.').max(200, 'At most 200 characters.'))

export const operatorOut = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    you: z.boolean(),
    last_operator: z.boolean().openapi({ description: 'True for an operator beside whom there is no other.' }),
  })
  .openapi('Operator')

export const operatorPage = pageOf(operatorOut)

export const operatorInput = z
  .strictObject({
    email: emailAddress.openapi({ description: 'Of somebody who has an account: a member of any workspace.' }),
  })
  .openapi('OperatorInput')

export const apiKeyOut = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string(),
    permissions: z.array(z.enum(PERMISSIONS)),
    lapsed: z
      .array(z.enum(PERMISSIONS))
      .openapi({ description: 'Of these, what it may not do because whoever made it may not any more.' }),
    maker_left: z.boolean().openapi({ description: 'Whoever made it belongs to the workspace no more.' }),
    expires_at: z.iso.datetime().nullable(),
    last_used_at: z.iso.datetime().nullable(),
    created_by: z.string(),
    created_at: z.iso.datetime(),
  })
  .openapi('ApiKey')

export const apiKeyInput = z.strictObject({
  name: line(100, 'The key needs a name.'),
  permissions: z.array(z.enum(PERMISSIONS)).min(1, 'Choose at least one permission.'),
  expires_at: z.iso.datetime({ offset: true }).nullable().optional(),
})

export const apiKeyPage = pageOf(apiKeyOut)

export const apiKeyMade = apiKeyOut
  .extend({ key: z.string().openapi({ description: 'Shown this once.' }) })
  .openapi('ApiKeyMade')

export type MeOut = z.infer<typeof meOut>
