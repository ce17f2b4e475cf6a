import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { becomeOwner } from './owner.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

describe('what could be lost on the way, in the console', { skip }, async () => {
  const { site, page } = await openWindow()
  const { open, press, reads } = visit(page, site.url)
  before(() => becomeOwner(page, site))

  /** Closed by the keyboard, by which it was come to. */
  const comesBackTo = async (name: string) => {
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page
      .locator(':focus')
      .and(page.getByRole('button', { name, exact: true }))
      .waitFor()
  }

  test('the focus goes back to the button that opened a dialog', async () => {
    await open('/settings/api-keys')
    await press('Make a key')
    await comesBackTo('Make a key')
  })

  test('and to the button of the menu whose entry opened it', async () => {
    await press('Workspace: Acme')
    await page.getByRole('menuitem', { name: 'New workspace' }).click()
    await comesBackTo('Workspace: Acme')
  })

  test('a screen whose code cannot be had keeps the page, and comes when the server answers again', async () => {
    const gone = [/\/assets\/.*\.js/, /\/v1\//, /\/healthz/]
    for (const address of gone) await page.route(address, (route) => route.abort())
    await page.getByRole('link', { name: 'Audit log', exact: true }).click()
    await reads('Could not load this screen')
    const stillGone = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/healthz'))
    await press('Try again')
    await stillGone
    await reads('Could not load this screen')
    assert.equal(await page.getByRole('link', { name: 'Audit log', exact: true }).isVisible(), true)
    await page.unrouteAll()
    await press('Try again')
    await reads('Nobody can change or remove an entry.')
  })
})
