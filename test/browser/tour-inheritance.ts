import { INSTALLATION } from '../../server/kit/id.ts'
import { fullAccount } from '../carrier.ts'
import type { Album } from './album.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** A workspace that sends through what the operator has set, and the operator's own page. */
export async function tourInheritance({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, reads, api } = visit(page, site.url)
  const above = (method: string, path: string, body?: unknown) => api(method, path, body, INSTALLATION)
  const show = async (words: string | RegExp) => {
    await open('/settings/sms')
    await reads(words)
  }
  await api('DELETE', '/v1/sms/settings')
  await above('PUT', '/v1/sms/settings', fullAccount(site.simulator))
  await above('PUT', '/v1/installation/sms', { daily_cap_micros: 50_000_000 })
  await show('Inherited')
  await take('130-inherited', { whole: true })
  await press('Use own provider')
  await reads('You need a Twilio account')
  await take('131-inherited-own-provider', { whole: true })

  await above('PUT', '/v1/installation/sms', { own_settings_allowed: false })
  await show('does not allow providers of your own')
  await take('132-inherited-only', { whole: true })
  await above('PUT', '/v1/installation/sms', { own_settings_allowed: true })

  await above('PATCH', '/v1/sms/settings', { redirect: { enabled: true, phone_number: '+14155550177' } })
  await show('The operator sends the texts of all workspaces')
  await take('133-redirected-above')
  await above('PATCH', '/v1/sms/settings', { redirect: { enabled: false } })

  await above('PATCH', '/v1/sms/settings', { enabled: false })
  await show('The operator switched SMS off')
  await take('134-off-above')
  await above('PATCH', '/v1/sms/settings', { enabled: true })

  await api('PUT', '/v1/sms/settings', fullAccount(site.simulator))
  await show('Return to inherited…')
  await press('Return to inherited…')
  await reads('to the inherited provider?')
  await take('135-return-to-inherited')
  await above('DELETE', '/v1/sms/settings')
}
