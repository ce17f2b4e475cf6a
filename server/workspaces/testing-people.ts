import assert from 'node:assert/strict'
import { newId } from '../kit/id.ts'
import { createOwner } from './setup.ts'
import { type Browser, openSite, type Site } from './testing.ts'

export const dana = { name: 'Dana', email: 'dana@acme.example', password: 'correct horse', workspaceName: 'Acme' }

/** A site where Dana is the operator and owns Acme, with whomever else a test wants. */
export interface Acme extends Site {
  acme: string
  operator: Browser
  /** Somebody with a role in Acme, or in no workspace at all. */
  person(name: string, role: string | null): Promise<{ id: string; email: string; browser: Browser }>
  /** The log of a workspace, the oldest first. */
  audited(workspaceId: string): Promise<Entry[]>
}

interface Entry {
  action: string
  target: string
  actor: string
  changes: Record<string, unknown>
}

export async function openAcme(): Promise<Acme> {
  const site = await openSite()
  const { workspaceId: acme } = await createOwner(site.context, dana)
  return {
    ...site,
    acme,
    operator: await signedIn(site, dana.email),
    async person(name, role) {
      const email = `${name}@acme.example`
      const id = await insert(site, name, email, role && { workspace_id: acme, role })
      return { id, email, browser: await signedIn(site, email) }
    },
    audited: (workspaceId) => readLog(site, workspaceId),
  }
}

async function signedIn(site: Site, email: string): Promise<Browser> {
  const browser = site.browser()
  const { status } = await browser.call('POST', '/auth/sign-in/email', { email, password: dana.password })
  assert.equal(status, 200)
  return browser
}

/** With Dana's password, since hashing one takes long. */
async function insert(
  site: Site,
  name: string,
  email: string,
  member: { workspace_id: string; role: string } | null | '',
): Promise<string> {
  const id = newId('usr')
  await site.context.db.signIn(async (tx) => {
    await tx.insertInto('auth_users').values({ id, name, email, email_verified: true }).execute()
    const { password } = await tx
      .selectFrom('auth_accounts')
      .select('password')
      .where('password', 'is not', null)
      .executeTakeFirstOrThrow()
    const account = { id: newId('acc'), user_id: id, account_id: id, provider_id: 'credential', password }
    await tx.insertInto('auth_accounts').values(account).execute()
    if (member)
      await tx
        .insertInto('members')
        .values({ ...member, user_id: id })
        .execute()
  })
  return id
}

async function readLog(site: Site, workspaceId: string): Promise<Entry[]> {
  const rows = await site.context.db.tenant(workspaceId, (tx) =>
    tx.selectFrom('audit_entries').select(['action', 'target', 'actor_name', 'changes']).orderBy('id').execute(),
  )
  return rows.map(({ action, target, actor_name, changes }) => ({
    action,
    target,
    actor: actor_name,
    changes: changes as Record<string, unknown>,
  }))
}
