import type { Album } from './album.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** Settings → Email: without a mail server, the redirect being set, and on, as every screen of what goes out says. */
export async function tourEmail({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, fill, reads } = visit(page, site.url)
  await open('/settings/email')
  await reads('No mail server is set.')
  await take('350-email')
  await press('Edit Test redirect')
  await page.getByLabel('Redirect email to test address').click()
  await press('Save')
  await reads('The test address is missing.')
  await take('351-email-redirect-refused', { whole: true })
  await fill('Test address', 'tests@acme.example')
  await press('Save')
  await reads('Every mail about an alert goes to t•••@acme.example.')
  await take('352-email-redirected', { whole: true })
  await open('/history')
  await reads('Email redirect is on.')
  await take('353-history-redirected')
  await press('Turn off email redirect')
  await reads('Email redirect is off.')
  await page.route('**/v1/email/settings', (route) =>
    route.fulfill({ status: 503, json: { status: 503, code: 'x', detail: 'x' } }),
  )
  await open('/settings/email')
  await reads('Could not load the email settings.')
  await take('354-email-not-loaded')
  await page.unrouteAll()
}
