import { hashPassword } from 'better-auth/crypto'
import type { Page } from 'playwright-core'
import { insertPerson } from '../../server/workspaces/person.ts'
import type { Site } from './site.ts'

export const PASSWORD = 'correct horse battery'

/** Somebody beside the owner, in a workspace with a role, or in none yet. */
export async function addPerson(
  { server }: Site,
  email: string,
  membership?: { workspaceId: string; role: string },
): Promise<string> {
  const passwordHash = await hashPassword(PASSWORD)
  const name = email.split('@')[0]!
  return server.context.db.signIn(async (tx) => {
    const id = await insertPerson(tx, { name, email, passwordHash, verified: true, operator: false })
    if (!id) throw new Error(`${email} is here already`)
    if (membership) {
      const { workspaceId, role } = membership
      await tx.insertInto('members').values({ workspace_id: workspaceId, user_id: id, role }).execute()
    }
    return id
  })
}

export async function signIn(page: Page, site: Site, email: string, path = '/'): Promise<void> {
  await page.goto(new URL(path, site.url).href)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}
