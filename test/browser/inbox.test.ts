import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { arriveInInbox, becomeSomebody } from './inbox-entries.ts'
import { becomeOwner } from './owner.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

describe('the inbox in the console', { skip }, async () => {
  const { site, context, page, seen, found, checkAccess } = await openWindow()
  const { open, press, reads, api } = visit(page, site.url)
  let personId: string
  before(() => becomeOwner(page, site))
  const entry = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Inbox/ })
  const row = (identifier: string) => page.getByRole('main').getByRole('listitem').filter({ hasText: identifier })
  const counts = (name: string) => page.getByRole('link', { name, exact: true }).waitFor()

  test('whom nobody of the directory is, reads that and what to do', async () => {
    await entry.click()
    await reads('Nobody in People is you.')
    await page.getByRole('main').getByRole('link', { name: 'Choose preferences' }).waitFor()
    await checkAccess('nobody')
  })

  test('what comes stands there by itself, and is counted at the entry and in the title', async () => {
    personId = await becomeSomebody({ api })
    await open('/inbox')
    await reads('Nothing here.')
    await checkAccess('nothing')
    await arriveInInbox({ api }, personId, ['ENG-142', 'ENG-143'])
    await row('ENG-142').getByText('Unread', { exact: true }).waitFor()
    await row('ENG-143').waitFor()
    await counts('Inbox 2 unread')
    await page.waitForFunction(`document.title === '(2) Inbox · Handset'`)
    await checkAccess('two that are unread')
  })

  test('what is opened leads to where it happened, and is read', async () => {
    const opened = context.waitForEvent('request', (request) => /\/c\/[0-9a-z]{10}$/.test(request.url()))
    await context.route('https://app.acme.example/**', (route) => route.fulfill({ body: 'The issue' }))
    await row('ENG-142').getByRole('link').click()
    assert.ok((await opened).url().startsWith(site.url))
    await counts('Inbox 1 unread')
    await row('ENG-142')
      .getByRole('button', { name: /^Mark as unread/ })
      .waitFor()
    for (const other of context.pages()) if (other !== page) await other.close()
  })

  test('another window of the same browser hears of it too', async () => {
    const other = await context.newPage()
    await other.goto(`${site.url}/inbox`)
    await other.getByRole('link', { name: 'Inbox 1 unread', exact: true }).waitFor()
    await arriveInInbox({ api }, personId, ['ENG-144'])
    await other.getByRole('link', { name: 'Inbox 2 unread', exact: true }).waitFor()
    await counts('Inbox 2 unread')
    await other.close()
  })

  test('by the keys one goes through it and archives, which can be undone', async () => {
    await page.bringToFront()
    await page.keyboard.press('j')
    await page.keyboard.press('e')
    await row('ENG-144').waitFor({ state: 'detached' })
    await press('Undo')
    await row('ENG-144').waitFor()
  })

  test('once all of it is read nothing is counted', async () => {
    await press('Mark all as read')
    await counts('Inbox')
    await page.waitForFunction(`document.title === 'Inbox · Handset'`)
    await page.getByText('Unread', { exact: true }).last().click()
    await reads('Everything is read.')
  })

  test('nothing on the way keeps people out or makes the browser complain', () => {
    assert.deepEqual([found, seen.complaints], [[], []])
  })
})
