import type { MiddlewareHandler } from 'hono'
import type { Actor, Context } from '../kit/context.ts'
import { Problem } from '../kit/problem.ts'
import type { Env, Person } from '../kit/route.ts'
import { isCrossSite, madeBy, wrongOrigin } from './address.ts'
import { clientAddress } from './client-address.ts'
import { openKeyCheck } from './key-check.ts'
import { membershipsOf, permissionsOf } from './members.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Finds out who asks. Whether they may is for each route to say; nobody known means an actor of undefined. */
export function access(context: Context): MiddlewareHandler<Env> {
  const checkKey = openKeyCheck(context)
  return async (c, next) => {
    const authorization = c.req.header('authorization')
    if (authorization !== undefined) {
      const actor = await checkKey(authorization.replace(/^Bearer +/i, ''))
      c.set('actor', actor && { ...actor, address: clientAddress(c) })
      return next()
    }
    const headers = c.req.raw.headers
    const by = changedBy(c.req.method, headers, context.publicUrl())
    const session = headers.has('cookie') ? await context.signIn.session(headers) : null
    if (!session) return next()
    // A cookie comes along whichever page made the browser ask, so what changes something must come from our own.
    if (by !== 'own_page') throw wrongOrigin(context.publicUrl())
    for (const cookie of session.cookies) c.header('set-cookie', cookie, { append: true })
    const actor = await memberActor(context, session.userId, c.req.header('handset-workspace'))
    const address = clientAddress(c)
    c.set('actor', actor && { ...actor, address })
    if (!actor) c.set('person', await readPerson(context, session.userId, address))
    return next()
  }
}

/** Signed in or not: somebody else's page may not sign a person in either. */
function changedBy(method: string, headers: Headers, publicUrl: string | null): ReturnType<typeof madeBy> {
  if (SAFE_METHODS.has(method)) return 'own_page'
  const by = madeBy(headers, publicUrl)
  // Before set-up our own address may not be known yet; browsers tell all the same.
  if (by === 'foreign_page' && (publicUrl !== null || isCrossSite(headers))) throw wrongOrigin(publicUrl)
  return by
}

/** Somebody in no workspace: they may be told so, and may make one where the installation allows it. */
async function readPerson(context: Context, id: string, address: string | null): Promise<Person | undefined> {
  const row = await context.db.signIn((tx) =>
    tx.selectFrom('auth_users').select(['name', 'email', 'operator']).where('id', '=', id).executeTakeFirst(),
  )
  return row && { id, ...row, address }
}

async function memberActor(
  context: Context,
  userId: string,
  workspaceId: string | undefined,
): Promise<Omit<Actor, 'address'> | undefined> {
  const memberships = await membershipsOf(context, userId)
  const member = workspaceId ? memberships.find((one) => one.workspaceId === workspaceId) : memberships[0]
  if (member)
    return {
      workspaceId: member.workspaceId,
      kind: 'user',
      id: userId,
      name: member.name,
      email: member.email,
      operator: member.operator,
      permissions: permissionsOf(member),
    }
  if (workspaceId && memberships.length)
    throw new Problem(404, 'workspace_not_found', 'You belong to no such workspace.')
  return undefined
}
