import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, describe, test } from 'node:test'
import { sendMuch } from './much-sent.ts'
import { becomeOwner } from './owner.ts'
import { addPerson, signIn } from './people.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

describe('statistics in the console', { skip }, async () => {
  const { site, context, page, seen, found, checkAccess } = await openWindow()
  const { open, reads, press, api } = visit(page, site.url)
  before(() => becomeOwner(page, site))
  const section = (name: string) => page.getByRole('region', { name, exact: true })
  const figure = (name: string) => page.getByText(name, { exact: true }).locator('xpath=following-sibling::dd').first()
  const number = async (text: Promise<string | null>) => Number((await text)!.replaceAll(',', ''))

  test('of nothing there is nothing to show, and it says what to do', async () => {
    await open('/')
    await page.getByRole('link', { name: 'Statistics' }).click()
    await reads('Nothing was sent in this time.')
    await checkAccess('no statistics')
  })

  test('the figures are those of the API, against as many days before', async () => {
    await sendMuch(site, { api })
    await open('/statistics')
    await section('By event')
      .getByRole('row', { name: /Mentioned/ })
      .waitFor()
    const day = (before: number) => new Date(Date.now() - before * 86_400_000).toISOString().slice(0, 10)
    const { total } = (await api('GET', `/v1/statistics?from=${day(29)}&to=${day(0)}`)).body as {
      total: { sent: number; segments: number }
    }
    assert.equal(await number(figure('Sent').textContent()), total.sent)
    assert.equal(await number(figure('Segments').textContent()), total.segments)
    await reads(/^\+\d+ %$/)
    await checkAccess('statistics')
  })

  test('a bar that is pointed at says what it holds', async () => {
    const chart = page.locator('.recharts-surface').first()
    const box = (await chart.boundingBox())!
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.locator('.recharts-tooltip-wrapper').getByText('Delivered').waitFor()
  })

  test('for whoever cannot see the bars the same stands in a table, split as they are', async () => {
    await page.locator('label', { hasText: /^Table$/ }).click()
    const table = section('By day, as a table').getByRole('table')
    await table.getByRole('columnheader', { name: 'Failed' }).waitFor()
    await page.locator('label', { hasText: /^Channel$/ }).click()
    await table.getByRole('columnheader', { name: 'Email' }).waitFor()
    assert.equal(await table.getByRole('row').count(), 31)
    await checkAccess('statistics as a table')
  })

  test('a cause says what to do and leads to those that failed by it', async () => {
    const causes = section('Why messages failed')
    await causes.getByText('when it stays so, check the number').waitFor()
    await causes.getByRole('link', { name: /Phone off or out of reach/ }).click()
    await page.getByRole('heading', { name: 'History' }).waitFor()
    const { searchParams } = new URL(page.url())
    assert.deepEqual([searchParams.get('status'), searchParams.get('days')], ['failed', '30'])
  })

  test('what is looked at stands in the address, and a day is shown by its hours', async () => {
    await open('/statistics')
    await page.getByRole('combobox', { name: 'Channel' }).click()
    await page.getByRole('option', { name: 'Email' }).click()
    await page.waitForURL(/channel=email/)
    await section('Why messages failed').getByText('Mail not taken').waitFor()
    assert.equal(await section('By sender').getByText('+1 415 555 0100').count(), 0)
    await page.locator('label', { hasText: /^Custom$/ }).click()
    const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10)
    await page.getByLabel('From', { exact: true }).fill(day)
    await page.getByLabel('To', { exact: true }).fill(day)
    await section('By the hour').waitFor()
    await checkAccess('statistics of a day')
  })

  test('people come the most told first and lead to their page', async () => {
    await open('/statistics?days=90')
    const rows = section('By person').getByRole('row')
    await rows.filter({ hasText: 'Ines Okafor' }).waitFor()
    assert.match((await rows.nth(1).textContent())!, /Ines Okafor/)
    await rows.nth(1).getByRole('link').click()
    await page.getByRole('heading', { name: 'Ines Okafor' }).waitFor()
  })

  test('the table can be taken along', async () => {
    await open('/statistics?days=7')
    await section('By event')
      .getByRole('row', { name: /Mentioned/ })
      .waitFor()
    await press('Export')
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'By event' }).click(),
    ])
    assert.match(file.suggestedFilename(), /^statistics-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/)
    assert.match(await readFile((await file.path())!, 'utf8'), /^event_type,messages,/)
  })

  test('who may not read history sees none', async () => {
    const workspace = (await api('GET', '/v1/me')).body.workspace as { id: string }
    await addPerson(site, 'member@acme.example', { workspaceId: workspace.id, role: 'member' })
    const other = await context.browser()!.newContext()
    const theirs = await other.newPage()
    await signIn(theirs, site, 'member@acme.example', '/statistics')
    await theirs.getByText('You cannot see statistics.').waitFor()
    await other.close()
  })

  test('nothing on the way keeps people out or makes the browser complain', () => {
    assert.deepEqual([found, seen.complaints], [[], []])
  })
})
