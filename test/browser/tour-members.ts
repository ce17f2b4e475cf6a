import type { Album } from './album.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

const PERSON = { name: 'Test auditor', password: 'correct horse battery' }

/** Members, invitations and roles, as an owner and as somebody who may only look, and the page of an invitation. */
export async function tourMembers({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, fill, reads, api } = visit(page, site.url)
  const invite = async (email: string, role: string) =>
    (await api('POST', '/v1/invitations', { email, role })).body.link as string
  await open('/settings/members')
  await reads('The only owner')
  await take('70-members-alone', { whole: true })

  const link = await invite('auditor@acme.example', 'auditor')
  const context = await page.context().browser()!.newContext({ reducedMotion: 'reduce', colorScheme: 'light' })
  context.setDefaultTimeout(10_000)
  const theirs = await context.newPage()
  const them = visit(theirs, site.url)
  await theirs.goto(link)
  await theirs.route('**/v1/invitation', async (route) => {
    const shown = (await (await route.fetch()).json()) as object
    await route.fulfill({ json: { ...shown, single_sign_on: true } })
  })
  await theirs.reload()
  await them.reads('sign in by their organisation')
  await take('71-invitation-by-organisation', { page: theirs })
  await theirs.unrouteAll()
  await theirs.reload()
  await them.reads('New here?')
  await take('71-invitation', { page: theirs, whole: true })
  await them.press('Join Acme')
  await them.reads('Your name is missing.')
  await take('72-invitation-faults', { page: theirs, whole: true })
  await them.fill('Your name', PERSON.name)
  await theirs.getByLabel('Password').fill(PERSON.password)
  await them.press('Join Acme')
  await theirs.getByRole('navigation', { name: 'Main' }).waitFor()
  await them.open('/settings/members')
  await take('73-members-read-only', { page: theirs, whole: true })
  await theirs.goto(link)
  await them.reads('leads nowhere any more')
  await take('74-invitation-over', { page: theirs })
  await theirs.goto(await invite('somebody.else@acme.example', 'member'))
  await theirs.reload()
  await them.reads('Sign out to accept it.')
  await take('75-invitation-other-address', { page: theirs, whole: true })
  await theirs.route('**/v1/invitation', async (route) => {
    const shown = (await (await route.fetch()).json()) as { email: string }
    await route.fulfill({ json: { ...shown, signed_in_as: shown.email } })
  })
  await theirs.reload()
  await them.reads('You are signed in as somebody.else@acme.example.')
  await take('75-invitation-signed-in', { page: theirs })
  await context.close()

  await api('POST', '/v1/roles', { name: 'Night desk', permissions: ['messages.send', 'history.read', 'sms.test'] })
  const { items } = (await api('GET', '/v1/roles')).body as { items: { id: string; name: string }[] }
  const desk = items.find(({ name }) => name === 'Night desk')!.id
  await invite('night@acme.example', desk)
  await open('/settings/members')
  await reads('somebody.else@acme.example')
  await page.getByRole('button', { name: 'What it may do: Night desk' }).click()
  await take('76-members', { whole: true })
  await page.getByLabel('Role of Test auditor').first().click()
  await page.getByRole('option', { name: 'Campaigner' }).waitFor()
  await take('77-members-role-choice')
  await page.keyboard.press('Escape')
  await press('Invite somebody')
  await fill('Email', 'auditor@acme.example')
  await press('Invite')
  await reads('belongs to this workspace already')
  await take('78-invite')
  await fill('Email', 'new@acme.example')
  await press('Invite')
  await reads('Handset sends no mail here')
  await take('79-invite-link')
  await press('I have copied it')
  await press('Make a role')
  await press('Make the role')
  await reads('The role needs a name.')
  await take('80-role', { whole: true })
  await page.keyboard.press('Escape')
  await press('Delete Night desk')
  await press('Delete it')
  await reads('It is in use.')
  await take('81-role-in-use')
  await press('Keep it')
  await press('Remove Test auditor')
  await take('82-remove')
  await press('Keep them')
  const { items: members } = (await api('GET', '/v1/members')).body as { items: { id: string; name: string }[] }
  const auditor = members.find(({ name }) => name === PERSON.name)!.id
  await api('PATCH', `/v1/members/${auditor}`, { role: 'owner' })
  await page.route('**/v1/me', async (route) => {
    const me = (await (await route.fetch()).json()) as { permissions: string[] }
    await route.fulfill({ json: { ...me, permissions: me.permissions.filter((one) => one !== 'workspace.delete') } })
  })
  await open('/settings/members')
  await reads('Holds more than you do')
  await take('83-members-hold-more', { whole: true })
  await page.unrouteAll()
  await page.route('**/v1/roles', (route) =>
    route.fulfill({ status: 503, json: { status: 503, code: 'x', detail: 'x' } }),
  )
  await open('/settings/members')
  await reads('Could not load the roles.')
  await take('84-members-not-loaded', { whole: true })
  await page.unrouteAll()
  await api('PATCH', `/v1/members/${auditor}`, { role: 'auditor' })
}
