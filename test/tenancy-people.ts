import assert from 'node:assert/strict'
import { hashPassword } from 'better-auth/crypto'
import { sql } from 'kysely'
import { chance, INSTALLATION, newId } from '../server/kit/id.ts'
import { createApiKey } from '../server/workspaces/api-keys.ts'
import { type BuiltInRole, PERMISSIONS, type Permission, ROLES } from '../shared/permissions.ts'
import type { TestServer } from './app.ts'

/** Somebody who asks, by what their requests carry. Without a workspace they name the one that a request is about. */
export interface Caller {
  who: string
  headers: Record<string, string>
  workspace?: string
}

export interface Member extends Caller {
  person: Person
  permissions: readonly Permission[]
}

/** A person with a session as the sign-in hands it out: the cookie it set. */
export interface Person {
  userId: string
  as(who: string, workspace?: string): Caller
  signOut(): Promise<void>
  /** Begins another session, as on another device, and answers with its id. */
  elsewhere(): Promise<string>
}

const PASSWORD = 'correct horse battery'
let hash: Promise<string> | undefined
let people = 0

/** Somebody with a password, who belongs to these workspaces with these roles, and has signed in. */
export async function signInAs(
  { url, context }: TestServer,
  memberships: Record<string, string>,
  options: { operator?: true; origin?: string } = {},
): Promise<Person> {
  people += 1
  const id = newId('usr')
  const email = `${id}@acme.example`
  hash ??= hashPassword(PASSWORD)
  const password = await hash
  await context.db.signIn(async (tx) => {
    const operator = options.operator ?? false
    await tx
      .insertInto('auth_users')
      .values({ id, name: 'Test person', email, email_verified: true, operator })
      .execute()
    await tx
      .insertInto('auth_accounts')
      .values({ id: newId('acc'), user_id: id, account_id: id, provider_id: 'credential', password })
      .execute()
  })
  for (const [workspace_id, role] of Object.entries(memberships))
    await context.db.tenant(workspace_id, (tx) =>
      tx.insertInto('members').values({ workspace_id, user_id: id, role }).execute(),
    )
  // Each from an address of their own, as a proxy would say: one address may not try to sign in this often.
  const page = {
    origin: options.origin ?? url,
    'sec-fetch-site': 'same-origin',
    'x-forwarded-for': `198.51.100.${people}`,
  }
  const headers = { ...page, 'content-type': 'application/json' }
  const body = JSON.stringify({ email, password: PASSWORD })
  const answer = await fetch(`${url}/auth/sign-in/email`, { method: 'POST', headers, body })
  assert.equal(answer.status, 200, await answer.text())
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return {
    userId: id,
    as: (who, workspace) => ({ who, headers: { ...page, cookie }, ...(workspace && { workspace }) }),
    async signOut() {
      const left = await fetch(`${url}/auth/sign-out`, { method: 'POST', headers: { ...headers, cookie }, body: '{}' })
      assert.equal(left.status, 200, await left.text())
    },
    async elsewhere() {
      const session = {
        id: newId('ses'),
        user_id: id,
        token: chance(32),
        expires_at: sql<Date>`now() + interval '1 day'`,
      }
      await context.db.signIn((tx) => tx.insertInto('auth_sessions').values(session).execute())
      return session.id
    },
  }
}

export async function emailOf({ context }: TestServer, userId: string): Promise<string> {
  const { email } = await context.db.signIn((tx) =>
    tx.selectFrom('auth_users').select('email').where('id', '=', userId).executeTakeFirstOrThrow(),
  )
  return email
}

/** With each built-in role, one who has nothing else. */
export async function membersOf(server: TestServer, workspace: string): Promise<Member[]> {
  const names = Object.keys(ROLES) as BuiltInRole[]
  const signedIn = names.map(async (role) => {
    const person = await signInAs(server, { [workspace]: role })
    const { permissions } = ROLES[role]
    return { ...person.as(`the member with the role ${role}`, workspace), person, permissions }
  })
  return Promise.all(signedIn)
}

