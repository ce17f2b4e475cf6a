import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, describe, type TestContext, test } from 'node:test'
import { manyPeople, PEOPLE, pick } from './import-file.ts'
import { becomeOwner } from './owner.ts'
import { addPerson, signIn } from './people.ts'
import { visit } from './visit.ts'
import { openWindow, skip } from './window.ts'

const MANY = 12_000
const HOLD = `
insert into persons (workspace_id, id, external_id) values ($1, 'per_held', 'm8000')
on conflict (workspace_id, external_id) where external_id is not null do update set updated_at = now()`

describe('importing people from a file', { skip }, async () => {
  const { site, context, page, seen, found, checkAccess } = await openWindow()
  const { open, press, fill, reads, api } = visit(page, site.url)
  before(() => becomeOwner(page, site))
  const becomes = (column: string) => page.getByRole('combobox', { name: `${column} becomes` }).first()
  const choose = async (column: string, choice: string) => {
    await becomes(column).click()
    await page.getByRole('option', { name: choice, exact: true }).click()
  }
  const figures = () => page.locator('dl div').allInnerTexts()
  const line = (number: number) => page.getByRole('listitem').filter({ hasText: new RegExp(`^Line ${number}\\D`) })
  const importId = () => new URL(page.url()).pathname.split('/').at(-1)!

  /** The import comes as far as a row in its midst and stands still there, until it is let go. */
  async function hold(t: TestContext): Promise<() => Promise<void>> {
    const { id } = (await api('GET', '/v1/me')).body.workspace as { id: string }
    const held = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    const holding = site.server.context.db.tenant(id, async (tx) => {
      await tx.rows('', HOLD, [id])
      held.resolve()
      await released.promise
      await tx.rows('', 'delete from persons where workspace_id = $1 and id = $2', [id, 'per_held'])
    })
    await held.promise
    const release = () => {
      released.resolve()
      return holding
    }
    t.after(release)
    return release
  }

  test('what cannot be a file of people is told before it is sent', async () => {
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.method()))
    await open('/people')
    await page.getByRole('link', { name: 'Import a file' }).click()
    await reads('None yet. Each one stays here with its result.')
    await checkAccess('no imports')
    await pick(page, 'people.xlsx', Buffer.from('504b0304', 'hex'))
    await reads('This is not a CSV file.')
    await checkAccess('no CSV file')
    await pick(page, 'people.csv', Buffer.alloc(0))
    await reads('The file is empty.')
    await pick(page, 'people.csv', Buffer.from('a,b\n'))
    await reads('CSV file, 4 bytes')
    await checkAccess('a file before it is sent')
    assert.deepEqual(asked.includes('POST'), false)
  })

  test('a file of another encoding is understood, and what is wrong with its first rows is marked', async () => {
    await pick(page, 'people.csv', manyPeople(MANY))
    await press('Upload')
    await page.getByRole('heading', { name: 'people.csv' }).waitFor()
    await reads('12,008 rows. This is what was detected; change what is wrong.')
    const detected = ['Encoding', 'Separator', 'First row'].map((name) => page.getByRole('combobox', { name }).first())
    assert.deepEqual(await Promise.all(detected.map((one) => one.inputValue())), [
      'Windows-1252 (Western Europe)',
      'Semicolon',
      'Names of the columns',
    ])
    await line(2).getByText('José Müller').waitFor()
    await line(3).getByText('Handy: Not a number that can be texted.').waitFor()
    await line(4).getByText('E-Mail: Not an email address; it was left out.').waitFor()
    await line(5).getByText('Refused. Neither a name, an email address nor an external id').waitFor()
    await line(6).getByText('Refused. The same person stands on line 2').waitFor()
    assert.equal(await becomes('Handy').inputValue(), 'Phone')
    assert.equal(await becomes('Kostenstelle').inputValue(), 'Not imported')
    await reads('K-10 · K-11 · K-12')
    await reads('+1 ••• ••• 0101')
    await checkAccess('a file and its columns')
  })

  test('columns are made something else, one at a time, and it stays through a reload', async () => {
    await choose('Kostenstelle', 'A field of your own')
    await line(2).getByText('kostenstelle K-10').waitFor()
    await fill('Name of the field', 'cost_centre')
    await page.keyboard.press('Enter')
    await line(2).getByText('cost_centre K-10').waitFor()
    await choose('Kostenstelle', 'Email')
    await line(2).getByText('jose@acme.example').waitFor({ state: 'detached' })
    assert.equal(await becomes('E-Mail').inputValue(), 'Not imported')
    await choose('E-Mail', 'Email')
    await choose('Kostenstelle', 'A field of your own')
    await line(2).getByText('kostenstelle K-10').waitFor()
    await page.getByRole('combobox', { name: 'Numbers without + are from' }).fill('Germ')
    await page.getByRole('option', { name: 'Germany (+49)' }).click()
    await line(3)
      .getByText(/^Phone \+49 [• ]+6789$/)
      .waitFor()
    await page.reload()
    await line(3)
      .getByText(/^Phone \+49 [• ]+6789$/)
      .waitFor()
    assert.equal(await becomes('E-Mail').inputValue(), 'Email')
  })

  test('nothing is started while no column tells who somebody is', async () => {
    const before = (await api('GET', `/v1/imports/${importId()}`)).body.columns as { to: string | null }[]
    await api('PATCH', `/v1/imports/${importId()}`, { columns: before.map(() => ({ to: null })) })
    await page.reload()
    await reads('No column tells who somebody is.')
    assert.equal(await page.getByRole('button', { name: 'Check the file' }).isDisabled(), true)
    await choose('Nachname', 'Last name')
    await reads('By a name alone nobody is found again.')
    await api('PATCH', `/v1/imports/${importId()}`, { columns: before.map(({ to }) => ({ to })) })
    await page.reload()
    await line(2).getByText('José Müller').waitFor()
  })

  test('a check says what the import would do, by kind and by line, and another choice makes it void', async () => {
    await press('Check the file')
    await reads('Choosing something else above makes the check void.')
    assert.deepEqual(await figures(), ['New\n12,006', 'Changed\n0', 'Unchanged\n0', 'Refused\n2'])
    await reads('Number that cannot be texted; kept to be mended')
    await page.getByRole('list', { name: 'Problems by line' }).getByText('Line 5').waitFor()
    await checkAccess('a check')
    await choose('Sprache', 'Not imported')
    await page.getByRole('button', { name: 'Check the file' }).waitFor()
    await press('Check the file')
    await reads('Choosing something else above makes the check void.')
    assert.deepEqual((await api('GET', '/v1/people')).body.items, [])
  })

  test('of two who start it one does, and its progress outlives a reload and another screen', async (t) => {
    const workspace = (await api('GET', '/v1/me')).body.workspace as { id: string }
    await addPerson(site, 'admin@acme.example', { workspaceId: workspace.id, role: 'admin' })
    const other = await context.browser()!.newContext({ reducedMotion: 'reduce' })
    other.setDefaultTimeout(10_000)
    const theirs = await other.newPage()
    const path = new URL(page.url()).pathname
    await signIn(theirs, site, 'admin@acme.example', path)
    await theirs.getByRole('button', { name: 'Import…', exact: true }).click()
    await press('Import…')
    await reads('By the check: 12,006 new, 2 refused.')
    await checkAccess('before an import')
    const release = await hold(t)
    // They have not heard of it yet when they press.
    await theirs.route(/\/imp_\w+$/, (route) => route.abort())
    await press('Import')
    await reads('It goes on when this page is left or closed.')
    await theirs.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click()
    await theirs.getByText('Test owner had started it already.').waitFor()
    await theirs.unrouteAll()
    await reads(/^[1-9][\d,]+ of 12,008 rows/)
    await page.reload()
    await reads(/^[\d,]+ of 12,008 rows/)
    await page.getByRole('progressbar', { name: 'Import' }).waitFor()
    await checkAccess('an import under way')
    await page.getByRole('link', { name: 'Import people', exact: true }).click()
    await page
      .getByRole('row', { name: /people\.csv/ })
      .getByText(/^Importing, \d+ %$/)
      .waitFor()
    await checkAccess('imports, one of them under way')
    await page.getByRole('link', { name: 'people.csv' }).click()
    await release()
    await theirs.getByText(/^[\d,]+ of 12,008 rows/).waitFor()
    await other.close()
  })

  test('when it is done its result is there, with the problems to download', { timeout: 60_000 }, async () => {
    await page.getByText('Done, some refused').waitFor({ timeout: 50_000 })
    assert.deepEqual(await figures(), ['New\n12,006', 'Changed\n0', 'Unchanged\n0', 'Refused\n2'])
    await reads(/^12,008 rows, \d{3} KB\. Imported by Test owner/)
    await checkAccess('an import that is done')
    const downloading = page.waitForEvent('download')
    await press('Download')
    const file = await downloading
    assert.equal(file.suggestedFilename(), 'import-problems.csv')
    const text = await readFile(await file.path(), 'utf8')
    assert.match(text, /^line,column,refused,what,kind\r\n3,Handy,no,/)
    assert.match(text, /\r\n6,,yes,The same person stands on line 2/)
    await page.getByRole('link', { name: 'See people' }).click()
    await page.getByRole('textbox', { name: /^Search/ }).fill('zoe')
    await page.getByRole('link', { name: 'Zoë Alder' }).waitFor()
  })

  test('one that is cancelled on its way keeps whom it had imported', async (t) => {
    await open('/people/import')
    await pick(page, 'again.csv', manyPeople(MANY))
    await press('Upload')
    await press('Import without a check…')
    await reads('The file was not checked as a whole.')
    const release = await hold(t)
    await press('Import')
    await reads('It goes on when this page is left or closed.')
    await reads(/^[1-9][\d,]+ of 12,008 rows/)
    await press('Cancel the import…')
    await reads('Those people stay as they are now;')
    await checkAccess('cancelling an import')
    await press('Cancel the import')
    await release()
    await reads('The import is cancelled.')
    await reads(/^Cancelled .+, after [\d,]+ of 12,008 rows\. The file is deleted\.$/)
    await checkAccess('an import that was cancelled')
  })

  test('a file that cannot be read is told with what to do, and another takes its place', async () => {
    const files: [file: Buffer, told: string][] = [
      [Buffer.from(' \n'), 'The file is empty.'],
      [Buffer.from('504b030414000600', 'hex'), 'This is not a CSV file.'],
      [Buffer.from(`name,phone\nA,1\n"B,2\n${'C,3\n'.repeat(100)}`), 'A quotation mark opens in row 3'],
      [Buffer.from('Имя,Фамилия\nАнна,Кузнецова\n', 'utf16le'), 'The letters of this file cannot be read.'],
      [Buffer.from(`name\n${'A\n'.repeat(300_001)}`), 'The file has more than 300,000 rows.'],
    ]
    await open('/people/import')
    for (const [file, told] of files) {
      await pick(page, 'people.csv', file)
      await press('Upload')
      await reads(told)
      await reads(/Nobody was imported; whoever was known before/)
    }
    await checkAccess('a file that was not taken')
    await pick(page, 'people.csv', PEOPLE)
    await press('Upload')
    await line(2).getByText('José Müller').waitFor()
    await press('Cancel the import…')
    await press('Cancel the import')
    await reads('Nobody was imported.')
  })

  test('what is not there, does not come or is not for somebody is said in its place', async () => {
    await open('/people/import/imp_00000000000000000000000000')
    await reads('No such import in this workspace')
    await page.route(/\/v1\/imports/, (route) =>
      route.fulfill({ status: 422, json: { status: 422, code: 'x', detail: 'Out of order.' } }),
    )
    await open('/people/import')
    await reads('Could not load the imports.')
    await page.unrouteAll()
    const workspace = (await api('GET', '/v1/me')).body.workspace as { id: string }
    await addPerson(site, 'auditor@acme.example', { workspaceId: workspace.id, role: 'auditor' })
    const other = await context.browser()!.newContext()
    other.setDefaultTimeout(10_000)
    const theirs = await other.newPage()
    await signIn(theirs, site, 'auditor@acme.example', '/people')
    await theirs.getByRole('heading', { name: 'People' }).waitFor()
    assert.equal(await theirs.getByRole('link', { name: 'Import' }).count(), 0)
    await theirs.goto(`${site.url}/people/import`)
    await theirs.getByText('You cannot see imports of people.').waitFor()
    await other.close()
  })

  test('nothing on the way keeps people out, makes the browser complain or shows a whole number', async () => {
    const numbers = ['4155550101', '15123456789', '1512 3456789', '151 23456789']
    assert.deepEqual([found, seen.complaints, await seen.leaks(site.url, numbers)], [[], [], []])
  })
})
