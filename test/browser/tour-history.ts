import { until } from '../app.ts'
import type { Album } from './album.ts'
import { WIDTHS } from './look.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

const TEXT = 'Acme: ENG-142 "Fix login redirect" is overdue. View: https://acme.example/issues/ENG-142'
const LANDLINE = '+14155550143'
const OPTED_OUT = '+14155550144'
const MUTE = '+14155550145'

/** One text for each way that a text can end. */
export async function tourHistory(album: Album, site: Site): Promise<void> {
  const { page, take } = album
  const { open, reads } = visit(page, site.url)
  await page.route('**/v1/messages?*', (route) => route.fulfill({ json: { items: [], next: null } }))
  await page.route('**/v1/messages', (route) => route.fulfill({ json: { items: [], next: null } }))
  await open('/history')
  await reads('No texts yet.')
  await take('60-history-empty')
  await page.unrouteAll()
  const ids = await fill(album, site)
  await list(album, site)
  for (const [name, id] of Object.entries(ids)) {
    await open(`/history/${id}`)
    await reads('Timeline')
    await take(`70-message-${name}`, { whole: name === 'failed' })
  }
  await details(album, site, ids)
}

async function fill({ page }: Album, site: Site): Promise<Record<string, string>> {
  const { api } = visit(page, site.url)
  const send = async (message: Record<string, unknown>) => {
    const { body } = await api('POST', '/v1/messages', message)
    return String(body.id)
  }
  const ends = async (id: string, ...statuses: string[]) => {
    const shown = async () => (await api('GET', `/v1/messages/${id}`)).body
    await until(`${id} ${statuses.join(' or ')}`, async () => statuses.includes(String((await shown()).status)))
    return id
  }
  const sim = (path: string, body: unknown) =>
    fetch(site.simulator.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  await sim('/sim/handsets', { number: LANDLINE, behaviour: 'landline' })
  await sim('/sim/handsets', { number: MUTE, behaviour: 'never_confirms' })
  await api('POST', '/v1/opt-outs', { number: OPTED_OUT })
  const delivered = await ends(await send({ to: '+442079460123', body: `${TEXT} – größer 😀` }), 'delivered')
  const failed = await ends(await send({ to: LANDLINE, body: TEXT }), 'undelivered')
  const skipped = await send({ to: OPTED_OUT, body: TEXT, class: 'nudge' })
  const code = await ends(await send({ to: '+14155550142', body: '123456 is your code', class: 'otp' }), 'delivered')
  const sent = await ends(await send({ to: MUTE, body: TEXT, class: 'campaign' }), 'sent')
  await sim('/sim/faults', { error_before: 1 })
  const unknown = await ends(await send({ to: '+14155550142', body: TEXT }), 'unknown')
  site.simulator.state.faults.clear()
  await api('PATCH', '/v1/sms/settings', { redirect: { enabled: true, phone_number: '+14155550177' } })
  const redirected = await ends(await send({ to: '+14155550142', body: TEXT }), 'delivered')
  await api('PATCH', '/v1/sms/settings', { redirect: { enabled: false } })
  return { delivered, failed, skipped, code, sent, unknown, redirected }
}

async function list({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, reads } = visit(page, site.url)
  await open('/history')
  await reads('Unknown')
  await take('61-history')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await take('62-history-row-at', { only: 'wide' })
  await page.getByRole('combobox', { name: 'Status' }).click()
  await take('63-history-filter', { only: 'wide' })
  await page.keyboard.press('Escape')
  await open('/history?status=expired&days=7')
  await reads('Nothing matches.')
  await take('64-history-no-match')
  await page.setViewportSize({ width: 390, height: 844 })
  await press(/^Filters/)
  await take('65-history-filters-sheet', { only: 'phone' })
  await open('/history')
  const search = page.getByRole('textbox', { name: /Search/ })
  await search.fill('14155550142')
  await search.press('Enter')
  await reads('Use it')
  await take('66-history-search-format')
  await search.fill('+14155550142')
  await search.press('Enter')
  await reads('To +1 ••• ••• 0142')
  await take('67-history-of-one-number')
}

/** What is open over a message closes when the width changes between list and panel, so each width goes there itself. */
async function details({ page, take }: Album, site: Site, ids: Record<string, string>): Promise<void> {
  const { open, press, reads } = visit(page, site.url)
  for (const only of ['phone', 'wide'] as const) {
    await page.setViewportSize(WIDTHS[only])
    await open(`/history/${ids.failed}`)
    await press('More')
    await take('80-message-menu', { only })
    await page.setViewportSize(WIDTHS[only])
    await open(`/history/${ids.failed}`)
    await press('More')
    await page.getByRole('menuitem', { name: 'Report of all receipts' }).click()
    await reads('Attempts and receipts')
    await take('81-message-receipts', { only })
    await page.setViewportSize(WIDTHS[only])
    await open(`/history/${ids.failed}`)
    await press(/^Checks passed/)
    await take('82-message-checks', { only, whole: true })
    await page.setViewportSize(WIDTHS[only])
    await open(`/history/${ids.skipped}`)
    await page.getByRole('button', { name: 'Send again' }).focus()
    await page.getByRole('tooltip').waitFor()
    await take('83-message-why-not-again', { only })
  }
  await open('/history/msg_00000000000000000000000000')
  await reads('No such message')
  await take('84-message-missing')
}
