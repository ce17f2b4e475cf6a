import { z } from '@hono/zod-openapi'
import { PERMISSIONS } from '../../shared/permissions.ts'

export const meOut = z
  .object({
    user: z.object({ id: z.string(), name: z.string(), email: z.string(), operator: z.boolean() }).nullable(),
    api_key: z.object({ id: z.string(), name: z.string() }).nullable(),
    workspace: z.object({ id: z.string(), name: z.string(), slug: z.string(), time_zone: z.string() }),
    workspaces: z.array(z.object({ id: z.string(), name: z.string() })),
    role: z.string().nullable(),
    permissions: z.array(z.enum(PERMISSIONS)),
  })
  .openapi('Me')

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
  host: z.string().min(1).max(255),
  port: z.number().int().min(1).max(65535),
  secure: z
    .boolean()
    .optional()
    .openapi({ description: 'TLS from the first byte (port 465). Otherwise STARTTLS where offered.' }),
  user: z.string().max(255).optional(),
  password: z.string().max(255).optional(),
  from: z.email(),
})

export const setupInput = z
  .strictObject({
    token: z.string().min(1).max(200),
    name: z.string().trim().min(1, 'Your name is missing.').max(100),
    email: z.email('This is not an email address.').max(200),
    password: z.string().min(10, 'At least 10 characters.').max(200),
    workspace_name: z.string().trim().min(1, 'The workspace needs a name.').max(100),
    time_zone: z.string().max(60).optional(),
    public_url: z.string().max(500).nullable().optional(),
    mail: mailInput.nullable().optional(),
  })
  .openapi('SetupInput')

export const installationOut = z
  .object({
    public_url: settable,
    mail: settable.extend({ checked_at: z.iso.datetime().nullable() }),
    key: z.object({ file: z.string(), from: z.enum(['environment', 'data_dir']) }),
  })
  .openapi('Installation')

export const installationPatch = z.strictObject({
  public_url: z.string().max(500).nullable().optional(),
  mail: mailInput.nullable().optional(),
})

export const apiKeyOut = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string(),
    permissions: z.array(z.enum(PERMISSIONS)),
    expires_at: z.iso.datetime().nullable(),
    last_used_at: z.iso.datetime().nullable(),
    created_by: z.string(),
    created_at: z.iso.datetime(),
  })
  .openapi('ApiKey')

export const apiKeyInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  permissions: z.array(z.enum(PERMISSIONS)).min(1),
  expires_at: z.iso.datetime({ offset: true }).nullable().optional(),
})

export const apiKeyMade = apiKeyOut
  .extend({ key: z.string().openapi({ description: 'Shown this once.' }) })
  .openapi('ApiKeyMade')

export type MeOut = z.infer<typeof meOut>
