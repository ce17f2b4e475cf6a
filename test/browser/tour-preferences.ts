import type { Album } from './album.ts'
import { connectSimulator } from './doubts.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** What one is told, and where: on one's own screen, on the profile, and as administrators see it. */
export async function tourPreferences({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, reads, api } = visit(page, site.url)
  await open('/profile/preferences')
  await reads('No text reaches you now.')
  await take('170-preferences-no-channel', { whole: true })
  await connectSimulator(page, site)
  await press('Use Critical')
  await reads('As you have it')
  await page.getByRole('switch', { name: 'Labels changed by email' }).click()
  await reads('Saved')
  await take('171-preferences-chosen', { whole: true })
  const { body } = await api('GET', '/v1/people')
  const [{ id }] = body.items as [{ id: string }]
  await open(`/people/${id}`)
  await reads('Bold is what they chose')
  await take('172-preferences-of-a-person', { whole: true })
  await api('PATCH', '/v1/me/preferences', {
    events: { due_date_passed: { sms: false }, priority_changed: { sms: false } },
  })
  await page.route('**/v1/me/phone', async (route) => {
    const phone = (await (await route.fetch()).json()) as object
    await route.fulfill({
      json: { ...phone, state: 'confirmed', number: '+14155550149', source: 'self', code: null },
    })
  })
  await open('/profile')
  await reads('SMS is still off for all 16 events.')
  await take('173-preferences-still-off', { whole: true })
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  const refusal = { status: 503, code: 'not_available', detail: 'The database is not answering.' }
  await page.route('**/v1/me/preferences', (route) => route.fulfill({ status: 503, json: refusal }))
  await open('/profile/preferences')
  await reads('Could not load your preferences.')
  await take('174-preferences-not-loaded')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
}
