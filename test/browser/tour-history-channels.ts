import type { Album } from './album.ts'
import { sendOnAllChannels } from './all-channels.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** Mails, inboxes and texts in one list, narrowed by what is under More, and each opened. */
export async function tourHistoryChannels(album: Album, site: Site): Promise<void> {
  const { page, take } = album
  const { open, press, reads, api } = visit(page, site.url)
  const { skipped } = await sendOnAllChannels(page, site)
  await open('/history')
  await reads('Night Desk')
  await take('85-history-channels')
  await press('More')
  await page.getByRole('menuitem', { name: 'Event', exact: true }).click()
  await take('86-history-more', { only: 'wide' })
  await open('/history?error=30006&channel=sms')
  await reads('Failed')
  await take('87-history-held')
  await page.setViewportSize({ width: 390, height: 844 })
  await press(/^Filters/)
  await take('88-history-channels-sheet', { only: 'phone' })
  await open(`/history/${skipped}`)
  await reads('Countries')
  await take('89-message-remedy')
  const { body } = await api('GET', '/v1/messages?channel=email')
  const [mail] = body.items as { id: string }[]
  await open(`/history/${mail!.id}`)
  await reads('As plain text')
  await take('89-message-mail', { whole: true })
}
