import type { Album } from './album.ts'
import { openDirectory } from './directory.ts'
import { connectSimulator } from './doubts.ts'
import { mixedPhones } from './mixed-phones.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** What is amiss with numbers, of nobody and of people in every kind of trouble. */
export async function tourPhoneQuality(album: Album, site: Site): Promise<void> {
  const { page, take } = album
  const { open, press, fill, reads, api } = visit(page, site.url)
  await open('/people/phone-quality')
  await reads('Nobody is in the directory yet.')
  await take('88-phone-quality-none')
  await connectSimulator(page, site)
  await mixedPhones(await openDirectory(page, site), api)
  for (const kind of ['no_phone', 'malformed', 'opted_out', 'duplicate', 'landline']) {
    await open(`/people/phone-quality?kind=${kind}`)
    await page.getByRole('list').last().getByRole('link').first().waitFor()
    await take(`88-phone-quality-${kind.replace('_', '-')}`, { whole: true })
  }
  await open('/people/phone-quality?kind=unverified')
  await press('Change the number of Typed Example')
  await fill('Phone', '0171 1234567')
  await press('Save')
  await reads('Local format.')
  await take('89-phone-quality-mend')
  await press('Cancel')
  await open('/settings/sms')
  await reads('people can be texted:')
  await take('89-phone-data-row', { whole: true })
  await refused(album, site)
}

async function refused({ page, take }: Album, site: Site): Promise<void> {
  const { open, reads } = visit(page, site.url)
  const refusal = { status: 503, code: 'not_available', detail: 'The database is not answering.' }
  await page.route(/\/v1\/phone-quality/, (route) => route.fulfill({ status: 503, json: refusal }))
  await open('/people/phone-quality?kind=malformed')
  await reads('Could not load the people.')
  await take('89-phone-quality-not-loaded')
  await page.unrouteAll()
  const first = { figures: null, counted_at: null, counting: true }
  await page.route('**/v1/phone-quality', (route) => route.fulfill({ json: first }))
  await open('/people/phone-quality')
  await reads('being counted for the first time')
  await take('89-phone-quality-counting')
  await page.unrouteAll()
  await page.route('**/v1/me', async (route) => {
    const me = (await (await route.fetch()).json()) as object
    await route.fulfill({ json: { ...me, role: { id: 'member', name: 'Member' }, permissions: ['sms.read'] } })
  })
  await open('/people/phone-quality')
  await reads('You cannot see people.')
  await take('89-phone-quality-no-permission')
  await page.unrouteAll()
}
