import { z } from '@hono/zod-openapi'
import { PASSWORD_LENGTH } from '../workspaces/schema.ts'

export const sessionOut = z
  .object({
    id: z.string(),
    device: z.string().openapi({ description: 'Browser and device in words, as in "Firefox on Windows".' }),
    address: z.string().nullable().openapi({ description: 'From where it was started.' }),
    since: z.iso.datetime(),
    seen_at: z.iso.datetime().openapi({ description: 'When it was last used, to within five minutes.' }),
    current: z.boolean().openapi({ description: 'The one that asks.' }),
  })
  .openapi('Session')

export const sessionsOut = z.object({ items: z.array(sessionOut), next: z.null() }).openapi('SessionPage')

export const sessionsEnded = z.object({ ended: z.number().int() }).openapi('SessionsEnded')

export const waysOut = z
  .object({
    password: z.boolean(),
    providers: z.array(z.object({ issuer: z.string(), since: z.iso.datetime() })),
  })
  .openapi('WaysToSignIn')

export const profileInput = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1, 'Your name is missing.')
      .max(100, 'At most 100 characters.')
      .regex(/^\P{Cc}*$/u, 'Line breaks and control characters are not possible here.'),
  })
  .openapi('ProfileInput')

export const newPassword = z
  .string()
  .min(PASSWORD_LENGTH.min, `At least ${PASSWORD_LENGTH.min} characters.`)
  .max(PASSWORD_LENGTH.max, `At most ${PASSWORD_LENGTH.max} characters.`)
