import type { Album } from './album.ts'
import { openDirectory } from './directory.ts'
import { openHandset } from './handset.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

const FILE = 'number,note\n+14155550151,left in May\nDana,\n+14155550152,\n0151 2345678,\n+14155550142,\n'

/** The registry with an entry from each source, what is added and imported, and the way back from each. */
export async function tourOptOuts(album: Album, site: Site): Promise<void> {
  const { page, take } = album
  const { open, reads } = visit(page, site.url)
  await page.route('**/v1/opt-outs?*', (route) => route.fulfill({ json: { items: [], next: null } }))
  await page.route('**/v1/opt-outs', (route) => route.fulfill({ json: { items: [], next: null } }))
  await open('/opt-outs')
  await reads('No opt-outs yet.')
  await take('180-opt-outs-none')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  const handles = await fill(album, site)
  await open('/opt-outs')
  await reads('START only')
  await take('181-opt-outs')
  for (const [name, handle] of Object.entries(handles)) {
    await open(`/opt-outs/${handle}`)
    await reads('Way back')
    await take(`182-opt-out-${name}`)
  }
  await adding(album, site)
  await importing(album, site)
  await rest(album, site)
}

async function fill({ page }: Album, site: Site): Promise<Record<string, string>> {
  const { api } = visit(page, site.url)
  const type = await openHandset(page, site)
  await api('POST', '/v1/people', { first_name: 'Night', last_name: 'Desk', phone: '+14155550142' })
  await type('+14155550142', 'BAJA')
  const directory = await openDirectory(page, site)
  await directory.stop('+14155550199')
  const { body } = await api('POST', '/v1/opt-outs', { number: '+14155550145', note: 'Asked by phone on 3 May' })
  await api('POST', '/v1/opt-outs/import', { file: 'number\n+442079460123\n', name: 'old-list.csv' })
  const { items } = (await api('GET', '/v1/opt-outs')).body as { items: { handle: string; source: string }[] }
  const of = (source: string) => items.filter((one) => one.source === source).at(-1)!.handle
  return { keyword: of('keyword'), admin: String(body.handle), import: of('import') }
}

async function adding({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, fill: write, reads } = visit(page, site.url)
  await open('/opt-outs')
  await press('Stop a number')
  await write('Number', '4155550142')
  await press('Stop texts to it')
  await reads('Local format')
  await take('183-opt-out-add')
  await press('Cancel')
}

async function importing({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, reads } = visit(page, site.url)
  const upload = (text: string) =>
    page
      .locator('input[type=file]')
      .setInputFiles({ name: 'old-list.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await open('/opt-outs')
  await press('Import')
  await take('184-opt-outs-import')
  await upload('phone\n1\n')
  await reads('No column of it is called number.')
  await take('184-opt-outs-import-unreadable')
  await upload(FILE)
  await reads('2 lines left out.')
  await take('185-opt-outs-import-findings')
  await press(/^Stop \d/)
  await reads('2 numbers stopped.')
  await take('186-opt-outs-imported')
  await press('Done')
}

async function rest({ page, take }: Album, site: Site): Promise<void> {
  const { open, reads } = visit(page, site.url)
  await open('/opt-outs?source=provider&scope=inherited')
  await reads('Nothing matches.')
  await take('187-opt-outs-no-match')
  await open('/opt-outs')
  const search = page.getByRole('textbox', { name: /Search/ })
  await search.fill('+14155550100')
  await search.press('Enter')
  await reads('This number is not stopped.')
  await take('188-opt-outs-not-stopped')
  const refusal = { status: 503, code: 'not_available', detail: 'The database is not answering.' }
  await page.route(/\/v1\/opt-outs/, (route) => route.fulfill({ status: 503, json: refusal }))
  await open('/opt-outs')
  await reads('Could not load the opt-outs.')
  await take('189-opt-outs-not-loaded')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
}
