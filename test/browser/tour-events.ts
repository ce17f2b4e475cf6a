import type { Album } from './album.ts'
import { letThingsHappen } from './happened.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** Events with each outcome, and what one shows beside the list. */
export async function tourEvents({ page, take }: Album, site: Site): Promise<void> {
  const { open, reads, api } = visit(page, site.url)
  await page.route('**/v1/events?*', (route) => route.fulfill({ json: { items: [], next: null } }))
  await page.route('**/v1/events', (route) => route.fulfill({ json: { items: [], next: null } }))
  await open('/events')
  await reads('No events yet.')
  await take('230-events-none')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  const { told, unfit } = await letThingsHappen({ api })
  await open('/events')
  await reads('Told 1 person')
  await reads('No trigger')
  await take('231-events')
  await open(`/events/${told}`)
  await reads('Not in the directory.')
  await take('232-event-told', { whole: true })
  await open(`/events/${unfit}`)
  await reads('None. A trigger fits')
  await take('233-event-no-trigger')
}
