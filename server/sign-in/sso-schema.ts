import { z } from '@hono/zod-openapi'

const secret = z.object({
  set: z.boolean(),
  updated_at: z.iso.datetime().nullable(),
  updated_by: z.string().nullable(),
})

const domainShown = z.object({
  domain: z.string(),
  confirmed: z
    .boolean()
    .openapi({ description: 'Only then people with such addresses are signed in by the provider.' }),
})

export const ssoOut = z
  .object({
    provider: z
      .object({
        issuer: z.string(),
        client_id: z.string(),
        client_secret: secret,
        role: z.object({ id: z.string(), name: z.string() }),
        required: z.boolean(),
        accept_unsaid: z.boolean(),
      })
      .nullable(),
    domains: z.array(domainShown),
    redirect_uri: z.string().openapi({ description: 'To be allowed at the provider.' }),
    logout_uri: z
      .string()
      .openapi({ description: 'Where the provider tells who signed out there (back-channel logout), if it can.' }),
  })
  .openapi('SingleSignOn')

/** As the host of an email address is compared: in lower case, other scripts in their coded form. */
const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .transform((text) => URL.parse(`https://${text.replace(/^@/, '')}`)?.hostname ?? '')
  .pipe(
    z
      .string()
      .regex(
        /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/,
        'Not a domain such as acme.example.',
      ),
  )

export const ssoInput = z
  .strictObject({
    issuer: z.string().trim().min(1, 'The issuer is missing.').max(500),
    client_id: z
      .string()
      .trim()
      .min(1, 'The client id is missing.')
      .max(500)
      .regex(/^\P{Cc}*$/u),
    client_secret: z
      .string()
      .min(1)
      .max(1000)
      .regex(/^[\x20-\x7e]+$/, 'Only plain characters, as the provider shows it.')
      .optional()
      .openapi({ description: 'Write-only. Left out, the stored one is kept for the same issuer and client.' }),
    domains: z.array(domain).min(1, 'Name at least one domain.').max(20),
    role: z.string().max(100).default('member'),
    required: z.boolean().default(false),
    accept_unsaid: z.boolean().default(false).openapi({
      description: 'Believe addresses of a provider that does not say whether it verified them.',
    }),
  })
  .openapi('SingleSignOnInput')

export const claimOut = z
  .object({
    workspace: z.object({ id: z.string(), name: z.string() }),
    domain: z.string(),
    issuer: z.string().nullable(),
    claimed_at: z.iso.datetime(),
    confirmed_at: z.iso.datetime().nullable(),
    confirmed_by: z.string().nullable(),
    /** Another workspace that has it. */
    held_by: z.string().nullable(),
  })
  .openapi('DomainClaim')

export const claimsOut = z.object({ items: z.array(claimOut), next: z.string().nullable() }).openapi('DomainClaimPage')

export const claimDecision = z.strictObject({ confirmed: z.boolean() }).openapi('DomainClaimDecision')
