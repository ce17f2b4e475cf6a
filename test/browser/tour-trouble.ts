import type { Album } from './album.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** What is seen while something does not work, is not there yet, or is not allowed. */
export async function tourTrouble({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, reads, api } = visit(page, site.url)
  await open('/nothing/here')
  await take('90-not-found')

  const refuse = { status: 503, json: { status: 503, code: 'internal', detail: 'Out of order.' } }
  await page.route('**/v1/sms/**', (route) => route.fulfill(refuse))
  await open('/settings/sms')
  await reads('Could not load')
  await take('91-sms-not-loaded')
  await page.unrouteAll()
  await page.route('**/v1/messages?*', (route) => route.fulfill(refuse))
  await page.route('**/v1/messages', (route) => route.fulfill(refuse))
  await open('/history')
  await reads('Could not load')
  await take('92-history-not-loaded')
  await page.unrouteAll()

  let answer: () => void = () => {}
  const answered = new Promise<void>((resolve) => {
    answer = resolve
  })
  await page.route(/\/v1\/(sms|messages)/, async (route) => {
    await answered
    await route.abort()
  })
  await open('/settings/sms')
  await take('93-sms-loading')
  await open('/history')
  await take('94-history-loading')
  await open('/history/msg_00000000000000000000000000')
  await take('95-message-loading')
  answer()
  await page.unrouteAll({ behavior: 'wait' })

  await page.route('**/v1/me', async (route) => {
    const me = await (await route.fetch()).json()
    await route.fulfill({ json: { ...me, role: { id: 'rol_viewer', name: 'Viewer' }, permissions: ['sms.state'] } })
  })
  for (const [n, path] of ['/', '/settings/sms', '/history', '/settings/api-keys'].entries()) {
    await open(path)
    await take(`96-not-allowed-${n + 1}`)
  }
  await page.unrouteAll()
  await page.route('**/v1/me', async (route) => {
    const me = await (await route.fetch()).json()
    const permissions = ['sms.read', 'sms.test', 'history.read']
    await route.fulfill({ json: { ...me, role: { id: 'rol_viewer', name: 'Viewer' }, permissions } })
  })
  await open('/settings/sms')
  await reads('Readiness')
  await take('97-sms-may-only-read', { whole: true })
  await page.unrouteAll()

  await open('/settings/sms')
  await press('Send test SMS')
  await page.getByRole('dialog').getByLabel('Phone number').fill('+2348031234567')
  await press('Send')
  await page.getByRole('dialog').getByRole('alert').waitFor()
  await take('98-test-failed')

  site.account.authToken = '0'.repeat(32)
  await api('POST', '/v1/messages', { to: '+14155550142', body: 'Waits' })
  await open('/settings/sms')
  await reads('Sending is paused')
  await take('99-sms-paused', { whole: true })
}