/** A role of the workspace's own, with somebody who has it, and its permissions as they are ticked from then on. */
export async function ownRole(server: TestServer, workspace: string) {
  const id = newId('rol')
  const { db } = server.context
  await db.tenant(workspace, (tx) =>
    tx
      .insertInto('roles')
      .values({ workspace_id: workspace, id, name: `Made ${id}`, permissions: [] })
      .execute(),
  )
  const person = await signInAs(server, { [workspace]: id })
  return async (permissions: readonly Permission[]): Promise<Caller> => {
    await db.tenant(workspace, (tx) =>
      tx
        .updateTable('roles')
        .set({ permissions: [...permissions] })
        .where('id', '=', id)
        .execute(),
    )
    return person.as(`a role with ${permissions.join() || 'nothing'} ticked`, workspace)
  }
}

/** All who are nobody, or no longer somebody. */
export async function strangers(server: TestServer, workspace: string): Promise<Caller[]> {
  const { db } = server.context
  const gone = await signInAs(server, { [workspace]: 'owner' })
  await gone.signOut()
  const late = await signInAs(server, { [workspace]: 'owner' })
  await db.signIn((tx) =>
    tx
      .updateTable('auth_sessions')
      .set({ expires_at: sql`now() - interval '1 second'` })
      .where('user_id', '=', late.userId)
      .execute(),
  )
  const [expired, revoked] = [
    await makeKey(server, PERMISSIONS, workspace),
    await makeKey(server, PERMISSIONS, workspace),
  ]
  await db.tenant(workspace, async (tx) => {
    const past = sql<Date>`now() - interval '1 second'`
    await tx.updateTable('api_keys').set({ expires_at: past }).where('id', '=', expired.id).execute()
    await tx.deleteFrom('api_keys').where('id', '=', revoked.id).execute()
  })
  const made = gone.as('').headers.cookie!.replace(/=[^;.]+/, `=${chance(32)}`)
  return [
    { who: 'nobody', headers: {} },
    { who: 'a made-up key', headers: bearer(`hs_${chance(12)}_${chance(40)}`) },
    { who: 'a key that ran out', headers: bearer(expired.key) },
    { who: 'a deleted key', headers: bearer(revoked.key) },
    gone.as('a session that was signed out'),
    late.as('a session that ran out'),
    { who: 'a made-up session', headers: { ...gone.as('').headers, cookie: made } },
  ]
}

/** Those who hold one key of a workspace, each made when it is first asked for. */
export function keyHolders(server: TestServer, workspace: string) {
  const made = new Map<string, Promise<Caller>>()
  const make = async (permissions: readonly Permission[]) => {
    const { key } = await makeKey(server, permissions, workspace)
    return { who: `a key with ${permissions.join() || 'nothing'}`, headers: bearer(key) }
  }
  return (permissions: readonly Permission[]): Promise<Caller> => {
    const known = made.get(permissions.join()) ?? make(permissions)
    made.set(permissions.join(), known)
    return known
  }
}

export const allBut = (one: Permission) => PERMISSIONS.filter((other) => other !== one)

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })

function makeKey({ context }: TestServer, permissions: readonly Permission[], workspaceId: string) {
  const who = { kind: 'user', id: 'usr_test', name: 'Test owner', email: null, address: null, operator: true } as const
  const maker = { ...who, workspaceId, permissions: new Set<string>(PERMISSIONS) }
  return createApiKey(context, maker, { name: 'For one test', permissions: [...permissions] })
}

/** Who has no membership, and therefore sees none of any workspace but the installation's own. */
export async function operator(server: TestServer): Promise<Person & { inInstallation: Caller }> {
  const person = await signInAs(server, {}, { operator: true })
  return { ...person, inInstallation: person.as('the operator', INSTALLATION) }
}
