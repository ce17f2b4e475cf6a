import type { Page } from 'playwright-core'
import { until } from '../app.ts'
import { connectSimulator } from './doubts.ts'
import { letThingsHappen } from './happened.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

const LANDLINE = '+14155550143'
const ABROAD = '+442079460123'

/** Messages on all channels: told by an event, failed at a landline, and skipped for their country. */
export async function sendOnAllChannels(page: Page, site: Site): Promise<Record<'failed' | 'skipped', string>> {
  const { api } = visit(page, site.url)
  await connectSimulator(page, site)
  await api('PATCH', '/v1/sms/settings', { allowed_countries: ['US'] })
  await letThingsHappen({ api })
  await fetch(`${site.simulator.url}/sim/handsets`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ number: LANDLINE, behaviour: 'landline' }),
  })
  const send = async (to: string, body: string) => String((await api('POST', '/v1/messages', { to, body })).body.id)
  const failed = await send(LANDLINE, 'Acme: ENG-140 is overdue.')
  const skipped = await send(ABROAD, 'Acme: ENG-141 is overdue.')
  const statusOf = async (id: string) => (await api('GET', `/v1/messages/${id}`)).body.status
  await until('the text to the landline failed', async () => (await statusOf(failed)) === 'undelivered')
  await until('the event was told', async () => {
    const { body } = await api('GET', '/v1/messages?channel=in_app')
    return (body.items as unknown[]).length > 0
  })
  return { failed, skipped }
}
