import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import { watch } from './look.ts'
import { becomeOwner, OWNER } from './owner.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

const THEM = { name: 'Second person', email: 'second@acme.example', password: 'correct horse battery' }

describe('members and roles, in two sessions at once', { skip }, async () => {
  const { site, context, page, seen, found, checkAccess } = await openWindow()
  const owner = visit(page, site.url)
  let other: BrowserContext
  let theirs: Page
  let theirSeen: ReturnType<typeof watch>
  before(async () => {
    await becomeOwner(page, site)
    other = await context.browser()!.newContext({ reducedMotion: 'reduce', colorScheme: 'light' })
    other.setDefaultTimeout(10_000)
    theirSeen = watch(other)
    theirs = await other.newPage()
  })
  after(() => other?.close())

  const row = (name: string, at = page) => at.getByRole('listitem', { name, exact: true })
  const roleField = (name: string) => page.getByLabel(`Role of ${name}`).first()
  const choose = async (name: string, role: string) => {
    await roleField(name).click()
    await page.getByRole('option', { name: role, exact: true }).click()
  }
  const links = (at: Page) => at.getByRole('navigation', { name: 'Main' }).getByRole('link')
  const statusOf = async (path: string) => (await other.request.get(site.url + path)).status()
  let link = ''

  test('the only owner is shown as such and cannot be changed', async () => {
    await owner.open('/settings/members')
    await row(OWNER.name).getByText('The only owner').waitFor()
    assert.equal(await roleField(OWNER.name).isDisabled(), true)
    assert.equal(await page.getByRole('button', { name: 'Leave' }).count(), 0)
    await page.getByText('Nobody is invited at the moment.').waitFor()
    await checkAccess('members, alone')
  })

  test('what cannot be invited is said at its field', async () => {
    await owner.press('Invite somebody')
    await owner.press('Invite')
    await owner.reads('The email address is missing.')
    await owner.fill('Email', OWNER.email)
    await owner.press('Invite')
    await owner.reads('belongs to this workspace already')
    await page.locator('input[name=email]:focus').waitFor()
    await checkAccess('inviting')
  })

  test('without a mail server the link is shown once, to be handed over', async () => {
    await owner.fill('Email', THEM.email)
    await page.getByRole('dialog').getByLabel('Role').first().click()
    await page.getByRole('option', { name: 'Auditor' }).click()
    await owner.press('Invite')
    link = (await page.getByRole('region', { name: 'invitation link' }).textContent())!
    assert.match(link, /\/invitation#[0-9a-z]{40}$/)
    await checkAccess('the link')
    await owner.press('I have copied it')
    await row(THEM.email).waitFor()
    assert.ok(!(await page.content()).includes(link.split('#')[1]!))
  })

  test('sent again, the link of before leads nowhere', async () => {
    await owner.press(`New link for ${THEM.email}`)
    const fresh = (await page.getByRole('region', { name: 'invitation link' }).textContent())!
    await owner.press('I have copied it')
    await theirs.goto(link)
    await theirs.getByRole('heading', { name: 'This invitation leads nowhere any more' }).waitFor()
    await checkAccess('an invitation that is over', theirs)
    link = fresh
  })

  test('its reader sees what it is for, chooses name and password, and is in', async () => {
    await theirs.goto(link)
    await theirs.reload()
    await theirs.getByRole('heading', { name: 'Join Acme' }).waitFor()
    await theirs.getByText('Read who changed what').waitFor()
    await theirs.getByRole('button', { name: 'Join Acme' }).click()
    await theirs.getByText('Your name is missing.').waitFor()
    await theirs.getByText('This password is too short.').waitFor()
    await checkAccess('an invitation', theirs)
    await theirs.getByLabel('Your name').fill(THEM.name)
    const password = theirs.getByLabel('Password')
    await password.fill(THEM.password)
    await theirs.getByRole('button', { name: 'Show' }).click()
    assert.equal(await password.getAttribute('type'), 'text')
    await theirs.getByRole('button', { name: 'Join Acme' }).click()
    await links(theirs).filter({ hasText: 'History' }).waitFor()
    assert.equal(await links(theirs).filter({ hasText: 'API keys' }).count(), 0)
    await theirs.goto(`${site.url}/settings/api-keys`)
    await theirs.getByText('You cannot see API keys. Owner or Admin can; ask one of them.').waitFor()
  })

  test('who may not manage reads who is here and what the roles hold, and can leave', async () => {
    await theirs.goto(`${site.url}/settings/members`)
    await row(THEM.name, theirs).getByText('you').waitFor()
    await theirs.getByRole('button', { name: 'What it may do: Auditor' }).click()
    await theirs.getByText('Read who changed what').waitFor()
    assert.equal(await theirs.getByRole('combobox').count(), 0)
    for (const name of ['Invite somebody', 'Make a role', `Remove ${OWNER.name}`])
      assert.equal(await theirs.getByRole('button', { name }).count(), 0, name)
    await checkAccess('members, read only', theirs)
  })

  test('a role that is given takes effect at the other session’s next request', async () => {
    assert.equal(await statusOf('/v1/api-keys'), 403)
    await owner.open('/settings/members')
    await choose(THEM.name, 'Admin')
    await owner.reads(`${THEM.name} is Admin now.`)
    assert.equal(await statusOf('/v1/api-keys'), 200)
    await theirs.goto(`${site.url}/settings/members`)
    await theirs.getByRole('button', { name: 'Invite somebody' }).waitFor()
    await row(OWNER.name, theirs).getByText('Only an owner can make another one.').waitFor()
    await checkAccess('members, as an admin', theirs)
  })

  test('a role of one’s own allows what was ticked and nothing else', async () => {
    await owner.press('Make a role')
    await owner.press('Make the role')
    await owner.reads('Choose at least one permission.')
    await owner.fill('Name', 'Night desk')
    const seeing = page.getByLabel('See the SMS settings')
    await page.getByLabel('Send test texts').check()
    await owner.reads('Whoever changes or tests them sees them too.')
    assert.deepEqual([await seeing.isChecked(), await seeing.isDisabled()], [true, true])
    await page.getByLabel('Send test texts').uncheck()
    await seeing.uncheck()
    await page.getByLabel('Make and revoke API keys').check()
    await checkAccess('making a role')
    await owner.press('Make the role')
    await row('Night desk').waitFor()
    await choose(THEM.name, 'Night desk')
    await owner.reads(`${THEM.name} is Night desk now.`)
    assert.deepEqual([await statusOf('/v1/api-keys'), await statusOf('/v1/messages')], [200, 403])
    await theirs.goto(`${site.url}/settings/api-keys`)
    await theirs.getByRole('button', { name: 'Make a key' }).waitFor()
    assert.equal(await links(theirs).filter({ hasText: 'History' }).count(), 0)
  })

  test('an edited role holds for whoever has it at their next request', async () => {
    await owner.press('Edit Night desk')
    await page.getByLabel('Read what was sent to whom').check()
    await page.getByLabel('Make and revoke API keys').uncheck()
    await owner.press('Save')
    await owner.reads('Night desk is changed for all who have it.')
    assert.deepEqual([await statusOf('/v1/api-keys'), await statusOf('/v1/messages')], [403, 200])
  })

  test('a role in use names who has it, and makes them Members when it is deleted', async () => {
    await owner.press('Delete Night desk')
    await owner.press('Delete it')
    await page.getByRole('dialog').getByText(THEM.name).waitFor()
    await checkAccess('deleting a role in use')
    await owner.press('Make them Members and delete it')
    await owner.reads('The role Night desk is deleted.')
    await row(THEM.name).waitFor()
    assert.equal(await roleField(THEM.name).inputValue(), 'Member')
    assert.equal(await statusOf('/v1/messages'), 403)
  })

  test('one’s own role is changed only after a second thought', async () => {
    await choose(THEM.name, 'Owner')
    await owner.reads(`${THEM.name} is Owner now.`)
    await choose(OWNER.name, 'Admin')
    await page.getByRole('dialog').getByText('Somebody else has to give you back').waitFor()
    await owner.press('Stay Owner')
    assert.equal(await roleField(OWNER.name).inputValue(), 'Owner')
    await choose(THEM.name, 'Admin')
    await owner.reads(`${THEM.name} is Admin now.`)
  })

  test('who is removed sees nothing any more at their next request, and their keys are named', async () => {
    await theirs.goto(`${site.url}/settings/api-keys`)
    await visit(theirs, site.url).api('POST', '/v1/api-keys', { name: 'Nightly job', permissions: ['sms.read'] })
    await owner.press(`Remove ${THEM.name}`)
    await checkAccess('removing somebody')
    await owner.press('Remove')
    await page.getByRole('dialog').getByText('Nightly job').waitFor()
    await owner.press('Done')
    await row(OWNER.name).getByText('The only owner').waitFor()
    assert.equal(await row(THEM.name).count(), 0)
    assert.notEqual(await statusOf('/v1/api-keys'), 200)
  })

  test('who has an account joins again with it, signed in already or after signing in', async () => {
    const invite = async () =>
      (await owner.api('POST', '/v1/invitations', { email: THEM.email, role: 'member' })).body.link as string
    await theirs.goto('about:blank')
    await theirs.goto(await invite())
    await theirs.getByText(`You are signed in as ${THEM.email}.`).waitFor()
    await theirs.getByRole('button', { name: 'Join Acme' }).click()
    await theirs.getByRole('navigation', { name: 'Main' }).waitFor()

    await theirs.goto(`${site.url}/settings/members`)
    await theirs.getByRole('button', { name: 'Leave' }).click()
    await theirs.getByRole('dialog').getByRole('button', { name: 'Leave' }).click()
    await theirs.waitForURL((url) => url.pathname !== '/settings/members')
    await other.clearCookies()
    await theirs.goto('about:blank')
    await theirs.goto(await invite())
    await theirs.getByRole('link', { name: 'Sign in' }).first().click()
    assert.ok(!theirs.url().includes('#'))
    await theirs.getByLabel('Email').fill(THEM.email)
    await theirs.getByLabel('Password').fill(THEM.password)
    await theirs.getByRole('button', { name: 'Sign in', exact: true }).click()
    await theirs.getByText(`You are signed in as ${THEM.email}.`).waitFor()
    await theirs.getByRole('button', { name: 'Join Acme' }).click()
    await theirs.getByRole('navigation', { name: 'Main' }).waitFor()
  })

  test('what does not come is said in its place', async () => {
    const refusal = { status: 422, json: { status: 422, code: 'x', detail: 'Out of order.' } }
    for (const path of ['members?*', 'roles', 'invitations?*'])
      await page.route(`**/v1/${path}`, (route) => route.fulfill(refusal))
    await owner.open('/settings/members')
    for (const thing of ['members', 'roles', 'invitations']) await owner.reads(`Could not load the ${thing}.`)
    await checkAccess('members, not loaded')
    await page.unrouteAll()
  })

  test('nothing on the way keeps people out or makes the browsers complain', () => {
    // A page that is open still asks for what its reader may not see any more.
    const theirs = theirSeen.complaints.filter((line) => !line.includes('status of 403'))
    assert.deepEqual([found, seen.complaints, theirs], [[], [], []])
  })
})
