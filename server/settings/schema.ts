import { z } from '@hono/zod-openapi'
import { COUNTRIES } from '../../shared/countries.ts'

const secretState = z
  .object({ set: z.boolean(), updated_at: z.iso.datetime().nullable(), updated_by: z.string().nullable() })
  .openapi('SecretState', { description: 'A secret is never given out, only that it is set, when, and by whom.' })

export const senderInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('phone_number'), phone_number: z.string().max(40) }),
  z.strictObject({ kind: z.literal('short_code'), short_code: z.string().max(12) }),
  z.strictObject({ kind: z.literal('messaging_service'), messaging_service_sid: z.string().max(40) }),
])

export const credentialsInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('auth_token'), auth_token: z.string().max(200).optional() }),
  z.strictObject({
    kind: z.literal('api_key'),
    api_key_sid: z.string().max(40),
    api_key_secret: z.string().max(200).optional(),
    auth_token: z
      .string()
      .max(200)
      .nullable()
      .optional()
      .openapi({ description: 'Proves that receipts come from the provider; null removes it.' }),
  }),
])

export const redirectInput = z.strictObject({
  enabled: z.boolean(),
  phone_number: z.string().max(40).nullable().optional(),
  ends_after_hours: z
    .union([z.literal(1), z.literal(8), z.literal(24)])
    .nullable()
    .optional(),
})

/** ISO 3166-1 alpha-2, as numbers are told apart by. */
const country = z
  .string()
  .regex(/^[A-Z]{2}$/, 'Two capital letters, as in DE.')
  .refine((code) => COUNTRIES.includes(code), 'No country with numbers of its own has this code.')

const workspacePart = {
  enabled: z.boolean(),
  organization_number: z.string().max(40).nullable().optional(),
  redirect: redirectInput.optional(),
  name_in_texts: z.string().max(100).nullable().optional(),
  titles_in_texts: z
    .boolean()
    .optional()
    .openapi({ description: 'Whether texts of alerts name the title of an item.' }),
  alert_segments: z
    .number()
    .int()
    .min(1)
    .max(10)
    .optional()
    .openapi({ description: 'Texts of alerts are shortened to so many segments.' }),
  help_text: z.string().max(1000).nullable().optional().openapi({
    description: 'What answers HELP, at most 480 characters and with a contact in it; null lets Handset word it.',
  }),
  support_contact: z
    .string()
    .max(200)
    .nullable()
    .optional()
    .openapi({ description: 'Of the workspace: whom people ask. Stands in the HELP text that Handset words.' }),
  help_too: z.boolean().optional().openapi({
    description: 'Where the provider answers HELP by itself, ours is sent as well if it names a contact.',
  }),
  allowed_countries: z
    .array(country)
    .max(250)
    .optional()
    .openapi({ description: 'Where texts may go. None named: everywhere but premium and satellite numbers.' }),
  revision: z
    .number()
    .int()
    .optional()
    .openapi({ description: 'The revision you looked at. Answers 409 when somebody saved in between.' }),
}

const accountPut = {
  ...workspacePart,
  account_sid: z.string().max(80),
  credentials: credentialsInput,
  sender: senderInput.nullable().optional(),
}

export const settingsPut = z
  .discriminatedUnion('provider', [
    z.strictObject({ provider: z.literal('twilio'), ...accountPut }),
    z.strictObject({ provider: z.literal('simulator'), ...accountPut }),
    z.strictObject({
      provider: z.literal('webhook'),
      ...workspacePart,
      webhook_url: z.string().max(2048),
      signing_secret: z.string().max(200).optional(),
      drops_repeats: z.boolean().optional(),
    }),
  ])
  .openapi('SmsSettingsInput')

export const settingsPatch = z
  .strictObject({
    provider: z.enum(['twilio', 'simulator', 'webhook']).optional(),
    account_sid: z.string().max(80).optional(),
    credentials: credentialsInput.optional(),
    sender: senderInput.nullable().optional(),
    webhook_url: z.string().max(2048).optional(),
    signing_secret: z.string().max(200).optional(),
    drops_repeats: z.boolean().optional(),
    ...workspacePart,
    enabled: z.boolean().optional(),
  })
  .openapi('SmsSettingsPatch')

export const checkLine = z
  .object({ id: z.string(), status: z.enum(['ok', 'warn', 'fail']), text: z.string(), detail: z.string().nullable() })
  .openapi('CheckLine')

export const STATES = ['not_configured', 'can_create', 'can_run', 'invalid', 'off', 'suspended'] as const

const sender = z
  .object({
    kind: z.enum(['phone_number', 'short_code', 'messaging_service', 'alphanumeric']),
    phone_number: z.string().optional(),
    short_code: z.string().optional(),
    messaging_service_sid: z.string().optional(),
    name: z.string().nullable(),
    country: z.string().nullable(),
  })
  .openapi('Sender')

/** Another provider's settings that are kept while this one is in use. */
const kept = z.object({
  provider: z.enum(['twilio', 'simulator', 'webhook']),
  account_sid: z.string().nullable(),
  webhook_url: z.string().nullable(),
})

