import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startProvider } from '../oidc/provider.ts'
import { becomeOwner, OWNER } from './owner.ts'
import { addPerson, PASSWORD, signIn } from './people.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

describe('signing in, sessions and single sign-on, in the browser', { skip }, async () => {
  const provider = await startProvider()
  after(() => provider.stop())
  const { site, context, page, seen, found, checkAccess } = await openWindow({ HANDSET_ALLOW_HOSTS: provider.host })
  const { open, press, reads, fill } = visit(page, site.url)
  const { pool } = site.server.context.db
  let workspaceId: string
  before(async () => {
    await becomeOwner(page, site)
    workspaceId = (await pool.query(`select workspace_id as id from members`)).rows[0].id
    const redirectUri = `${site.url}/auth/sso/${workspaceId}/callback`
    await provider.serve([{ id: 'handset', secret: 'a secret of the client', redirectUri }])
    provider.accounts.set('sub-rosa', { email: 'rosa@acme.example', email_verified: true, name: 'Rosa' })
    provider.accounts.set('sub-petra', { email: 'petra@acme.example', email_verified: true, name: 'Petra' })
  })

  /** A second browser, known to the provider as somebody. */
  const another = async (subject = 'sub-rosa') => {
    provider.tamper.subject = subject
    const other = await context.browser()!.newContext({ reducedMotion: 'reduce', colorScheme: 'light' })
    other.setDefaultTimeout(10_000)
    return { other, tab: await other.newPage() }
  }

  test('a session elsewhere is listed, and dead once it was signed out here', async () => {
    const { other, tab } = await another()
    await addPerson(site, 'sam@acme.example', { workspaceId, role: 'admin' })
    await signIn(tab, site, 'sam@acme.example', '/profile')
    await tab.getByText('This one').waitFor()
    const { other: third, tab: theirs } = await another()
    await signIn(theirs, site, 'sam@acme.example', '/profile')
    await theirs.getByText('This one').waitFor()
    await theirs.getByRole('button', { name: 'Sign out Chrome on Linux' }).click()
    await theirs.getByText('Chrome on Linux is signed out.').waitFor()
    await tab.goto(`${site.url}/history`)
    await tab.getByRole('heading', { name: 'Sign in' }).waitFor()
    await third.close()
    await other.close()
  })

  test('the name is changed, and then stands in the navigation', async () => {
    await open('/profile')
    await fill('Name', 'Dana Lind')
    await press('Save')
    await page.getByRole('navigation', { name: 'Main' }).getByText('Dana Lind').waitFor()
    await checkAccess('profile')
  })

  test('the password is changed with the present one, told at its field', async () => {
    await page.getByRole('button', { name: 'Change' }).click()
    await page.getByLabel('Present password').fill('not it at all')
    await page.getByLabel('New password').fill('another horse battery')
    await press('Change the password')
    await reads('This is not your present password.')
    await checkAccess('changing the password')
    await page.getByLabel('Present password').fill(OWNER.password)
    await press('Change the password')
    await reads('Your password is changed.')
    assert.equal((await context.request.get(`${site.url}/v1/me`)).status(), 200)
  })

  test('without a mail server, who forgot is told whom to ask', async () => {
    const { other, tab } = await another()
    await tab.goto(`${site.url}/sign-in`)
    await tab.getByRole('link', { name: 'Forgot?' }).click()
    await tab.getByText('This Handset cannot send mail.').waitFor()
    await checkAccess('forgot', tab)
    await other.close()
  })

  test('a link sets a new password, once, and its secret does not stay in the address', async () => {
    const { makeResetLink } = await import('../../server/sign-in/reset.ts')
    const link = await makeResetLink(site.server.context, 'sam@acme.example', site.url)
    const { other, tab } = await another()
    await tab.goto(link!)
    await tab.getByLabel('New password').fill('a third horse battery')
    assert.ok(!tab.url().includes('#'))
    await checkAccess('new password', tab)
    await tab.getByRole('button', { name: 'Set the password' }).click()
    await tab.getByText('Your new password is set').waitFor()
    await tab.goto(link!)
    await tab.reload()
    await tab.goto('about:blank')
    await tab.goto(link!)
    await tab.getByLabel('New password').fill('a fourth horse battery')
    await tab.getByRole('button', { name: 'Set the password' }).click()
    await tab.getByText('This link leads nowhere any more').waitFor()
    await other.close()
  })

  test('a wrong secret is told at its field; saved, the domain waits for the operator, who confirms it by typing', async () => {
    await open('/settings/single-sign-on')
    await checkAccess('single sign-on, none')
    await press('Set up single sign-on')
    await fill('Issuer', provider.issuer)
    await fill('Client ID', 'handset')
    await page.getByLabel('Client secret').fill('not the secret')
    await fill('Domains', 'acme.example')
    await press('Check and save')
    await reads('The provider refuses this client id and secret')
    await page.locator('input[name=client_secret]:focus').waitFor()
    await checkAccess('single sign-on, refused')
    await page.getByLabel('Client secret').fill('a secret of the client')
    await press('Check and save')
    await reads('Waits for the operator of this installation')
    await checkAccess('single sign-on')
    await open('/installation/domains')
    await page.getByRole('button', { name: 'Confirm acme.example for Acme' }).click()
    await press('Confirm')
    await reads('Write acme.example.')
    await fill('To confirm, write acme.example', 'acme.example')
    await press('Confirm')
    await page.getByRole('button', { name: 'Withdraw acme.example for Acme' }).waitFor()
    await checkAccess('domains')
  })

  test('an address at that domain leads to the provider, and from there into the console', async () => {
    const { other, tab } = await another()
    await tab.goto(`${site.url}/profile`)
    await tab.getByLabel('Email').fill('rosa@acme.example')
    await tab.getByText('sign in through their organisation').waitFor()
    await checkAccess('sign-in by a provider', tab)
    await tab.getByRole('button', { name: 'Continue with single sign-on' }).click()
    await tab.getByText('None: you sign in through your organisation.').waitFor()
    await tab.getByText('rosa@acme.example').first().waitFor()
    await other.close()
  })

  test('who has an account with a password connects it by that password', async () => {
    await addPerson(site, 'petra@acme.example', { workspaceId, role: 'member' })
    const { other, tab } = await another('sub-petra')
    await tab.goto(`${site.url}/profile`)
    await tab.getByLabel('Email').fill('petra@acme.example')
    await tab.getByRole('button', { name: 'Continue with single sign-on' }).click()
    await tab.getByRole('heading', { name: 'You have an account already' }).waitFor()
    await tab.getByLabel('Your password here').fill('not it')
    await tab.getByRole('button', { name: 'Connect and go on' }).click()
    await tab.getByText('This is not your password.').waitFor()
    await checkAccess('connecting', tab)
    await tab.getByLabel('Your password here').fill(PASSWORD)
    await tab.getByRole('button', { name: 'Connect and go on' }).click()
    await tab.getByRole('heading', { name: 'Profile' }).waitFor()
    await tab.getByText('Single sign-on').waitFor()
    await other.close()
  })

  test('who is in by a password when single sign-on alone is demanded reads why they are out', async () => {
    await addPerson(site, 'lena@acme.example', { workspaceId, role: 'admin' })
    const { other, tab } = await another()
    await signIn(tab, site, 'lena@acme.example', '/settings/single-sign-on')
    await tab.getByRole('button', { name: 'Edit' }).click()
    await tab.getByLabel('Only single sign-on').check()
    await tab.getByRole('button', { name: 'Check and save' }).click()
    await tab.getByText('sign in by it once, so that you know you can').waitFor()
    await checkAccess('single sign-on that would bind oneself', tab)
    await open('/settings/single-sign-on')
    await press('Edit')
    await page.getByLabel('Only single sign-on').check()
    await press('Check and save')
    await page.getByText('Owners alone may use theirs').waitFor()
    await tab.getByRole('button', { name: 'Cancel' }).click()
    await tab.getByRole('link', { name: 'Members' }).click()
    await tab.getByText('Your organisation now wants you to sign in by single sign-on.').waitFor()
    await checkAccess('signed out for single sign-on', tab)
    await other.close()
  })

  test('who was refused on the way back reads why', async () => {
    provider.accounts.set('sub-eve', { email: 'eve@other.example', email_verified: true })
    const { other, tab } = await another('sub-eve')
    await tab.goto(`${site.url}/sign-in`)
    await tab.getByLabel('Email').fill('eve@acme.example')
    await tab.getByRole('button', { name: 'Continue with single sign-on' }).click()
    await tab.getByText('an address of another domain').waitFor()
    await checkAccess('refused', tab)
    await other.close()
  })

  test('nothing on the way keeps people out or makes the browser complain', () => {
    assert.deepEqual([found, seen.complaints], [[], []])
  })
})
