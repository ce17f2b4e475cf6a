import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { openDirectory } from './directory.ts'
import { becomeOwner } from './owner.ts'
import { addPerson, signIn } from './people.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

describe('groups of people, long lists and who sees them', { skip }, async () => {
  const { site, context, page, seen, found, checkAccess } = await openWindow()
  const { open, press, fill, reads, api } = visit(page, site.url)
  const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) })
  const shown = () => page.getByRole('row').getByRole('link').allTextContents()
  before(async () => {
    await becomeOwner(page, site)
    const directory = await openDirectory(page, site)
    await directory.send({ first_name: 'Quiet', last_name: 'Example', phone: '+14155550144' })
    await directory.send({ first_name: 'Night', last_name: 'Desk' })
    await directory.stop('+14155550144')
  })

  test('groups are made, named, counted, lead to their people, and are deleted without them', async () => {
    const group = (name: string) => page.getByRole('listitem', { name, exact: true })
    await open('/people/groups')
    await reads('No groups yet.')
    await checkAccess('no groups')
    await press('Make a group')
    await press('Make the group')
    await reads('The group needs a name.')
    await fill('Name', 'On call')
    await press('Make the group')
    await group('On call').getByText('nobody').waitFor()
    await press('Make a group')
    await fill('Name', 'on CALL')
    await press('Make the group')
    await reads('Another group has this name.')
    await checkAccess('a group of a name that is taken')
    await press('Cancel')

    await open('/people')
    await row('Night Desk').getByRole('link').click()
    await press('Edit')
    await page.getByRole('combobox', { name: 'Groups' }).or(page.getByLabel('Groups')).first().click()
    await page.getByRole('option', { name: 'On call' }).click()
    await page.keyboard.press('Escape')
    await press('Save')
    await page.getByRole('link', { name: 'On call' }).waitFor()

    await open('/people/groups')
    await group('On call').getByText('1 person').waitFor()
    await press('Rename On call')
    await fill('Name', 'Night shift')
    await press('Rename')
    await group('Night shift').getByRole('link').click()
    await row('Night Desk').waitFor()
    assert.deepEqual(await shown(), ['Night Desk'])
    await page.getByRole('combobox', { name: 'Group: Night shift' }).waitFor()

    await open('/people/groups')
    await press('Delete Night shift')
    await reads('1 person in it: they stay, without the group.')
    await checkAccess('deleting a group')
    await press('Delete it')
    await reads('No groups yet.')
    await open('/people')
    await row('Night Desk').waitFor()
  })

  test('a long list is gone through page by page, and found again where it was left', async () => {
    const directory = await openDirectory(page, site)
    for (let i = 0; i < 60; i++) await directory.send({ last_name: `Crew ${i}` })
    await open('/people')
    await row('Crew 59').waitFor()
    assert.equal((await shown()).length, 50)
    await press('Older')
    await row('Night Desk').getByRole('link').click()
    await page.getByRole('heading', { name: 'Night Desk' }).waitFor()
    assert.equal(await page.evaluate('scrollY'), 0)
    await page.getByRole('link', { name: 'People', exact: true }).last().click()
    await row('Night Desk').waitFor()
    assert.ok((await page.evaluate<number>('scrollY')) > 500)
  })

  test('whoever may not see people has no such entry, and is told who can at its address', async () => {
    const workspace = (await api('GET', '/v1/me')).body.workspace as { id: string }
    await addPerson(site, 'member@acme.example', { workspaceId: workspace.id, role: 'sms_configuration' })
    const other = await context.browser()!.newContext()
    other.setDefaultTimeout(10_000)
    const theirs = await other.newPage()
    await signIn(theirs, site, 'member@acme.example')
    const links = theirs.getByRole('navigation', { name: 'Main' }).getByRole('link')
    await links.filter({ hasText: 'SMS' }).waitFor()
    assert.equal(await links.filter({ hasText: 'People' }).count(), 0)
    await theirs.goto(`${site.url}/people`)
    await theirs.getByText('You cannot see people.').waitFor()
    await other.close()
  })

  test('whoever may only read people changes and reveals nothing', async () => {
    const workspace = (await api('GET', '/v1/me')).body.workspace as { id: string }
    await addPerson(site, 'auditor@acme.example', { workspaceId: workspace.id, role: 'auditor' })
    const other = await context.browser()!.newContext()
    other.setDefaultTimeout(10_000)
    const theirs = await other.newPage()
    await signIn(theirs, site, 'auditor@acme.example', '/people?search=quiet')
    await theirs.getByRole('link', { name: 'Quiet Example' }).click()
    await theirs.getByText('This number answered STOP on').waitFor()
    const buttons = await theirs.getByRole('main').getByRole('button').allTextContents()
    assert.deepEqual(
      buttons.filter((name) => !name.startsWith('per_')),
      [],
    )
    await theirs.goto(`${site.url}/people/groups`)
    await theirs.getByRole('heading', { name: 'Groups' }).waitFor()
    assert.equal(await theirs.getByRole('button', { name: 'Make a group' }).count(), 0)
    await other.close()
  })

  test('nothing on the way keeps people out or makes the browser complain', () => {
    assert.deepEqual([found, seen.complaints], [[], []])
  })
})