export const settingsOut = z
  .object({
    provider: z.enum(['twilio', 'simulator', 'webhook']).nullable(),
    inherited: z
      .boolean()
      .openapi({ description: 'The connection is the installation’s, until this workspace saves its own.' }),
    above: z
      .object({
        connected: z.boolean(),
        switched_off: z.boolean(),
        redirecting: z.boolean(),
        own_settings_allowed: z.boolean(),
      })
      .nullable()
      .openapi({ description: 'What the operator set for all workspaces; null in the installation itself.' }),
    enabled: z.boolean(),
    enabled_at: z.iso.datetime().nullable(),
    enabled_by: z.string().nullable(),
    state: z.enum(STATES),
    barred: z
      .enum(['suspension', 'deletion', 'entitlement'])
      .nullable()
      .openapi({ description: 'Why nothing may be sent, whatever the settings say.' }),
    state_reason: z.string().nullable().openapi({ description: 'In words, for every member to read.' }),
    limits: z.array(z.string()).openapi({ description: 'What narrows a ready channel, such as a trial account.' }),
    account_sid: z.string().nullable(),
    account: z.object({ name: z.string().nullable(), kind: z.enum(['full', 'trial', 'unknown']) }).nullable(),
    credentials: z
      .union([
        z.object({ kind: z.literal('auth_token'), auth_token: secretState }),
        z.object({
          kind: z.literal('api_key'),
          api_key_sid: z.string(),
          api_key_secret: secretState,
          auth_token: secretState,
        }),
      ])
      .nullable(),
    previous_token_until: z.iso.datetime().nullable(),
    sender: sender.nullable(),
    organization_number: z.string().nullable(),
    webhook_url: z.string().nullable().openapi({ description: 'The values of its query are masked.' }),
    signing_secret: secretState.nullable(),
    drops_repeats: z.boolean().nullable(),
    redirect: z.object({
      enabled: z.boolean(),
      phone_number: z.string().nullable().openapi({ description: 'Masked.' }),
      since: z.iso.datetime().nullable(),
      by: z.string().nullable(),
      until: z.iso.datetime().nullable(),
      redirected: z.number().int(),
      over_limit: z.number().int(),
    }),
    name_in_texts: z.string().nullable(),
    titles_in_texts: z.boolean(),
    alert_segments: z.number().int(),
    help_text: z.string().nullable(),
    help_preview: z.string().openapi({ description: 'What answers HELP in the workspace’s language.' }),
    help_too: z.boolean(),
    support_contact: z.string().nullable(),
    allowed_countries: z.array(z.string()),
    waiting: z
      .object({
        reason: z.string(),
        code: z.number().int().nullable(),
        since: z.iso.datetime(),
        texts: z.number().int(),
        more: z.boolean(),
      })
      .nullable()
      .openapi({ description: 'Set while the provider refuses the account; texts wait meanwhile.' }),
    receipts_url: z.string().nullable(),
    public_url: z.string().nullable(),
    last_text_at: z.iso.datetime().nullable(),
    tested_since_change: z.boolean(),
    simulator: z.object({ offered: z.boolean(), page_url: z.string().nullable() }),
    kept: z.array(kept),
    revision: z.number().int(),
    changed_at: z.iso.datetime().nullable(),
    changed_by: z.string().nullable(),
  })
  .openapi('SmsSettings')

/** What a save answers: the settings as they are now, and the checks that were made on the way. */
export const settingsSaved = settingsOut
  .extend({
    checks: z.array(checkLine),
    new_signing_secret: z.string().nullable().openapi({ description: 'Made by this save, and shown this once.' }),
  })
  .openapi('SmsSettingsSaved')

export const signingSecretMade = z
  .object({ signing_secret: z.string().openapi({ description: 'Shown this once.' }) })
  .openapi('SigningSecretMade')

export const accountSender = z
  .object({
    kind: z.enum(['phone_number', 'short_code', 'messaging_service', 'alphanumeric']),
    value: z.string(),
    name: z.string().nullable(),
    country: z.string().nullable(),
    sms: z.boolean(),
    unusable: z.string().nullable(),
  })
  .openapi('AccountSender')

export const inheritance = z
  .strictObject({
    own_settings_allowed: z
      .boolean()
      .openapi({ description: 'False: a workspace cannot begin to have a connection of its own.' }),
    opt_outs_everywhere: z.boolean().openapi({
      description: 'True: STOP to any sender, from then on, holds for every workspace, whatever it sends through.',
    }),
    daily_cap_micros: z.number().int().min(0).max(1_000_000_000_000_000).nullable().openapi({
      description:
        'What each workspace may use a day of the installation’s connection, unless the operator set it otherwise for one; null for any amount.',
    }),
  })
  .openapi('Inheritance')
export const inheritanceInput = inheritance.partial().openapi('InheritanceInput')
export type Inheritance = z.infer<typeof inheritance>
export type InheritanceInput = z.infer<typeof inheritanceInput>

export const settingsChange = z
  .object({ at: z.iso.datetime(), by: z.string(), what: z.string() })
  .openapi('SettingsChange')

export type SettingsPut = z.infer<typeof settingsPut>
export type SettingsPatch = z.infer<typeof settingsPatch>
export type SettingsOut = z.infer<typeof settingsOut>
export type SettingsSaved = z.infer<typeof settingsSaved>
export type State = (typeof STATES)[number]
export type SenderInput = z.infer<typeof senderInput>
export type CredentialsInput = z.infer<typeof credentialsInput>
