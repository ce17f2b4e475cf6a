import { z } from '@hono/zod-openapi'
import { CHANNELS } from '../../shared/preferences.ts'

/** Why nothing reaches somebody on a channel, whatever they choose. */
export const CHANNEL_TROUBLES = [
  'inactive',
  'no_account',
  'no_address',
  'mails_stopped',
  'no_mail_server',
  'no_phone',
  'malformed',
  'unverified',
  'switched_off',
  'opted_out',
  'country_not_allowed',
  'suspended',
  'not_ready',
  'channel_off',
  'no_sender',
  'redirected',
  'mails_redirected',
] as const

const cell = z.object({
  on: z.boolean(),
  chosen: z.boolean().openapi({ description: 'False: it is as everybody starts.' }),
})

const trouble = z.object({
  reason: z.enum(CHANNEL_TROUBLES),
  text: z.string().openapi({ description: 'The reason in one sentence.' }),
})
const channel = z.object({
  troubles: z.array(trouble).openapi({
    description:
      'Why nothing would arrive here now, whatever is chosen; the nearest to the person first. Empty: it would.',
  }),
})

export const preferencesOut = z
  .object({
    events: z
      .array(
        z.object({
          type: z.string(),
          name: z.string(),
          about: z.string(),
          own: z.boolean().openapi({ description: 'A type of this workspace, beside those that all have.' }),
          in_app: cell,
          email: cell,
          sms: cell,
        }),
      )
      .openapi({ description: 'Of what somebody is told where, once a trigger means them.' }),
    channels: z.object({ in_app: channel, email: channel, sms: channel }),
    mail_stopped: z.array(z.object({ event: z.string().nullable(), at: z.iso.datetime() })).openapi({
      description:
        'Of which events the mails were stopped by the link in one, without a sign-in; null for all. Holds for urgent ones too.',
    }),
  })
  .openapi('Preferences')
export type PreferencesOut = z.infer<typeof preferencesOut>
export type ChannelTrouble = z.infer<typeof trouble>

export const preferencesPatch = z
  .strictObject({
    events: z
      .record(
        z.string(),
        z.record(z.string(), z.boolean().nullable()).superRefine((channels, at) => {
          for (const name of Object.keys(channels).filter((key) => !(CHANNELS as readonly string[]).includes(key))) {
            at.addIssue({ code: 'custom', path: [name], message: `No such channel. There are ${CHANNELS.join(', ')}.` })
          }
        }),
      )
      .openapi({
        description:
          'By event, then by channel: true, false, or null for as everybody starts. What is not named stays.',
        example: { mentioned: { sms: true }, comment_added: { email: null } },
      }),
    mail_stopped: z.literal(false).optional().openapi({
      description: 'Lets mails come again that were all stopped by the link in one.',
    }),
  })
  .openapi('PreferencesPatch')
export type PreferencesPatch = z.infer<typeof preferencesPatch>
