import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { readHeads } from '../../server/audit/heads-text.ts'
import { headsTurn } from '../../server/audit/send-heads.ts'
import { INSTALLATION } from '../../server/kit/id.ts'
import { becomeOwner } from './owner.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

describe('the audit log, in the console', { skip }, async () => {
  const { site, page, seen, found, checkAccess } = await openWindow()
  const { open, press, fill, reads, api } = visit(page, site.url)
  const folder = await mkdtemp(join(tmpdir(), 'handset-audit-'))
  after(() => rm(folder, { recursive: true }))
  before(() => becomeOwner(page, site))

  const entry = (words: RegExp) => page.getByRole('button', { name: words })

  test('tells who did what, newest first, with what it was and what it became', async () => {
    await api('PUT', '/v1/spend', { daily_cap_micros: 25_000_000 })
    await api('PUT', '/v1/spend', { daily_cap_micros: 30_000_000 })
    await open('/settings/audit')
    await entry(/Test owner changed the daily cap from 25.00 to 30.00/).waitFor()
    await reads(/Chained up to number \d/)
    await checkAccess('audit log')
    await page.locator('td time').first().focus()
    await page
      .getByRole('tooltip')
      .getByText(/\d\d:\d\d:\d\d\.\d{3} UTC/)
      .waitFor()
    await entry(/set the daily cap to 25.00/).click()
    await page.getByRole('heading', { name: 'Changes' }).waitFor()
    await reads('Number')
    await checkAccess('audit entry')
    await press('Close')
    await page.locator('button:focus', { hasText: 'set the daily cap to 25.00' }).waitFor()
  })

  test('an entry has an address, also where the list does not show it, and Back closes it', async () => {
    const drawer = page.getByRole('dialog')
    await entry(/set the daily cap to 25.00/).click()
    await drawer.getByRole('heading', { name: 'Record' }).waitFor()
    const address = page.url()
    assert.match(address, /[?&]entry=aud_/)
    await page.goBack()
    await drawer.waitFor({ state: 'detached' })
    await page.goto(`${address}&action=role.deleted`)
    await drawer.getByText('set the daily cap to 25.00').waitFor()
    await press('Close')
    await drawer.waitFor({ state: 'detached' })
    assert.match(page.url(), /audit\?action=role\.deleted$/)
    await open('/settings/audit?entry=aud_01k00000000000000000000000')
    await drawer.getByText('There is none of this id in this log.').waitFor()
    await checkAccess('no such audit entry')
    await open('/settings/audit')
    await entry(/set the daily cap to 25.00/).waitFor()
  })

  test('says that there is something newer, and shows it when asked', async () => {
    await api('PUT', '/v1/spend', { daily_cap_micros: null })
    await press('Show the newer entry')
    await entry(/removed the daily cap/).waitFor()
  })

  test('shows what is chosen, by the address too', async () => {
    await page.getByRole('combobox', { name: 'What' }).click()
    await page.getByPlaceholder('Find').fill('made')
    await checkAccess('a filter of the audit log', page, { onlyWide: true })
    await page.getByRole('option', { name: 'Workspace made' }).click()
    await page.getByRole('combobox', { name: 'What: Workspace made' }).waitFor()
    await entry(/made the workspace/).waitFor()
    assert.equal(await entry(/daily cap/).count(), 0)
    assert.match(page.url(), /action=workspace\.created/)
    await page.reload()
    await entry(/made the workspace/).waitFor()
    await open('/settings/audit?action=role.deleted')
    await reads('No entry fits these filters.')
    await checkAccess('audit log with nothing that fits')
    await press('Clear filters')
    await entry(/removed the daily cap/).waitFor()
  })

  test('is exported as a file, and the export is on record', async () => {
    const saved = page.waitForEvent('download')
    await press('Export')
    await page.getByRole('menuitem', { name: 'CSV, for a spreadsheet' }).click()
    const file = await (await saved).path()
    const text = await readFile(file, 'utf8')
    assert.match(text, /^number,at,who,/)
    assert.match(text, /changed the daily cap from 25\.00 to 30\.00/)
    await entry(/exported the audit log as CSV/).waitFor()
  })

  test('of the installation is shown where one is in the installation', async () => {
    await api('PUT', '/v1/spend/prices/US', { micros_per_segment: 8_400 })
    const switchTo = async (from: string, to: string) => {
      await press(`Workspace: ${from}`)
      await page.getByRole('menuitem', { name: to }).click()
      await page.getByRole('button', { name: `Workspace: ${to}` }).waitFor()
    }
    await switchTo('Acme', 'Installation')
    await open('/settings/audit')
    await entry(/changed the price of a segment from \d\S+ to 0.0084 for US/).waitFor()
    await reads('Who changed what in the installation')
    await checkAccess('audit log of the installation')
    await switchTo('Installation', 'Acme')
  })

  test('has its heads sent where the operator says', async () => {
    await open('/installation/audit-heads')
    await checkAccess('audit heads')
    await page.getByLabel('To a file on the server').check()
    await fill('Path', 'heads.txt')
    await press('Save')
    await reads('Nothing was saved.')
    await checkAccess('audit heads refused')
    const path = join(folder, 'heads.txt')
    await fill('Path', path)
    await press('Save')
    await reads('Saved. What is not there yet goes out within seconds.')
    await press('Send a test')
    await reads(`It arrived at ${path}.`)
    await headsTurn(site.server.context)
    const heads = readHeads(await readFile(path, 'utf8'))
    assert.ok(heads.some((head) => head.workspaceId === INSTALLATION))
    await open('/settings/audit')
    await reads(`to a file (${path})`)
    await checkAccess('audit log with heads outside')
  })

  test('that does not come is said in its place, and asked for again', async () => {
    let broken = true
    const problem = { status: 422, code: 'x', detail: 'Out of order.' }
    await page.route(/\/v1\/audit(\?|$)/, (route) =>
      broken ? route.fulfill({ status: 422, json: problem }) : route.continue(),
    )
    await open('/settings/audit')
    await reads('Could not load the audit log.')
    broken = false
    await press('Try again')
    await entry(/made the workspace/).waitFor()
    await page.unrouteAll()
  })

  test('is not there for whoever may not read it', async () => {
    await page.route('**/v1/me', async (route) => {
      const me = await (await route.fetch()).json()
      await route.fulfill({ json: { ...me, role: { id: 'member', name: 'Member' }, permissions: ['sms.read'] } })
    })
    await open('/settings/audit')
    await reads('You cannot see the audit log. Owner, Admin or Auditor can; ask one of them.')
    assert.equal(await page.getByRole('link', { name: 'Audit log' }).count(), 0)
    await page.unrouteAll()
  })

  test('nothing on the way keeps people out or makes the browser complain', () => {
    assert.deepEqual([found, seen.complaints], [[], []])
  })
})
