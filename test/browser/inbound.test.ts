import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { openHandset } from './handset.ts'
import { WIDTHS } from './look.ts'
import { becomeOwner } from './owner.ts'
import { addPerson, signIn } from './people.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

const NIGHT_DESK = '+14155550142'
const STRANGER = '+14155550143'
const QUIET = '+14155550144'

describe('replies in the console', { skip }, async () => {
  const { site, context, page, seen, found, checkAccess } = await openWindow()
  const { open, press, reads, api } = visit(page, site.url)
  let type: (phone: string, body: string) => Promise<void>
  before(() => becomeOwner(page, site))
  const row = (text: string) => page.getByRole('row').filter({ hasText: text })
  const panel = page.getByRole('region', { name: 'Conversation' })
  const told = (text: string | RegExp) => panel.getByText(text).first().waitFor()
  const texts = () => page.getByRole('row').getByRole('link').allTextContents()

  test('before anybody wrote it says how texts get here', async () => {
    await open('/replies')
    await reads('No replies yet.')
    await page.getByRole('link', { name: 'Where replies go' }).waitFor()
    await checkAccess('no replies')
  })

  test('both screens are found in the search of screens by what others call them', async () => {
    for (const [word, label] of [
      ['Inbound', 'Replies'],
      ['Suppression', 'Opt-outs'],
    ] as const) {
      await page.keyboard.press('ControlOrMeta+k')
      await page.getByPlaceholder('Go to…').fill(word)
      await page.getByRole('option', { name: label }).waitFor()
      await page.keyboard.press('Escape')
    }
  })

  test('a text that is typed on a phone comes by itself, with who wrote it and what it was taken for', async () => {
    type = await openHandset(page, site)
    await api('POST', '/v1/people', { first_name: 'Night', last_name: 'Desk', phone: NIGHT_DESK })
    await type(NIGHT_DESK, 'STOP')
    const first = row('Night Desk')
    await first.getByText('STOP', { exact: true }).first().waitFor()
    await first.getByText('Stopped · The simulator answered').waitFor()
    await first.getByText('+1 ••• ••• 0142').waitFor()
    await checkAccess('replies')
  })

  test('what comes later waits behind a pill and pushes nothing away', async () => {
    await type(STRANGER, 'Who is this?')
    await type(STRANGER, 'HELP')
    await page.getByRole('button', { name: '2 new' }).waitFor()
    assert.equal((await texts()).length, 1)
    await press('2 new')
    await row('HELP').waitFor()
    assert.deepEqual(await texts(), ['HELP', 'Who is this?', 'STOP'])
  })

  test('the keys go through the list, open a conversation, and close it', async () => {
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/replies\/num_/)
    await panel.getByRole('heading', { name: 'Night Desk' }).waitFor()
    await page.keyboard.press('k')
    await panel.getByRole('heading', { name: /0143/ }).waitFor()
    await page.keyboard.press('Escape')
    await page.waitForURL(/\/replies$/)
  })

  test('a conversation holds both sides, keeps codes to itself, and says that the number is stopped', async () => {
    await api('POST', '/v1/messages', { to: STRANGER, body: 'Acme: ENG-142 is overdue.', class: 'alert' })
    await api('POST', '/v1/messages', { to: STRANGER, body: '123456 is your code', class: 'otp' })
    await row('Who is this?').getByRole('link').click()
    await told('Acme: ENG-142 is overdue.')
    await told('Code. The text is not stored.')
    assert.equal((await panel.textContent())?.includes('123456'), false)
    await checkAccess('a conversation')
    await row('Night Desk').getByRole('link').click()
    await told('Only START from the phone to +1 415 555 0100 undoes it.')
    await panel.getByRole('link', { name: 'Entry in Opt-outs' }).waitFor()
    await panel.getByRole('button', { name: /^Show the whole number/ }).click()
    await told('+1 415 555 0142')
  })

  test('START from the phone is told without a reload', async () => {
    await type(NIGHT_DESK, 'START')
    await told('May be texted again · The simulator answered')
    await panel.getByText('Only START from the phone').waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
  })

  test('what may mean STOP is counted beside the entry and asked about above the list', async () => {
    await type(QUIET, 'please stop texting me')
    await type(STRANGER, 'is the bus stop closed')
    await reads('2 texts may mean STOP.')
    await page.getByRole('navigation', { name: 'Main' }).getByText('2 texts to review').waitFor()
    await press('Review')
    await page.waitForURL(/kind=review/)
    await row('please stop texting me').getByRole('link').click()
    await told('This may be a wish for no more texts.')
    await checkAccess('a text to review')
  })

  test('saying that it means STOP asks once, stops the number, and is on record', async () => {
    await panel.getByRole('button', { name: 'It means STOP' }).click()
    await reads('only START from the phone to +1 415 555 0100 undoes it')
    await checkAccess('asking whether it means STOP', page, { onlyWide: true })
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await panel.getByRole('button', { name: 'It means STOP' }).click()
    await press('It means STOP')
    await told('Test owner said it means STOP')
    await told('They stopped texts to this number themselves on')
    await row('please stop texting me').waitFor({ state: 'detached' })
    const { body } = await api('GET', '/v1/opt-outs?source=person')
    assert.equal((body.items as unknown[]).length, 1)
  })

  test('saying that it does not leaves the number as it is, until somebody thinks better of it', async () => {
    await row('is the bus stop closed').getByRole('link').click()
    await panel.getByRole('button', { name: 'It does not' }).click()
    await press('It does not')
    await told('Test owner said it does not mean STOP')
    await panel.getByRole('button', { name: 'It means STOP after all' }).waitFor()
    await reads('Nothing needs review.')
    await press('Clear filters')
  })

  test('the kind of text and the number are asked for in the address', async () => {
    await open('/replies?kind=help')
    await row('HELP').waitFor()
    assert.deepEqual(await texts(), ['HELP'])
    await press('Clear filters')
    await page.keyboard.press('/')
    await page.keyboard.type('+14155550142')
    await page.keyboard.press('Enter')
    await reads('From +1 ••• ••• 0142')
    await row('HELP').waitFor({ state: 'detached' })
    await row('START').waitFor()
    assert.deepEqual([await texts(), /num_/.test(page.url())], [['START', 'STOP'], true])
    await open('/replies?days=1&kind=yes')
    await reads('Nothing matches.')
  })

  test('on a phone the conversation takes the place of the list', async () => {
    await page.setViewportSize(WIDTHS.phone)
    await open('/replies')
    await page.getByRole('link', { name: /Who is this/ }).click()
    await told('Acme: ENG-142 is overdue.')
    await page.getByRole('button', { name: 'Back to Replies' }).click()
    await page.getByRole('link', { name: /Who is this/ }).waitFor()
    await page.setViewportSize(WIDTHS.wide)
  })

  test('who may only read decides nothing and sees no whole number', async () => {
    const { id } = (await api('GET', '/v1/me')).body.workspace as { id: string }
    await addPerson(site, 'auditor@acme.example', { workspaceId: id, role: 'auditor' })
    await type(STRANGER, 'please stop it')
    const other = await context.browser()!.newContext({ reducedMotion: 'reduce' })
    const theirs = await other.newPage()
    await signIn(theirs, site, 'auditor@acme.example', '/replies?kind=review')
    await theirs.getByRole('link', { name: 'please stop it' }).click()
    await theirs.getByText('whoever may change opt-outs can').last().waitFor()
    assert.equal(await theirs.getByRole('button', { name: /means STOP|Show the whole number/ }).count(), 0)
    await other.close()
  })

  test('what is not there or does not come is said in its place', async () => {
    await open('/replies/num_x')
    await told('No such number in this workspace.')
    await page.route(/\/v1\/inbound/, (route) =>
      route.fulfill({ status: 422, json: { status: 422, code: 'x', detail: 'Out of order.' } }),
    )
    await open('/replies')
    await reads('Could not load the replies.')
    await checkAccess('replies, not loaded')
    await page.unrouteAll()
  })

  test('nothing on the way keeps people out or makes the browser complain', () => {
    assert.deepEqual([found, seen.complaints], [[], []])
  })
})
