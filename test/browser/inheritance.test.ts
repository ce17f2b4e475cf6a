import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { createOwner } from '../../server/workspaces/setup.ts'
import { type Watch, WIDTHS, watch } from './look.ts'
import { becomeOwner, OWNER } from './owner.ts'
import { openWindow, skip } from './window.ts'

const BETA = { name: 'Beta owner', email: 'beta@acme.example', password: OWNER.password, workspaceName: 'Beta' }

describe('what the operator sets, and a workspace that inherits it, in two sessions at once', { skip }, async () => {
  const { site, context, page: operator, seen, found, checkAccess } = await openWindow()
  const other = await context.browser()!.newContext({ reducedMotion: 'reduce', colorScheme: 'dark' })
  other.setDefaultTimeout(10_000)
  const seenBelow: Watch = watch(other)
  const below = await other.newPage()
  before(async () => {
    await below.setViewportSize(WIDTHS.wide)
    await becomeOwner(operator, site)
    const { userId } = await createOwner(site.server.context, BETA)
    await site.server.context.db.pool.query('update auth_users set operator = false where id = $1', [userId])
    await signInBelow()
  })

  async function signInBelow(): Promise<void> {
    await below.goto(`${site.url}/sign-in`)
    await below.getByLabel('Email').fill(BETA.email)
    const password = below.getByLabel('Password', { exact: true })
    if (!(await password.isVisible())) await below.keyboard.press('Enter')
    await password.fill(BETA.password)
    await below.keyboard.press('Enter')
    await below.getByRole('heading', { name: 'No provider connected.' }).waitFor()
  }

  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first()
  const chip = (page: Page, name: string) => page.getByText(name, { exact: true }).first()
  const open = (page: Page) => page.goto(`${site.url}/settings/sms`)

  /** As somebody does who types an account into the form and then picks what to send from. */
  async function connect(page: Page, name: string): Promise<void> {
    const account = site.simulator.state.accounts.find((one) => one.name === name || one.kind === name)!
    await page.getByLabel('Account SID').fill(account.sid)
    await page.getByLabel('Auth Token', { exact: true }).last().fill(account.authToken)
    await button(page, 'Check and save').click()
    await page.getByRole('combobox', { name: 'Sender' }).click()
    await page.getByRole('option').and(page.locator(':not([aria-disabled=true])')).first().click()
    await button(page, 'Check and save').click()
    await chip(page, 'Ready').waitFor()
  }

  test('the operator goes to the installation and connects it', async () => {
    await operator.getByRole('button', { name: 'Workspace: Acme' }).click()
    await operator.getByRole('menuitem', { name: 'Installation' }).click()
    await operator.getByRole('button', { name: 'Workspace: Installation' }).waitFor()
    await open(operator)
    await button(operator, 'Try with the simulator').click()
    await connect(operator, 'Full')
    await operator.getByText('Every workspace without a provider of its own').waitFor()
    await checkAccess('installation settings', operator)
  })

  test('the other session has it with the next look: ready, inherited, and nothing of the account', async () => {
    await open(below)
    await chip(below, 'Inherited').waitFor()
    await chip(below, 'Ready').waitFor()
    await below.getByText('Uses the installation’s provider.').waitFor()
    assert.equal(await below.getByText('Account SID').count(), 0)
    assert.deepEqual(await seenBelow.leaks(site.url, [site.account.sid, site.account.authToken]), [])
    await checkAccess('inherited', below)
  })

  test('a test text goes out by it', async () => {
    await button(below, 'Send test SMS').click()
    const dialog = below.getByRole('dialog')
    await dialog.getByLabel('Phone number').fill('+14155550142')
    await dialog.getByRole('button', { name: 'Send', exact: true }).click()
    await dialog.getByText('Delivered', { exact: true }).waitFor()
    await dialog.getByRole('button', { name: 'Open in History' }).click()
    await below.getByText('This installation', { exact: true }).waitFor()
  })

  test('what the operator switches off is off below, and cannot be switched on there', async () => {
    await operator.getByRole('switch', { name: 'Use SMS messages' }).click({ force: true })
    await operator.getByRole('dialog').getByRole('button', { name: 'Turn off' }).click()
    await chip(operator, 'Off').waitFor()
    await open(below)
    await below.getByText('The operator switched SMS off for this installation.').waitFor()
    assert.equal(await below.getByRole('switch', { name: 'Use SMS messages' }).isDisabled(), true)
    await operator.getByRole('switch', { name: 'Use SMS messages' }).click({ force: true })
    await chip(operator, 'Ready').waitFor()
  })

  test('an own provider takes its place', async () => {
    await open(below)
    await button(below, 'Use own provider').click()
    await below.getByRole('radio', { name: 'Simulator' }).click()
    await connect(below, 'Another account')
    await chip(below, 'Inherited').waitFor({ state: 'detached' })
    await checkAccess('own provider', below)
  })

  test('and returning uses the installation’s again', async () => {
    await button(below, 'Return to inherited…').click()
    const dialog = below.getByRole('dialog')
    await dialog.getByLabel('Type Beta to confirm').fill('Beta')
    await dialog.getByRole('button', { name: 'Return to inherited' }).click()
    await below.getByText('New texts use the installation’s provider.').waitFor()
    await chip(below, 'Inherited').waitFor()
    await chip(below, 'Ready').waitFor()
  })

  test('a daily cap for all is told to whoever inherits', async () => {
    await button(operator, 'Set a cap').click()
    await operator.getByLabel('Daily cap for each workspace, USD').fill('a lot')
    await button(operator, 'Save the cap').click()
    await operator.getByText('Not an amount, such as 50 or 12.50.').waitFor()
    await checkAccess('a daily cap for all', operator)
    await operator.getByLabel('Daily cap for each workspace, USD').fill('50')
    await button(operator, 'Save the cap').click()
    await operator.getByText('Each workspace may use $50.00 a day of this connection.').waitFor()
    await open(below)
    await below.getByText('The operator allows $50.00 a day.').first().waitFor()
  })

  test('and another for one workspace takes its place there', async () => {
    const tab = await operator.context().newPage()
    await tab.goto(`${site.url}/?workspace=installation`)
    await tab.getByRole('button', { name: 'Beta' }).click()
    await tab.getByRole('button', { name: 'Change the cap…' }).click()
    const dialog = tab.getByRole('dialog').last()
    await dialog.getByLabel('Another amount a day').check()
    await dialog.getByLabel('Amount a day, USD').fill('12.50')
    await checkAccess('the cap of a workspace', tab)
    await button(tab, 'Save the cap').click()
    await tab.getByText('It may use $12.50 a day of the installation’s connection.').waitFor()
    await tab.close()
    await open(below)
    await below.getByText('The operator allows $12.50 a day.').first().waitFor()
  })

  test('where own providers are forbidden, the way to one is gone', async () => {
    await operator
      .getByRole('switch', { name: 'Workspaces may connect a provider of their own' })
      .click({ force: true })
    await operator.getByText('No workspace can begin to use a provider of its own.').waitFor()
    await open(below)
    await below.getByText('does not allow providers of your own').waitFor()
    assert.equal(await below.getByRole('button', { name: 'Use own provider' }).count(), 0)
  })

  test('nothing on the way keeps people out or makes the browser complain', async () => {
    await other.close()
    assert.deepEqual([found, seen.complaints, seenBelow.complaints], [[], [], []])
  })
})
