import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { openDirectory } from './directory.ts'
import { connectSimulator } from './doubts.ts'
import { becomeOwner } from './owner.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

describe('people in the console', { skip }, async () => {
  const { site, page, seen, found, checkAccess } = await openWindow()
  before(() => becomeOwner(page, site))
  const { open, press, fill, reads, api } = visit(page, site.url)
  const search = page.getByRole('textbox', { name: /^Search/ })
  const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) })
  const shown = () => page.getByRole('row').getByRole('link').allTextContents()
  const path = () => new URL(page.url()).pathname

  test('without anybody it says what people are for and how they come in', async () => {
    await open('/people')
    await reads('No people yet.')
    await checkAccess('no people')
  })

  test('a person is found in the search of screens by what others call it', async () => {
    for (const word of ['People', 'Contacts', 'Directory']) {
      await page.keyboard.press('ControlOrMeta+k')
      await page.getByPlaceholder('Go to…').fill(word)
      await page.getByRole('dialog').getByText('People', { exact: true }).first().waitFor()
      await page.keyboard.press('Escape')
    }
  })

  test('what is wrong with a person is said at its field', async () => {
    await press('Add a person')
    await press('Add')
    await reads('A name, an email address or an external id is needed.')
    await page.locator('input[name=last_name]:focus').waitFor()
    await fill('Phone', '14155550142')
    await press('Add a field')
    await page.getByLabel('Name of the field').fill('no spaces')
    await press('Add')
    await reads('A name is a letter, then letters, digits and _.')
    await checkAccess('adding a person')
    await press('Use it')
    assert.equal(await page.getByLabel('Phone').inputValue(), '+14155550142')
  })

  test('a person is added, and a number that was typed waits to be confirmed', async () => {
    await fill('First name', 'Night')
    await fill('Last name', 'Desk')
    await fill('External id', 'u-17')
    await page.getByLabel('Name of the field').fill('site')
    await page.getByLabel('Value of site').fill('Lagos')
    await page.getByRole('combobox', { name: 'Language' }).or(page.getByLabel('Language')).first().fill('Span')
    await page.getByRole('option', { name: 'Spanish', exact: true }).click()
    await press('Add')
    await page.getByRole('heading', { name: 'Night Desk' }).waitFor()
    await reads('Night Desk has not confirmed the number yet.')
    for (const text of ['+1 ••• ••• 0142', 'Spanish', 'Lagos', 'u-17']) await reads(text)
    await checkAccess('a person whose number is not confirmed')
  })

  test('the external id of somebody else is refused at its field, and nobody is added', async () => {
    await open('/people')
    await press('Add a person')
    await fill('External id', 'u-17')
    await press('Add')
    await reads('Nobody was added.')
    await page.locator('input[name=external_id]:focus').waitFor()
    await press('Cancel')
    assert.deepEqual(await shown(), ['Night Desk'])
  })

  test('people are found by name, and the address that finds them can be passed on', async () => {
    await connectSimulator(page, site)
    const directory = await openDirectory(page, site)
    await directory.send({ first_name: 'Quiet', last_name: 'Example', phone: '+14155550144', active: false })
    await directory.send({ first_name: 'Day', last_name: 'Desk', phone: '+14155550143', email: 'day@acme.example' })
    await directory.stop('+14155550144')
    await open('/people')
    await search.fill('desk nig')
    await page.waitForURL(/search=desk/)
    await row('Day Desk').waitFor({ state: 'detached' })
    assert.deepEqual(await shown(), ['Night Desk'])
    await page.reload()
    await row('Night Desk').waitFor()
    assert.deepEqual([await search.inputValue(), await shown()], ['desk nig', ['Night Desk']])
    await search.fill('nobody')
    await reads('Nobody matches.')
    await checkAccess('nobody matches')
    await press('Clear filters')
    await row('Quiet Example').getByText('Stopped').waitFor()
    await row('Day Desk').getByText('Can be texted').waitFor()
    await row('Night Desk').getByText('Not confirmed').waitFor()
    assert.equal(await search.inputValue(), '')
    await checkAccess('people')
  })

  test('they are narrowed by whether texts reach them, and by whether they are active', async () => {
    await page.getByRole('combobox', { name: 'Reach' }).click()
    await page.getByRole('option', { name: 'No: stopped' }).click()
    await row('Day Desk').waitFor({ state: 'detached' })
    assert.deepEqual(await shown(), ['Quiet Example'])
    await page.getByRole('combobox', { name: 'Activity' }).click()
    await page.getByRole('option', { name: 'Active', exact: true }).click()
    await reads('Nobody matches.')
    await page.goBack()
    await row('Quiet Example').waitFor()
    await press('Clear filters')
  })

  test('a whole number finds who has it, and stands in no address', async () => {
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await search.pressSequentially('+1 415 555 0143')
    await press('People with +1 ••• ••• 0143')
    await reads('With +1 ••• ••• 0143')
    await row('Night Desk').waitFor({ state: 'detached' })
    assert.deepEqual(await shown(), ['Day Desk'])
    assert.match(page.url(), /recipient=num_/)
    assert.deepEqual(
      asked.filter((url) => /4155550|415.{1,3}555/.test(url)),
      [],
    )
    await page.getByRole('button', { name: 'With any number' }).click()
    await search.fill('+1 415 555 0199')
    await search.press('Enter')
    await reads('Nobody has this number.')
    await checkAccess('nobody has the number')
    await press('Clear filters')
  })

  test('one who stopped is told apart, with the only way back', async () => {
    await row('Quiet Example').getByRole('link').click()
    await reads('This number answered STOP on')
    await reads(/Only START from the phone to \+1 .+ undoes it\./)
    await reads('Not active')
    await page.getByRole('link', { name: 'People', exact: true }).last().click()
    await row('Day Desk').waitFor()
  })

  test('their page shows the whole number to whoever may see it, and texts that went there', async () => {
    await api('POST', '/v1/messages', { to: '+14155550143', body: 'Acme: ENG-142 is overdue.', class: 'alert' })
    await row('Day Desk').getByRole('link').click()
    await reads('Texts go to +1 ••• ••• 0143.')
    await reads('Acme: ENG-142 is overdue.')
    await page.getByRole('button', { name: /^Show the whole number/ }).click()
    await reads('+1 415 555 0143')
    await checkAccess('a person')
  })

  test('another number that is typed is kept beside that of the directory, and can be taken away', async () => {
    await press('Edit')
    await fill('Phone', '+1 415 555 0177')
    await fill('Last name', 'Shift')
    await page.getByRole('combobox', { name: 'Manager' }).or(page.getByLabel('Manager')).first().fill('Night')
    await page.getByRole('option', { name: 'Night Desk' }).click()
    await checkAccess('changing a person')
    await press('Save')
    await page.getByRole('heading', { name: 'Day Shift', exact: true }).waitFor()
    await page.getByRole('link', { name: 'Night Desk' }).waitFor()
    const typed = page.getByRole('listitem', { name: '+1 ••• ••• 0177' })
    await typed.getByText('Not confirmed').waitFor()
    await reads('Texts go to +1 ••• ••• 0143.')
    await typed.getByRole('button', { name: 'Take away' }).click()
    await reads('The number is taken away.')
    await typed.waitFor({ state: 'detached' })
  })

  test('whoever has one number with others is told so', async () => {
    await page.getByRole('link', { name: 'Night Desk' }).click()
    await press('Edit')
    await fill('Phone', '+14155550143')
    await press('Save')
    await reads('1 other has this number:')
    await page.getByRole('link', { name: 'Day Shift' }).click()
    await page.getByRole('heading', { name: 'Day Shift' }).waitFor()
  })

  test('a person is erased by typing the name', async () => {
    await press('Erase person…')
    const erase = page.getByRole('dialog').getByRole('button', { name: 'Erase person' })
    assert.equal(await erase.isDisabled(), true)
    await page.getByLabel(/to confirm/).fill('Day Shift')
    await checkAccess('erasing a person')
    await erase.click()
    await reads('Day Shift is erased.')
    await row('Night Desk').waitFor()
    assert.deepEqual([path(), (await shown()).includes('Day Shift')], ['/people', false])
    await search.fill('shift')
    await reads('Nobody matches.')
  })

  test('what a directory gave for a number and is none is told with what is wrong with it', async () => {
    const directory = await openDirectory(page, site)
    const id = await directory.send({ external_id: 'u-404' })
    await open(`/people/${id}`)
    await reads('u-404 has no number.')
    await directory.giveNumber(id, '0171 1234567')
    await page.reload()
    await reads('What was given as the number is none. Local format.')
    await checkAccess('a person with a malformed number')
  })

  test('what is not there or does not come is said in its place', async () => {
    await open('/people/per_00000000000000000000000000')
    await reads('No such person in this workspace')
    await page.route(/\/v1\/people/, (route) =>
      route.fulfill({ status: 422, json: { status: 422, code: 'x', detail: 'Out of order.' } }),
    )
    await open('/people')
    await reads('Could not load the people.')
    await checkAccess('people, not loaded')
    await page.unrouteAll()
  })

  test('nothing on the way keeps people out or makes the browser complain', () => {
    assert.deepEqual([found, seen.complaints], [[], []])
  })
})
