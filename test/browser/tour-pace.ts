import type { Album } from './album.ts'
import { connectSimulator } from './doubts.ts'
import { WIDTHS } from './look.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** How fast texts go out, in the row of its own under the sender. */
export async function tourPace({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, fill, reads, api } = visit(page, site.url)
  await connectSimulator(page, site)
  await api('PUT', '/v1/sms/pace', { segments_per_second: 0.5 })
  const show = async (words: string) => {
    await open('/settings/sms')
    await reads(words)
  }
  /** On a phone the section is folded until it is asked for. */
  const unfolded = async (name: string) => {
    await page.setViewportSize(WIDTHS.phone)
    await press(/^Sender/)
    await take(name, { whole: true })
  }
  await show('shared by all workspaces')
  await unfolded('36-pace')
  await press('Edit Pace')
  await take('37-pace-edit', { whole: true })
  await fill('Segments per second', 'fast')
  await press('Save')
  await reads('Write a number')
  await take('38-pace-format', { whole: true })
  const refusal = { status: 503, code: 'not_available', detail: 'The database is not answering.' }
  await page.route('**/v1/sms/pace', (route) =>
    route.request().method() === 'PUT' ? route.fulfill({ status: 503, json: refusal }) : route.continue(),
  )
  await fill('Segments per second', '10')
  await press('Save')
  await reads('Nothing was saved')
  await take('39-pace-refused', { whole: true })
  await page.unrouteAll()

  await page.route('**/v1/me', async (route) => {
    const me = (await (await route.fetch()).json()) as object
    await route.fulfill({ json: { ...me, role: 'viewer', permissions: ['sms.read'] } })
  })
  await show('shared by all workspaces')
  await unfolded('43-pace-may-only-read')
  await page.unrouteAll()
  await page.route('**/v1/sms/pace', (route) => route.fulfill({ status: 503, json: refusal }))
  await show('Could not load the pace.')
  await unfolded('44-pace-not-loaded')
  await page.unrouteAll()
  await api('PUT', '/v1/sms/pace', { segments_per_second: null })
}
