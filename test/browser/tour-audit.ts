import { INSTALLATION } from '../../server/kit/id.ts'
import type { Album } from './album.ts'
import { connectSimulator } from './doubts.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** Who changed what, and where the proof of it goes. */
export async function tourAudit({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, fill, reads, api } = visit(page, site.url)
  await connectSimulator(page, site)
  await api('POST', '/v1/api-keys', { name: 'Shop', permissions: ['messages.send', 'messages.send_to_number'] })
  await api('POST', '/v1/opt-outs', { number: '+14155550142' })
  await api('PUT', '/v1/spend', { daily_cap_micros: 25_000_000 })
  await open('/settings/audit')
  await reads('added an opt-out')
  await reads('Chained up to number')
  await take('70-audit')
  await page
    .getByRole('button', { name: /made the API key Shop/ })
    .first()
    .click()
  await page.getByRole('heading', { name: 'Changes' }).waitFor()
  await take('71-audit-entry')
  await press('Close')
  await open('/settings/audit?action=role.deleted')
  await reads('No entry fits these filters.')
  await take('72-audit-nothing-fits')
  const refusal = { status: 503, code: 'not_available', detail: 'The database is not answering.' }
  await page.route(/\/v1\/audit(\?|$)/, (route) => route.fulfill({ status: 503, json: refusal }))
  await open('/settings/audit')
  await reads('Could not load the audit log.')
  await take('73-audit-not-loaded')
  await page.unrouteAll()
  await page.route('**/v1/me', async (route) => {
    const me = (await (await route.fetch()).json()) as object
    await route.fulfill({ json: { ...me, role: { id: 'member', name: 'Member' }, permissions: ['sms.read'] } })
  })
  await open('/settings/audit')
  await reads('You cannot see the audit log.')
  await take('74-audit-no-permission')
  await page.unrouteAll()

  await open('/installation/audit-heads')
  await take('75-audit-heads', { whole: true })
  await page.getByLabel('To a file on the server').check()
  await fill('Path', 'heads.txt')
  await press('Save')
  await reads('must be absolute')
  await take('76-audit-heads-refused', { whole: true })
  await page.getByLabel('To a webhook').check()
  await fill('URL', 'https://audit.acme.example/heads')
  await press('Save')
  await reads('shown this once')
  await take('77-audit-heads-secret', { whole: true })
  await press('Send a test')
  await reads('The test did not arrive.')
  await take('78-audit-heads-test-failed', { whole: true })
  await api('PATCH', '/v1/installation/audit-heads', { channel: null }, INSTALLATION)
}
