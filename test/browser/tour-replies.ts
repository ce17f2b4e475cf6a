import { until } from '../app.ts'
import type { Album } from './album.ts'
import { openHandset } from './handset.ts'
import { WIDTHS } from './look.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

const NIGHT_DESK = '+14155550142'
const STRANGER = '+442079460123'
const QUIET = '+14155550144'

const WISH = 'Hi, I changed jobs in March and this phone is private now. Could you please stop texting me? Thanks'

/** What people text to the senders: each word, what has to be reviewed, and both sides of a conversation. */
export async function tourReplies(album: Album, site: Site): Promise<void> {
  const { page, take } = album
  const { open, reads } = visit(page, site.url)
  await page.route('**/v1/inbound?*', (route) => route.fulfill({ json: { items: [], next: null } }))
  await page.route('**/v1/inbound', (route) => route.fulfill({ json: { items: [], next: null } }))
  await open('/replies')
  await reads('No replies yet.')
  await take('170-replies-none')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  const handles = await fill(album, site)
  await list(album, site)
  for (const [name, handle] of Object.entries(handles)) {
    await open(`/replies/${handle}`)
    await page.getByRole('region', { name: 'Conversation' }).getByRole('listitem').first().waitFor()
    await take(`175-conversation-${name}`)
  }
  await review(album, site, handles.wish!)
  await refused(album, site)
}

async function fill({ page }: Album, site: Site): Promise<Record<string, string>> {
  const { api } = visit(page, site.url)
  const type = await openHandset(page, site)
  await api('POST', '/v1/people', { first_name: 'Night', last_name: 'Desk', phone: NIGHT_DESK })
  await api('POST', '/v1/people', { first_name: 'Former', last_name: 'Holder', phone: NIGHT_DESK })
  const send = async (to: string, body: string, kind = 'alert') => {
    const { id } = (await api('POST', '/v1/messages', { to, body, class: kind })).body
    const isThere = async () => (await api('GET', `/v1/messages/${id}`)).body.status === 'delivered'
    await until('the text is delivered', isThere)
  }
  await send(STRANGER, 'Acme: ENG-142 "Fix login redirect" is overdue. View: https://acme.example/issues/ENG-142')
  await send(STRANGER, '123456 is your code', 'otp')
  await type(STRANGER, 'Who is this?')
  await type(STRANGER, 'AYUDA')
  await send(NIGHT_DESK, 'Acme: ENG-139 is due tomorrow.')
  await type(NIGHT_DESK, 'START')
  await type(NIGHT_DESK, 'On my way, ten minutes 👍')
  await type(NIGHT_DESK, 'STOP')
  await send(QUIET, 'Acme: Please confirm your shift.', 'nudge')
  await type(QUIET, WISH)
  const { items } = (await api('GET', '/v1/inbound')).body as { items: { handle: string; body: string }[] }
  const of = (body: string) => items.find((one) => one.body === body)!.handle
  return { answered: of('AYUDA'), stopped: of('STOP'), wish: of(WISH) }
}

async function list({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, reads } = visit(page, site.url)
  await open('/replies')
  await reads('Needs review')
  await take('171-replies')
  await page.getByRole('combobox', { name: 'Kind' }).click()
  await take('172-replies-filter', { only: 'wide' })
  await page.keyboard.press('Escape')
  await open('/replies?kind=yes')
  await reads('Nothing matches.')
  await take('173-replies-no-match')
  await page.setViewportSize(WIDTHS.phone)
  await press(/^Filters/)
  await take('173-replies-filters-sheet', { only: 'phone' })
  await page.setViewportSize(WIDTHS.wide)
  await open('/replies')
  const search = page.getByRole('textbox', { name: /Search/ })
  await search.fill(NIGHT_DESK)
  await search.press('Enter')
  await reads('From +1 ••• ••• 0142')
  await take('174-replies-of-one-number')
}

/** What is open over a conversation closes when the width changes between list and panel, so each width goes there itself. */
async function review({ page, take }: Album, site: Site, handle: string): Promise<void> {
  const { open, press, reads } = visit(page, site.url)
  for (const only of ['phone', 'wide'] as const) {
    await page.setViewportSize(WIDTHS[only])
    for (const [name, button] of [
      ['176-review-stop', 'It means STOP'],
      ['177-review-not-stop', 'It does not'],
    ] as const) {
      await page.setViewportSize(WIDTHS[only])
      await open(`/replies/${handle}`)
      await press(button)
      await reads('It is written down who decided it.')
      await take(name, { only })
    }
  }
  await press('It does not')
  await reads('It means STOP after all')
  await take('178-reviewed')
}

async function refused({ page, take }: Album, site: Site): Promise<void> {
  const { open, reads } = visit(page, site.url)
  await open('/replies/num_x')
  await reads('No such number in this workspace.')
  await take('179-conversation-missing')
  const refusal = { status: 503, code: 'not_available', detail: 'The database is not answering.' }
  await page.route(/\/v1\/inbound/, (route) => route.fulfill({ status: 503, json: refusal }))
  await open('/replies')
  await reads('Could not load the replies.')
  await take('179-replies-not-loaded')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.route('**/v1/me', async (route) => {
    const me = (await (await route.fetch()).json()) as object
    await route.fulfill({ json: { ...me, role: { id: 'member', name: 'Member' }, permissions: ['sms.read'] } })
  })
  await open('/replies')
  await reads('You cannot see replies.')
  await take('179-replies-no-permission')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
}
