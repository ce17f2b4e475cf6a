import type { Album } from './album.ts'
import { sendUser } from './scim-directory.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** The directory: none, a token being made, waiting, used with numbers that are none, one ended, and not loaded. */
export async function tourScim({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, fill, reads, api } = visit(page, site.url)
  await open('/settings/scim')
  await reads('No directory is connected.')
  await take('160-scim-none', { whole: true })
  await press('Make a token')
  await press('Make the token')
  await reads('A token needs a name')
  await take('161-scim-token-refused')
  await fill('Name', 'Okta')
  await press('Make the token')
  await reads('Shown this once.')
  await take('162-scim-token-new')
  const token = (await page.getByRole('region', { name: 'token', exact: true }).textContent())!.trim()
  await press('I have copied it')
  await reads('Waits for the directory')
  await take('163-scim-waiting')
  await sendUser(site, token, 'ines.okafor@acme.example', '415-555-2671')
  await sendUser(site, token, 'ada.lund@acme.example', '+14155552671')
  await sendUser(site, token, 'somebody-with-a.very-long-user-name-indeed@subsidiaries.acme.example', 'ask at the desk')
  await api('POST', '/v1/scim/tokens', { name: 'Entra of the northern branches' })
  await open('/settings/scim')
  await reads('ines okafor')
  await take('164-scim', { whole: true })
  await press('End Okta')
  await take('165-scim-end')
  await press('Keep it')
  await site.server.context.db.pool.query(`update scim_tokens set expires_at = now() - interval '3 days'`)
  await open('/settings/scim')
  await reads('The directory is not let in.')
  await take('166-scim-locked-out', { whole: true })
  await page.route('**/v1/scim', (route) =>
    route.fulfill({ status: 503, json: { status: 503, code: 'x', detail: 'x' } }),
  )
  await open('/settings/scim')
  await reads('Could not load how the directory is connected.')
  await take('167-scim-not-loaded')
  await page.unrouteAll()
}
