import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, describe, test } from 'node:test'
import { sendOnAllChannels } from './all-channels.ts'
import { becomeOwner } from './owner.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

describe('the history in the console', { skip }, async () => {
  const { site, page, seen, found, checkAccess } = await openWindow()
  const { open, press, reads } = visit(page, site.url)
  const row = (text: string | RegExp) => page.getByRole('row').filter({ hasText: text })
  const image = (name: string) => page.getByRole('img', { name, exact: true })
  const panel = page.getByRole('region', { name: 'Message' })
  before(async () => {
    await becomeOwner(page, site)
    await sendOnAllChannels(page, site)
  })

  test('all channels stand in one list, by name where it is known', async () => {
    await open('/history')
    await row('ENG-140').getByText('Failed').waitFor()
    await row('Night Desk')
      .filter({ has: image('Email') })
      .first()
      .waitFor()
    await row('Night Desk')
      .filter({ has: image('Inbox') })
      .first()
      .waitFor()
    await row('n•••@acme.example').first().waitFor()
    await checkAccess('the history')
  })

  test('it is filtered by channel, and by what is under More, and each is taken away again', async () => {
    await page.getByRole('combobox', { name: 'Channel' }).click()
    await page.getByRole('option', { name: 'SMS' }).click()
    await row('Night Desk').first().waitFor({ state: 'detached' })
    await press('More')
    await page.getByRole('menuitem', { name: 'Error' }).click()
    await page.getByRole('menuitem', { name: '30006' }).click()
    await reads('Error: 30006')
    await row('ENG-141').waitFor({ state: 'detached' })
    const { searchParams } = new URL(page.url())
    assert.deepEqual([searchParams.get('channel'), searchParams.get('error')], ['sms', '30006'])
    await checkAccess('the history by error')
    await press('Any error')
    await row('ENG-141').waitFor()
  })

  test('a failed one is found, and what is to be done stands beside it', async () => {
    await page.getByRole('link', { name: /^Failed/ }).click()
    await row('ENG-140').getByRole('link').click()
    await panel.getByText('Twilio 30006').or(panel.getByText('Simulator 30006')).first().waitFor()
    await panel.getByText('Do', { exact: true }).waitFor()
    await checkAccess('a message that failed')
  })

  test('one that a country stopped leads to the countries', async () => {
    await open('/history?skip_reason=country_not_allowed')
    await row('ENG-141').getByRole('link').click()
    await panel.getByText('United Kingdom is not on your list.').first().waitFor()
    await panel.getByRole('link', { name: 'Countries' }).click()
    await page.waitForURL('**/settings/sms')
    await page
      .getByRole('heading', { name: /Countries/ })
      .first()
      .waitFor()
  })

  test('a mail is shown as it would be opened, with what caused it', async () => {
    await open('/history?channel=email')
    await row('Night Desk').first().getByRole('link').click()
    await page.frameLocator('iframe[title="The email as it would be opened"]').locator('body').waitFor()
    await panel.getByRole('link', { name: 'Mentioned people are told' }).waitFor()
    await panel.getByRole('link', { name: 'Mentioned, as in the catalog' }).waitFor()
    await checkAccess('a mail')
  })

  test('what fits is taken as a file', async () => {
    await open('/history?channel=sms')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      press('Export').then(() => page.getByRole('menuitem', { name: 'CSV, numbers masked' }).click()),
    ])
    assert.match(download.suggestedFilename(), /^history-.+\.csv$/)
    const text = await readFile(await download.path(), 'utf8')
    assert.match(text, /ENG-140/)
    assert.doesNotMatch(text, /5550143/)
  })

  test('what is rare together says how far back was searched, and goes on from there', async () => {
    await page.route('**/v1/messages?*sender=*', async (route) => {
      const isNext = route.request().url().includes('after=')
      const body = { items: [], next: isNext ? null : `msg_${'0'.repeat(26)}`, searched_back_to: null as string | null }
      if (!isNext) body.searched_back_to = '2026-05-03T10:00:00.000Z'
      await route.fulfill({ json: body })
    })
    await open('/history?sender=ACME')
    await reads(/Searched back to 3 May/)
    await checkAccess('a search that goes on')
    await press('Continue')
    await reads('Nothing matches.')
    await page.unrouteAll()
  })

  test('nothing was complained about, and nothing found that keeps anybody out', () => {
    assert.deepEqual(seen.complaints, [])
    assert.deepEqual(found, [])
  })
})
