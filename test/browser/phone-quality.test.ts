import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, describe, test } from 'node:test'
import { openDirectory } from './directory.ts'
import { connectSimulator } from './doubts.ts'
import { mixedPhones } from './mixed-phones.ts'
import { becomeOwner } from './owner.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

describe('the phone quality report in the console', { skip }, async () => {
  const { site, page, seen, found, checkAccess } = await openWindow()
  before(() => becomeOwner(page, site))
  const { open, press, fill, reads, api } = visit(page, site.url)
  const figure = (title: string) => page.getByRole('link', { name: new RegExp(`^${title}`) })
  const people = (title: string) => page.getByRole('list', { name: title, exact: true }).getByRole('listitem')
  const counts = async () =>
    Promise.all(
      ['No number', 'Malformed', 'Not verified', 'Opted out', 'Shared number', 'Landline or unknown'].map(
        async (title) => Number((await figure(title).textContent())?.match(/\d+$/)?.[0]),
      ),
    )

  test('is found from the people and in the search of screens, and is calm without anybody', async () => {
    await open('/people')
    await page.getByRole('link', { name: 'Phone quality' }).click()
    await reads('Nobody is in the directory yet.')
    assert.deepEqual(await counts(), [0, 0, 0, 0, 0, 0])
    await checkAccess('phone quality of nobody')
    await page.getByRole('link', { name: 'People', exact: true }).last().click()
    await reads('No people yet.')
    await page.keyboard.press('ControlOrMeta+k')
    await page.getByPlaceholder('Go to…').fill('malformed')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Phone quality' }).waitFor()
  })

  test('counts who is reached and what is amiss with the others', async () => {
    await connectSimulator(page, site)
    await mixedPhones(await openDirectory(page, site), api)
    await open('/people/phone-quality')
    await reads('4 of 10 people can be texted.')
    assert.deepEqual(await counts(), [2, 2, 1, 1, 2, 1])
    await checkAccess('phone quality')
  })

  test('a kind is chosen by its row, stands in the address, and lists who is of it and why', async () => {
    await figure('Malformed').click()
    await page.waitForURL(/kind=malformed/)
    await people('Malformed').nth(1).waitFor()
    assert.equal(await people('Malformed').count(), 2)
    const plusless = people('Malformed').filter({ hasText: 'Plusless Example' })
    await plusless.getByText('Add the plus: +1 ••• ••• 0142.').waitFor()
    await plusless.getByText('Mend it in your file and import that again.').waitFor()
    assert.equal(await plusless.getByRole('button').count(), 0)
    await checkAccess('malformed numbers')
    await page.reload()
    await people('Malformed').first().waitFor()
    await figure('Opted out').click()
    await people('Opted out').getByText('Only START from the phone undoes it.').waitFor()
    await figure('Shared number').click()
    await people('Shared number').getByText('Also the number of Night Example.').waitFor()
    await figure('Landline or unknown').click()
    await people('Landline or unknown').getByText('Numbering plans have it as a landline.').waitFor()
  })

  test('a missing number is added in place, with the words of whoever reads numbers', async () => {
    await figure('No number').click()
    await press('Add the number of Missing Example')
    await press('Save')
    await reads('The number is missing.')
    await fill('Phone', '0171 1234567')
    await press('Save')
    await reads(/^Local format\./)
    await checkAccess('adding a number')
    await fill('Phone', '14155550178')
    await press('Save')
    await press('Use it')
    await press('Save')
    await reads('The number of Missing Example is changed. It waits until they confirm it.')
    await people('No number').filter({ hasText: 'Missing Example' }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: /^No number.* 1$/ }).waitFor()
    assert.deepEqual(await counts(), [1, 2, 2, 1, 2, 1])
    await press('Add the number of Waiting Example')
    await fill('Phone', '+14155550179')
    await press('Save')
    await reads('Everybody has a number.')
    await checkAccess('nobody of a kind')
  })

  test('a kind is exported, with masked numbers', async () => {
    await figure('Landline or unknown').click()
    const [download] = await Promise.all([page.waitForEvent('download'), press('Export CSV')])
    assert.match(download.suggestedFilename(), /^phones-landline-.+\.csv$/)
    const text = await readFile(await download.path(), 'utf8')
    assert.match(text, /Office,Example,office@acme\.example,'\+44 •• •••• 0123/)
    await reads('The export is recorded in the audit log.')
  })

  test('the readiness list tells how many can be texted and leads here', async () => {
    await open('/settings/sms')
    await reads('4 of 10 people can be texted: 3 not verified, 2 malformed, 1 opted out.')
    await page.getByRole('link', { name: 'Open Phone data' }).click()
    await page.getByRole('heading', { name: 'Phone quality' }).waitFor()
  })

  test('pages in which nobody fits are passed over by themselves', async () => {
    const pages = [
      { items: [], next: 'per_1' },
      { items: [], next: null },
    ]
    await page.route('**/v1/phone-quality/people?*', (route) => route.fulfill({ json: pages.shift() }))
    await open('/people/phone-quality?kind=landline')
    await reads('No number is a landline.')
    await page.unrouteAll()
  })

  test('what is being counted or does not come is said in its place', async () => {
    const first = { figures: null, counted_at: null, counting: true }
    await page.route('**/v1/phone-quality', (route) => route.fulfill({ json: first }))
    await open('/people/phone-quality')
    await reads('The people are being counted for the first time.')
    await checkAccess('people being counted')
    await page.unrouteAll()
    await page.route(/\/v1\/phone-quality/, (route) =>
      route.fulfill({ status: 422, json: { status: 422, code: 'x', detail: 'Out of order.' } }),
    )
    await open('/people/phone-quality?kind=malformed')
    await reads('Could not load the figures.')
    await reads('Could not load the people.')
    await checkAccess('phone quality, not loaded')
    await page.unrouteAll()
  })

  test('who may only read is offered no change, and who may not is told who can', async () => {
    const permissions = ['people.read']
    await page.route('**/v1/me', async (route) => {
      const me = (await (await route.fetch()).json()) as object
      await route.fulfill({ json: { ...me, role: { id: 'viewer', name: 'Viewer' }, permissions } })
    })
    await open('/people/phone-quality?kind=unverified')
    await people('Not verified').first().waitFor()
    assert.equal(await people('Not verified').getByRole('button').count(), 0)
    permissions.splice(0, 1, 'sms.read')
    await open('/people/phone-quality')
    await reads('You cannot see people.')
    await checkAccess('phone quality, no permission')
    await page.unrouteAll()
  })

  test('nothing on the way keeps people out or makes the browser complain', () => {
    assert.deepEqual([found, seen.complaints], [[], []])
  })
})
