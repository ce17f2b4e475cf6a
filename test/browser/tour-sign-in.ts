import { startProvider } from '../oidc/provider.ts'
import type { Album } from './album.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** Signing in by password and by a provider, a forgotten password, the profile, and both screens of single sign-on. */
export async function tourSignIn({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, fill, reads } = visit(page, site.url)
  const context = await page.context().browser()!.newContext({ reducedMotion: 'reduce', colorScheme: 'light' })
  context.setDefaultTimeout(10_000)
  const theirs = await context.newPage()
  const them = visit(theirs, site.url)
  const provider = await startProvider()
  try {
    await open('/settings/single-sign-on')
    await reads('Not set up.')
    await take('90-sso-none')
    await press('Set up single sign-on')
    await take('91-sso-form', { whole: true })
    await fill('Issuer', 'https://10.0.0.1')
    await fill('Client ID', 'handset')
    await page.getByLabel('Client secret').fill('a secret')
    await fill('Domains', 'acme.example, acme.test')
    await press('Check and save')
    await reads('Nothing was saved.')
    await take('92-sso-refused', { whole: true })
    await claim(site, provider.issuer)
    await open('/settings/single-sign-on')
    await reads('Waits for the operator of this installation')
    await take('93-sso', { whole: true })
    await press('Remove single sign-on…')
    await take('94-sso-remove')
    await open('/installation/domains')
    await reads('acme.test')
    await take('95-domains')
    await page.getByRole('button', { name: 'Confirm acme.test for Acme' }).click()
    await take('96-domain-confirm')
    await open('/profile')
    await reads('This one')
    await take('97-profile', { whole: true })
    await page.getByRole('button', { name: 'Change' }).click()
    await press('Change the password')
    await take('98-profile-password', { whole: true })
    await them.open('/sign-in?refused=removed')
    await take('99-sign-in-refused', { page: theirs })
    await theirs.getByLabel('Email').fill('rosa@acme.example')
    await them.reads('sign in through their organisation')
    await take('100-sign-in-sso', { page: theirs })
    await them.open('/forgot')
    await them.reads('This Handset cannot send mail.')
    await take('101-forgot-no-mail', { page: theirs })
    await theirs.goto(`${site.url}/new-password#made-up`)
    await theirs.getByLabel('New password').waitFor()
    await take('102-new-password', { page: theirs })
    await theirs.getByLabel('New password').fill('correct horse battery')
    await them.press('Set the password')
    await them.reads('leads nowhere any more')
    await take('103-new-password-spent', { page: theirs })
  } finally {
    await context.close()
    await provider.stop()
    await site.server.context.db.pool.query('delete from sso_connections')
    await site.server.context.db.pool.query('delete from sso_domains')
  }
}

/** As if it had been saved: one domain confirmed, one that waits. */
async function claim({ server }: Site, issuer: string): Promise<void> {
  const { pool } = server.context.db
  const { rows } = await pool.query(`select workspace_id as id from members limit 1`)
  const secret = (await server.context.keys.forWorkspace(rows[0].id)).seal('sso_connections.client_secret', 'a secret')
  await pool.query(
    `insert into sso_connections (workspace_id, issuer, client_id, client_secret_sealed, client_secret_by, role)
     values ($1, $2, 'handset', $3, 'Test owner', 'member')`,
    [rows[0].id, issuer, secret],
  )
  await pool.query(
    `insert into sso_domains (workspace_id, domain, confirmed_at, confirmed_by)
     values ($1, 'acme.example', now(), 'Test owner'), ($1, 'acme.test', null, null)`,
    [rows[0].id],
  )
}
