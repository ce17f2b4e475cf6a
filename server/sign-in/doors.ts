import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context as HonoContext } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import type { Context } from '../kit/context.ts'
import { invalid, Problem } from '../kit/problem.ts'
import { type Env, pointer } from '../kit/route.ts'
import { isOnLoopback } from '../workspaces/address.ts'
import { clientAddress, signInHeaders } from '../workspaces/client-address.ts'
import { refuseForeignPage } from '../workspaces/sign-in.ts'
import { changePassword } from './change.ts'
import { askForReset, type Caller, resetByLink } from './reset.ts'
import { newPassword } from './schema.ts'

const LARGEST_BODY_BYTES = 16 * 1024

const email = z.email('This is not an email address.').max(200)
const change = z.object({ currentPassword: z.string().max(1000), newPassword })
const reset = z.object({ token: z.string().max(100), password: newPassword })

/** What is open under /auth beside better-auth's own (server/workspaces/sign-in.ts), and before it. */
export function mountDoors(app: OpenAPIHono<Env>, context: Context): void {
  app.use('/auth/*', bodyLimit({ maxSize: LARGEST_BODY_BYTES, onError: refuseLength }))
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

/** A request that a page of ours made, in the shape that is wanted. */
export async function readOwn<Shape extends z.ZodType>(
  c: HonoContext<Env>,
  context: Context,
  shape: Shape,
): Promise<z.infer<Shape>> {
  refuseForeignPage(c.req.raw.headers, context.publicUrl())
  const read = shape.safeParse(await c.req.json().catch(() => null))
  if (read.success) return read.data
  throw invalid(read.error.issues.map(({ path, message }) => ({ pointer: pointer(path), detail: message })))
}

export function answer(c: HonoContext<Env>, body: object) {
  c.header('cache-control', 'no-store')
  return c.json(body, 200)
}

/** What is mailed leads to the public address, wherever the page was opened. */
function callerOf(c: HonoContext<Env>, context: Context): Caller {
  return { address: clientAddress(c), base: context.publicUrl() ?? baseOf(c.req.raw.headers, null) }
}

/** The address a page of ours was opened at; who asks without a page gets the public one. */
export function baseOf(headers: Headers, publicUrl: string | null): string {
  const origin = headers.get('origin')
  if (origin) return origin
  if (publicUrl) return publicUrl
  return isOnLoopback(headers) ? `http://${headers.get('host')}` : ''
}

function refuseLength(): never {
  throw new Problem(413, 'too_large', 'That is more than an email address and a password.')
}
