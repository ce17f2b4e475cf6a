import type { Album } from './album.ts'
import { connectSimulator } from './doubts.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** One's own number on the profile page, in all that may be the matter with it. */
export async function tourOwnPhone({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, fill, reads } = visit(page, site.url)
  await connectSimulator(page, site)
  await open('/profile')
  await reads('will text you about what you choose')
  await take('150-own-phone-none')
  await fill('Mobile number', '0014155550149')
  await press('Send a code')
  await reads('Write + instead of 00')
  await take('151-own-phone-format')
  await press('Use it')
  await press('Send a code')
  await reads('It is good for ten minutes')
  await take('152-own-phone-code')
  await fill('Code', '12345')
  await press('Confirm')
  await reads('The code has six digits.')
  await take('153-own-phone-wrong-code')

  const code = { number: '+1 ••• ••• 0149', tries_left: 5, expired: true }
  const since = new Date().toISOString()
  const own = { state: 'confirmed', number: '+14155550149', source: 'self', code: null }
  const states: [name: string, change: object, words: string][] = [
    ['154-own-phone-ran-out', { code: { ...code, expires_at: since, resend_at: since } }, 'has run out'],
    ['155-own-phone-confirmed', own, 'Codes come whatever this says.'],
    ['156-own-phone-unconfirmed', { ...own, state: 'unconfirmed', source: 'admin' }, 'Not confirmed'],
    ['157-own-phone-directory', { ...own, state: 'directory', source: 'scim', shared: true }, 'From your directory'],
    ['158-own-phone-stopped', { ...own, opted_out: stopped(since, false) }, 'This number answered STOP.'],
    [
      '159-own-phone-stopped-by-admin',
      { ...own, opted_out: stopped(since, true) },
      'Texts to this number were stopped.',
    ],
    [
      '159-own-phone-ended-by-link',
      { ...own, opted_out: { ...stopped(since, false), by_link: true } },
      'Let texts come again',
    ],
    ['160-own-phone-redirected', { ...own, redirected: true }, 'Texts go to a test phone.'],
    ['161-own-phone-channel-off', { ...own, channel_on: false }, 'SMS is not working in this workspace now.'],
  ]
  for (const [name, change, words] of states) {
    await page.route('**/v1/me/phone', async (route) => {
      const phone = (await (await route.fetch()).json()) as object
      await route.fulfill({ json: { ...phone, ...change } })
    })
    await open('/profile')
    await reads(words)
    await take(name)
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  }
  const refusal = { status: 503, code: 'not_available', detail: 'The database is not answering.' }
  await page.route('**/v1/me/phone', (route) => route.fulfill({ status: 503, json: refusal }))
  await open('/profile')
  await reads('Could not load your number.')
  await take('162-own-phone-not-loaded')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
}

function stopped(since: string, byAdmin: boolean): object {
  return { since, by_admin: byAdmin, text_start_to: '+1 415 555 0100' }
}
