import type { Album } from './album.ts'
import { sendMuch } from './much-sent.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** Statistics of nothing, of a month, as a table, of a quarter of a year, of a day, and when they do not come. */
export async function tourStatistics({ page, take }: Album, site: Site): Promise<void> {
  const { open, reads, api } = visit(page, site.url)
  await open('/statistics')
  await reads('Nothing was sent in this time.')
  await take('290-statistics-none')
  await sendMuch(site, { api })
  await open('/statistics')
  await reads('Why messages failed')
  await take('291-statistics', { whole: true })
  await page.getByText('Channel', { exact: true }).last().click()
  await page.getByText('Table', { exact: true }).click()
  await page.getByRole('table').first().waitFor()
  await take('292-statistics-table')
  await open('/statistics?days=90&channel=sms')
  await reads('Why messages failed')
  await take('293-statistics-quarter')
  const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10)
  await open(`/statistics?from=${day}&to=${day}`)
  await reads('By the hour')
  await take('294-statistics-day')
  await page.route('**/v1/statistics*', (route) => route.fulfill({ status: 503, json: {} }))
  await open('/statistics?days=7')
  await reads('Could not load statistics.')
  await take('295-statistics-away')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
}
