import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { letThingsHappen } from './happened.ts'
import { becomeOwner } from './owner.ts'
import { addPerson, signIn } from './people.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

describe('events in the console', { skip }, async () => {
  const { site, context, page, seen, found, checkAccess } = await openWindow()
  const { open, reads, api } = visit(page, site.url)
  before(() => becomeOwner(page, site))
  const row = (text: string) => page.getByRole('row').filter({ hasText: text })
  const panel = page.getByRole('region', { name: 'Event' })
  const told = (text: string | RegExp) => panel.getByText(text).first().waitFor()

  test('before anything came in it says how an event is posted', async () => {
    await open('/events')
    await reads('No events yet.')
    await checkAccess('no events')
  })

  test('what came in stands there by itself, each with what came of it', async () => {
    await letThingsHappen({ api })
    await row('Mentioned').getByText('Told 1 person').waitFor()
    await row('Mentioned').getByText('Nobody to tell').waitFor()
    await row('Priority changed').getByText('No trigger').waitFor()
    await checkAccess('events')
  })

  test('an event says which trigger fitted, who was told how, and why others were not', async () => {
    await row('Told 1 person').getByRole('link').click()
    for (const words of ['1 trigger fitted it, and 1 person was told.', 'Mentioned people are told', 'Night Desk'])
      await told(words)
    await told('Not active.')
    await told('u-404')
    await told('Not in the directory.')
    await checkAccess('an event that told somebody')
    await panel.getByRole('link', { name: /^Inbox/ }).click()
    await reads('Stands in the inbox.')
  })

  test('a change is shown as it was and as it is', async () => {
    await open('/events?type=priority_changed')
    await row('ENG-142').getByRole('link').click()
    await told('None. A trigger fits where it is active')
    assert.equal(await panel.getByRole('cell', { name: 'urgent' }).count(), 1)
  })

  test('filters stand in the address, and nothing that matches says so', async () => {
    await open('/events?outcome=failed')
    await reads('Nothing matches.')
    await page.getByRole('button', { name: 'Clear filters' }).last().click()
    await row('Priority changed').waitFor()
    assert.equal(new URL(page.url()).search, '')
  })

  test('an event of nobody is not there, and who may not read history sees none', async () => {
    await open('/events/evt_00000000000000000000000000')
    await told('No such event in this workspace.')
    const workspace = (await api('GET', '/v1/me')).body.workspace as { id: string }
    await addPerson(site, 'member@acme.example', { workspaceId: workspace.id, role: 'member' })
    const other = await context.browser()!.newContext()
    const theirs = await other.newPage()
    await signIn(theirs, site, 'member@acme.example', '/events')
    await theirs.getByText('You cannot see events.').waitFor()
    await other.close()
  })

  test('nothing on the way keeps people out or makes the browser complain', () => {
    assert.deepEqual([found, seen.complaints], [[], []])
  })
})
