import type { Album } from './album.ts'
import { PEOPLE, pick } from './import-file.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** A file on its way to people, in every state that it can be in. */
export async function tourImport(album: Album, site: Site): Promise<void> {
  await choosing(album, site)
  const path = await preparing(album, site)
  await underWay(album, site, path)
  await ending(album, site, path)
  await refused(album, site)
}

async function choosing({ page, take }: Album, site: Site): Promise<void> {
  const { open, reads } = visit(page, site.url)
  await open('/people/import')
  await reads('None yet.')
  await take('70-imports-none')
  await pick(page, 'people.xlsx', Buffer.from('504b0304', 'hex'))
  await reads('This is not a CSV file.')
  await take('70-import-not-csv')
  await pick(page, 'people.csv', PEOPLE)
  await reads('Upload')
  await take('70-import-picked')
}

async function preparing({ page, take }: Album, site: Site): Promise<string> {
  const { press, reads } = visit(page, site.url)
  await press('Upload')
  await reads('Encoding')
  await reads('José Müller')
  await take('71-import-ready', { whole: true })
  const becomes = (name: string) => page.getByRole('combobox', { name: `${name} becomes` }).first()
  await becomes('Personalnummer').click()
  await take('71-import-choices', { only: 'wide' })
  await page.keyboard.press('Escape')
  await becomes('Kostenstelle').click()
  await page.getByRole('option', { name: 'A field of your own' }).click()
  await reads('kostenstelle')
  await press('Check the file')
  await reads('Check again')
  await take('72-import-checked', { whole: true })
  await press('Import…')
  await take('72-import-start')
  await press('Not yet')
  await press('Cancel the import…')
  await take('72-import-cancel')
  await press('Let it go on')
  return new URL(page.url()).pathname
}

/** In states that pass too quickly to be looked at. */
async function underWay({ page, take }: Album, site: Site, path: string): Promise<void> {
  const { open, reads } = visit(page, site.url)
  const shows = async (name: string, text: string, state: object) => {
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await page.route(/\/v1\/imports\/imp_\w+$/, async (route) => {
      const one = (await (await route.fetch()).json()) as object
      await route.fulfill({ json: { ...one, ...state } })
    })
    await open(path)
    await reads(text)
    await take(name, { whole: true })
  }
  const counts = { new: 900, changed: 80, same: 12, refused: 8, problems: { twice_in_file: 8, no_phone_number: 41 } }
  const started = { rows: 41_210, rows_done: 1000, started_at: new Date().toISOString(), counts }
  await shows('73-import-checking', '1,000 of 41,210 rows', { ...started, state: 'checking', at_work: true })
  const importing = { ...started, state: 'importing', rows_done: 17_000, at_work: true }
  await shows('73-importing', '17,000 of 41,210 rows', importing)
  await shows('73-importing-waits', 'It waits for its turn', { ...importing, rows_done: 0, at_work: false })
  await shows('73-importing-died', 'The process that was at it has stopped.', { ...importing, at_work: false })
  const finished_at = new Date().toISOString()
  await shows('74-import-failed', 'The import stopped after row 17,000', { ...importing, state: 'failed', finished_at })
  const cancelled = { ...importing, state: 'cancelled', finished_at }
  await shows('74-import-cancelled', 'after 17,000 of 41,210 rows', cancelled)
  await shows('74-import-expired', 'not imported within a day', { state: 'expired', finished_at })
  await shows('74-import-waiting', 'There is no file here yet.', { state: 'waiting', rows: null, size_bytes: null })
  const columns = [{ name: 'Mobile', to: 'phone', country: null }]
  await shows('74-import-nobody-to-know', 'No column tells who somebody is.', { columns, rows: 0 })
  await page.unrouteAll({ behavior: 'ignoreErrors' })
}

async function ending({ page, take }: Album, site: Site, path: string): Promise<void> {
  const { open, press, reads } = visit(page, site.url)
  await open(path)
  await press('Import…')
  await press('Import')
  await reads('See people')
  await take('75-import-done', { whole: true })
  await open('/people')
  await reads('José Müller')
  await take('75-people-imported')
  await open('/people/import')
  for (const [name, buffer] of [
    ['empty.csv', Buffer.from(' ')],
    ['no-text.csv', Buffer.from('504b030414000600', 'hex')],
  ] as const) {
    await open('/people/import')
    await pick(page, name, buffer)
    await press('Upload')
    await reads(name.startsWith('empty') ? 'The file is empty.' : 'This is not a CSV file.')
  }
  await take('76-import-not-taken')
  await press('Cancel the import…')
  await press('Cancel the import')
  await reads('Nobody was imported.')
  await open('/people/import')
  await reads('no-text.csv')
  await take('76-imports')
}

async function refused({ page, take }: Album, site: Site): Promise<void> {
  const { open, reads } = visit(page, site.url)
  await open('/people/import/imp_00000000000000000000000000')
  await reads('No such import')
  await take('77-import-missing')
  const refusal = { status: 503, code: 'not_available', detail: 'The database is not answering.' }
  await page.route(/\/v1\/imports/, (route) => route.fulfill({ status: 503, json: refusal }))
  await open('/people/import')
  await reads('Could not load the imports.')
  await take('77-imports-not-loaded')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.route('**/v1/me', async (route) => {
    const me = (await (await route.fetch()).json()) as object
    await route.fulfill({ json: { ...me, role: { id: 'auditor', name: 'Auditor' }, permissions: ['people.read'] } })
  })
  await open('/people/import')
  await reads('You cannot see imports of people.')
  await take('77-imports-no-permission')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
}
