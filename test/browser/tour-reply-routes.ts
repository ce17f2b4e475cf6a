import { fullAccount } from '../carrier.ts'
import type { Album } from './album.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

const OLD = 'https://old.acme.example/in'

/** Where replies go: elsewhere, pointed here and put back, to an application, by a service to several places, and behind a webhook. */
export async function tourReplyRoutes({ page, take }: Album, site: Site): Promise<void> {
  const { open, api, press, reads } = visit(page, site.url)
  const [number] = site.account.numbers as [(typeof site.account.numbers)[number]]
  number.smsUrl = OLD
  await api('PATCH', '/v1/sms/settings', fullAccount(site.simulator))
  await open('/settings/sms')
  await reads('STOP does not reach Handset.')
  await take('170-replies-elsewhere', { whole: true })
  await press('Point to Handset…')
  await take('171-replies-point')
  await press('Change at Simulator')
  await reads(/^Set up\. None received yet/)
  await take('172-replies-ours', { whole: true })
  await page.getByRole('button', { name: /^Put back/ }).click()
  await take('173-replies-put-back', { only: 'wide' })
  await press('Leave it')
  await page.setViewportSize({ width: 390, height: 844 })
  await press(/^Receipts and replies/)
  await take('173-replies-section', { only: 'phone', whole: true })
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('button', { name: /^Put back/ }).click()
  await take('173-replies-put-back', { only: 'phone' })
  await press('Leave it')
  await press('Disconnect…')
  await take('174-replies-disconnect')
  await press('Keep it')
  number.smsApplicationSid = `AP${'ab'.repeat(16)}`
  await api('PATCH', '/v1/sms/settings', { name_in_texts: 'Acme' })
  await open('/settings/sms')
  await reads(/^The simulator application/)
  await take('175-replies-application', { whole: true })
  number.smsApplicationSid = ''
  await service(site)
  await api('PATCH', '/v1/sms/settings', {
    sender: { kind: 'messaging_service', messaging_service_sid: site.account.services[0]!.sid },
  })
  await open('/settings/sms')
  await reads(/^Go nowhere/)
  await press('Point to Handset…')
  await take('176-replies-several')
  const webhook_url = `${site.simulator.url}/hook?token=secret`
  await api('PATCH', '/v1/sms/settings', { provider: 'webhook', webhook_url })
  await open('/settings/sms')
  await reads('Receipts and replies address')
  await take('177-replies-webhook', { whole: true })
  await api('PATCH', '/v1/sms/settings', { provider: 'simulator' })
}

/** Leaves it to its numbers, which go to different places. */
async function service(site: Site): Promise<void> {
  const [alerts] = site.account.services
  alerts!.useInboundWebhookOnNumber = true
  const pooled = site.account.numbers.filter(({ sid }) => alerts!.pool.includes(sid))
  pooled[0]!.smsUrl = OLD
}
