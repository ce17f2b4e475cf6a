import type { Album } from './album.ts'
import { arriveInInbox, becomeSomebody } from './inbox-entries.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** The inbox of nobody, an empty one, one with entries, and one that could not be loaded. */
export async function tourInbox({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, reads, api } = visit(page, site.url)
  await page.route('**/v1/me/inbox/unread', (route) =>
    route.fulfill({ json: { unread: 0, more: false, person_id: null } }),
  )
  await open('/inbox')
  await reads('Nobody in People is you.')
  await take('240-inbox-nobody')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  const personId = await becomeSomebody({ api })
  await open('/inbox')
  await reads('Nothing here.')
  await take('241-inbox-empty')
  await arriveInInbox({ api }, personId, ['ENG-141', 'ENG-142', 'ENG-143', 'ENG-144'])
  await reads('ENG-144')
  await page
    .getByRole('button', { name: /^Mark as read/ })
    .last()
    .click()
  await page.getByRole('button', { name: /^Mark as unread/ }).waitFor()
  await page.keyboard.press('j')
  await take('242-inbox')
  await press(/^Archive: /)
  await reads('Undo')
  await take('243-inbox-archived-one')
  await page.route(/\/v1\/me\/inbox\?/, (route) =>
    route.fulfill({
      status: 503,
      json: { status: 503, code: 'not_available', detail: 'The database is not answering.' },
    }),
  )
  await open('/inbox')
  await reads('Could not load your inbox.')
  await take('244-inbox-not-loaded')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
}
