import type { Page } from 'playwright-core'
import { until } from '../app.ts'
import { fullAccount } from '../carrier.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

export async function connectSimulator(page: Page, site: Site): Promise<void> {
  await visit(page, site.url).api('PUT', '/v1/sms/settings', fullAccount(site.simulator))
}

/** A text that the provider failed on. */
export async function makeDoubtful(page: Page, site: Site, text: Record<string, unknown>): Promise<string> {
  const { api } = visit(page, site.url)
  const { faults } = site.simulator.state
  await fetch(`${site.simulator.url}/sim/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ error_before: 1 }),
  })
  const { body } = await api('POST', '/v1/messages', text)
  const id = String(body.id)
  await until('the text is in doubt', async () => (await api('GET', `/v1/messages/${id}`)).body.status === 'unknown')
  faults.clear()
  return id
}

/** That its list does not settle either: as after many looks, without the wait. */
export async function makeUndecided(
  page: Page,
  site: Site,
  text: Record<string, unknown>,
  why = 'unclear',
): Promise<string> {
  const id = await makeDoubtful(page, site, text)
  await site.server.context.db.pool.query(
    `update attempts set undecided = $2, undecided_at = now(), look_at = 'infinity', looks = 3 where message_id = $1`,
    [id, why],
  )
  return id
}
