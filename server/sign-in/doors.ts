import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context as HonoContext } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import type { Context } from '../kit/context.ts'
import { Problem } from '../kit/problem.ts'
import type { Env } from '../kit/route.ts'
import { baseOf } from '../workspaces/address.ts'
import { clientAddress, signInHeaders } from '../workspaces/client-address.ts'
import { changePassword } from './change.ts'
import { answer, readOwn } from './read-own.ts'
import { askForReset, type Caller, resetByLink } from './reset.ts'
import { newPassword } from './schema.ts'
import { mountSsoDoors } from './sso-doors.ts'

const LARGEST_BODY_BYTES = 16 * 1024

const email = z.email('This is not an email address.').max(200)
const change = z.object({ currentPassword: z.string().max(1000), newPassword })
const reset = z.object({ token: z.string().max(100), password: newPassword })

/** What is open under /auth beside better-auth's own (server/workspaces/sign-in.ts), and before it. */
export function mountDoors(app: OpenAPIHono<Env>, context: Context): void {
  app.use('/auth/*', bodyLimit({ maxSize: LARGEST_BODY_BYTES, onError: refuseLength }))
  mountSsoDoors(app, context)
  app.post('/auth/forgot', async (c) => {
    const given = await readOwn(c, context, z.object({ email }))
    await askForReset(context, given.email, callerOf(c, context))
    return answer(c, {})
  })
  app.post('/auth/reset', async (c) => {
    const given = await readOwn(c, context, reset)
    await resetByLink(context, given, clientAddress(c))
    return answer(c, {})
  })
  app.post('/auth/change-password', async (c) => {
    const given = await readOwn(c, context, change)
    const cookies = await changePassword(context, signInHeaders(c), given, clientAddress(c))
    for (const cookie of cookies) c.header('set-cookie', cookie, { append: true })
    return answer(c, {})
  })
}

/** What is mailed leads to the public address, wherever the page was opened. */
function callerOf(c: HonoContext<Env>, context: Context): Caller {
  return { address: clientAddress(c), base: context.publicUrl() ?? baseOf(c.req.raw.headers, null) }
}

function refuseLength(): never {
  throw new Problem(413, 'too_large', 'That is more than an email address and a password.')
}
