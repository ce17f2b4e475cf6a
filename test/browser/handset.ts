import type { Page } from 'playwright-core'
import { point, reply } from '../inbound.ts'
import { connectSimulator } from './doubts.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

export const SENDER = '+14155550100'

/** The simulator connected, with its number sending what people text to Handset. Answers with what types on a phone. */
export async function openHandset(page: Page, site: Site): Promise<(phone: string, body: string) => Promise<void>> {
  await connectSimulator(page, site)
  const { body } = await visit(page, site.url).api('GET', '/v1/sms/replies')
  point(site, SENDER, String(body.address))
  return (phone, text) => reply(site, phone, SENDER, text)
}
