import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { becomeOwner } from './owner.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

describe('a form that is left changed', { skip }, async () => {
  const { site, page, seen, found, checkAccess } = await openWindow()
  const { open, press, reads } = visit(page, site.url)
  before(() => becomeOwner(page, site))
  const dialog = () => page.getByRole('dialog')
  const isIn = (name: string) => page.getByRole('button', { name: `Workspace: ${name}`, exact: true }).waitFor()

  test('who leaves the settings of the installation changed is asked, wherever they go', async () => {
    await open('/installation/general?workspace=installation')
    await isIn('Installation')
    const contact = page.getByLabel('Contact for access')
    const link = page.getByRole('navigation').getByRole('link', { name: 'Health' })
    await contact.fill('half an addr')
    await link.click()
    await dialog().getByText('Leave without saving?').waitFor()
    await checkAccess('leaving without saving')
    await press('Keep editing')
    await dialog().waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /^Workspace: / }).click()
    await page.getByRole('menuitem', { name: 'Acme' }).click()
    await dialog().getByText('Leave without saving?').waitFor()
    await press('Keep editing')
    await isIn('Installation')
    assert.equal(await contact.inputValue(), 'half an addr')
    await link.click()
    await press('Leave')
    await page.getByRole('heading', { name: 'Health' }).first().waitFor()
    await page.goBack()
    assert.equal(await contact.inputValue(), '')
    await contact.fill('and back')
    await contact.fill('')
    await link.click()
    await page.getByRole('heading', { name: 'Health' }).first().waitFor()
  })

  test('who leaves the settings of a workspace changed is asked; what is saved is not asked about', async () => {
    await open('/settings/workspace?workspace=acme')
    await isIn('Acme')
    const link = page.getByRole('navigation').getByRole('link', { name: 'API keys' })
    await page.getByLabel('Support contact').fill('nobody@acme.example')
    await link.click()
    await dialog().getByText('Leave without saving?').waitFor()
    await press('Keep editing')
    await press('Save')
    await reads('Saved.')
    await link.click()
    await page.getByRole('heading', { name: 'API keys', exact: true }).waitFor()
  })

  test('nothing keeps people out, and no page complained', () => {
    assert.deepEqual([found, seen.complaints], [[], []])
  })
})
