import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, describe, test } from 'node:test'
import { writeOptOuts } from '../../server/consent/opt-outs.ts'
import { openHandset } from './handset.ts'
import { becomeOwner } from './owner.ts'
import { addPerson, signIn } from './people.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

const NIGHT_DESK = '+14155550142'
const FILE = 'number,note\n+14155550151,left in May\nDana,\n+14155550152,\n0151 2345678,\n+14155550142,\n'

describe('opt-outs in the console', { skip }, async () => {
  const { site, context, page, seen, found, checkAccess } = await openWindow()
  const { open, press, fill, reads, api } = visit(page, site.url)
  let type: (phone: string, body: string) => Promise<void>
  before(() => becomeOwner(page, site))
  const row = (text: string) => page.getByRole('row').filter({ hasText: text })
  const panel = page.getByRole('region', { name: 'Opt-out' })
  const told = (text: string | RegExp) => panel.getByText(text).first().waitFor()
  const numbers = () => page.getByRole('row').getByRole('link').allTextContents()

  test('before anybody stopped it says who will stand here', async () => {
    await open('/opt-outs')
    await reads('No opt-outs yet.')
    await checkAccess('no opt-outs')
  })

  test('a STOP that is typed on a phone comes by itself, with its words and the only way back', async () => {
    type = await openHandset(page, site)
    await api('POST', '/v1/people', { first_name: 'Night', last_name: 'Desk', phone: NIGHT_DESK })
    await type(NIGHT_DESK, 'ARRÊT')
    await row('+1 ••• ••• 0142').getByText('START only').waitFor()
    await row('+1 ••• ••• 0142').getByRole('link').click()
    await told('Only START from the phone to +1 415 555 0100 undoes it.')
    for (const words of ['ARRÊT', 'in French', 'Answered STOP', 'This workspace.', 'Night Desk']) await told(words)
    await told('Nobody can lift it here: only START from the phone undoes it.')
    assert.equal(await panel.getByRole('button', { name: /Lift/ }).count(), 0)
    await checkAccess('an opt-out by STOP')
    const { said_in, handle } = ((await api('GET', '/v1/opt-outs')).body.items as Record<string, string>[])[0]!
    assert.ok(said_in)
    const conversation = panel.getByRole('link', { name: 'Open in the conversation' })
    assert.equal(await conversation.getAttribute('href'), `/replies/${handle}`)
    const person = await panel.getByRole('link', { name: 'Night Desk' }).getAttribute('href')
    assert.match(person ?? '', /^\/people\/per_/)
  })

  test('what a provider refused, or whose link was followed, leads to that text', async () => {
    const to = '+14155550147'
    const sent = (await api('POST', '/v1/messages', { to, body: 'Due', class: 'alert' })).body as { id: string }
    const { db, keys } = site.server.context
    const workspace = (await api('GET', '/v1/me')).body.workspace as { id: string }
    const numberHash = keys.hashNumber(to)
    const message = { id: sent.id, address: null }
    await db.tenant(workspace.id, (tx) =>
      writeOptOuts(tx, [
        { workspaceId: workspace.id, numberHash, message, note: 'The provider refused a text: 21610' },
      ]),
    )
    await open('/opt-outs')
    await row('+1 ••• ••• 0147').getByRole('link').click()
    await told('The provider refused a text: 21610')
    const text = panel.getByRole('link', { name: 'Open the text' })
    assert.equal(await text.getAttribute('href'), `/history/${sent.id}`)
    await db.tenant(workspace.id, (tx) => tx.deleteFrom('opt_outs').where('number_hash', '=', numberHash).execute())
    await open('/opt-outs')
    await row('+1 ••• ••• 0142').getByRole('link').click()
    await told('ARRÊT')
  })

  test('the whole number is shown to whoever may see it, and that they looked is on record', async () => {
    await panel.getByRole('button', { name: /^Show the whole number/ }).click()
    await told('+1 415 555 0142')
    const { body } = await api('GET', '/v1/audit?action=number.revealed')
    assert.equal((body.items as { sentence: string }[])[0]!.sentence.includes('+1 ••• ••• 0142'), true)
  })

  test('what is wrong with a number that is typed is said at its field', async () => {
    await page.keyboard.press('Escape')
    await press('Stop a number')
    await fill('Number', '14155550143')
    await press('Stop texts to it')
    await page.locator('input[name=number]:focus').waitFor()
    await checkAccess('stopping a number')
    await press('Use it')
  })

  test('a number is stopped by hand with its reason, and lifted by hand again', async () => {
    await fill('Reason', 'asked by phone')
    await press('Stop texts to it')
    await reads('+1 ••• ••• 0143 is stopped.')
    await told('asked by phone')
    await told('Only an administrator undoes it, in Opt-outs; START from the phone does not.')
    await checkAccess('an opt-out by hand')
    await panel.getByRole('button', { name: 'Lift it…' }).click()
    await press('Lift it')
    await reads('+1 ••• ••• 0143 may be texted again.')
    await row('0143').waitFor({ state: 'detached' })
    await press('Stop a number')
    await fill('Number', NIGHT_DESK)
    await press('Stop texts to it')
    await reads('+1 ••• ••• 0142 was stopped already. Nothing was changed.')
    await page.keyboard.press('Escape')
  })

  test('a list is looked through first: two lines of it are no numbers', async () => {
    await press('Import')
    const upload = (name: string, text: string) =>
      page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
    await upload('people.csv', 'phone\n+14155550151\n')
    await reads('people.csv cannot be read.')
    await reads('No column of it is called number.')
    await upload('old-list.csv', FILE)
    for (const words of ['2 numbers would be stopped.', '1 line stopped already', '2 lines left out.'])
      await reads(words)
    const left = page.getByRole('region', { name: 'Lines left out' })
    assert.deepEqual(await left.getByRole('cell').filter({ hasText: /^\d+$/ }).allTextContents(), ['3', '5'])
    await checkAccess('what an import would do')
    assert.equal(((await api('GET', '/v1/opt-outs')).body.items as unknown[]).length, 1)
  })

  test('then its numbers are stopped, with the name of the file as evidence', async () => {
    await press('Stop 2 numbers')
    await reads('2 numbers stopped.')
    await press('Done')
    await row('0151').getByText('left in May').waitFor()
    await row('0152').getByText('From old-list.csv').waitFor()
  })

  test('the export holds the whole numbers of what is filtered, and is on record', async () => {
    await open('/opt-outs?source=import')
    await row('0152').waitFor()
    assert.equal((await numbers()).length, 2)
    const [download] = await Promise.all([page.waitForEvent('download'), press('Export')])
    const text = await readFile((await download.path())!, 'utf8')
    assert.equal(text.trim().split('\r\n').length, 3)
    assert.match(text, /'\+14155550151,import,workspace,left in May/)
    const { body } = await api('GET', '/v1/audit?action=opt_out.exported')
    assert.equal((body.items as unknown[]).length, 1)
  })

  test('one number is found by looking it up, and START takes it away before one’s eyes', async () => {
    await open('/opt-outs')
    await page.keyboard.press('/')
    await page.keyboard.type(NIGHT_DESK)
    await page.keyboard.press('Enter')
    await reads('Only +1 ••• ••• 0142')
    await row('0151').waitFor({ state: 'detached' })
    await row('0142').waitFor()
    assert.deepEqual([await numbers(), /num_/.test(page.url())], [['+1 ••• ••• 0142'], true])
    await row('0142').getByRole('link').click()
    await told('Only START from the phone')
    await type(NIGHT_DESK, 'START')
    await told('This number is not stopped.')
    await reads('This number is not stopped.')
    await row('0142').waitFor({ state: 'detached' })
    await checkAccess('an opt-out that was taken back')
  })

  test('who may only read changes nothing and takes no numbers along', async () => {
    const { id } = (await api('GET', '/v1/me')).body.workspace as { id: string }
    await addPerson(site, 'auditor@acme.example', { workspaceId: id, role: 'auditor' })
    await addPerson(site, 'member@acme.example', { workspaceId: id, role: 'member' })
    const other = await context.browser()!.newContext({ reducedMotion: 'reduce' })
    const theirs = await other.newPage()
    await signIn(theirs, site, 'auditor@acme.example', '/opt-outs')
    await theirs.getByRole('link', { name: '+1 ••• ••• 0151' }).click()
    await theirs.getByText('Nobody can lift it here').waitFor()
    assert.equal(await theirs.getByRole('button', { name: /Stop a number|Import|Show the whole/ }).count(), 0)
    await theirs.getByRole('button', { name: 'Export' }).and(theirs.locator('[aria-disabled=true]')).waitFor()
    await other.clearCookies()
    await signIn(theirs, site, 'member@acme.example', '/opt-outs')
    await theirs.getByText('You cannot see opt-outs.').waitFor()
    assert.equal(await theirs.getByRole('link', { name: 'Opt-outs' }).count(), 0)
    await other.close()
  })

  test('what is not there or does not come is said in its place', async () => {
    await open('/opt-outs/num_x')
    await told('No such number in this workspace.')
    await page.route(/\/v1\/opt-outs/, (route) =>
      route.fulfill({ status: 422, json: { status: 422, code: 'x', detail: 'Out of order.' } }),
    )
    await open('/opt-outs')
    await reads('Could not load the opt-outs.')
    await checkAccess('opt-outs, not loaded')
    await page.unrouteAll()
  })

  test('nothing on the way keeps people out or makes the browser complain', () => {
    assert.deepEqual([found, seen.complaints], [[], []])
  })
})
