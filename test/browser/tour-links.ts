import { until } from '../app.ts'
import type { Album } from './album.ts'
import { connectSimulator } from './doubts.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

const PHONE = '+4915123456789'

/** What is read without signing in: the page of a mail, the page of a text with its way back, and the profile after it. */
export async function tourLinks(album: Album, site: Site): Promise<void> {
  const { page, take } = album
  const context = await page.context().browser()!.newContext({ reducedMotion: 'reduce', colorScheme: 'light' })
  context.setDefaultTimeout(10_000)
  const theirs = await context.newPage()
  const shot = (name: string) => take(name, { page: theirs, whole: true })
  const press = (name: string | RegExp) => theirs.getByRole('button', { name }).first().click()
  try {
    await theirs.goto(await linkOfMail(album, site))
    await shot('360-link-of-mail')
    await press(/^Stop emails about/)
    await theirs.getByRole('status').waitFor()
    await shot('361-link-of-mail-stopped')
    await press('Stop all emails about alerts')
    await theirs.getByText('You get no emails about alerts.').waitFor()
    await shot('362-link-of-mail-none')
    await theirs.goto((await linkOfMail(album, site)).replace(/.{8}$/, 'aaaaaaaa'))
    await shot('363-link-of-mail-unknown')

    const link = await linkOfText(album, site)
    await theirs.goto(link)
    await shot('364-link-of-text')
    await press(/texts/)
    await shot('365-link-of-text-ended')
    await theirs.goto(link)
    await shot('366-link-of-text-later')
    await press('Let texts come again')
    await theirs.locator('input[name=code]').waitFor()
    await shot('367-link-of-text-code')
    await theirs.locator('input[name=code]').fill('123456')
    await theirs.locator('form:has(input[name=code]) button').click()
    await theirs.getByText('That is not the code').waitFor()
    await shot('368-link-of-text-wrong-code')
    await theirs.goto(`${site.url}/o/AAAAAAAAAAAAAAAA`)
    await shot('369-link-of-text-unknown')
  } finally {
    await context.close()
  }
}

async function linkOfMail({ page }: Album, site: Site): Promise<string> {
  const { api } = visit(page, site.url)
  const { items } = (await api('GET', '/v1/people')).body as { items: { external_id: string | null }[] }
  if (!items.some(({ external_id }) => external_id === 'ann')) {
    await api('POST', '/v1/people', { external_id: 'ann', first_name: 'Ann', email: 'ann@acme.example' })
    const trigger = { name: 'Named', event_type: 'mentioned', template: 'mentioned' }
    await api('POST', '/v1/triggers', { ...trigger, recipients: { roles: ['mentioned'] } })
    await api('POST', '/v1/events', {
      type: 'mentioned',
      entity: { type: 'issue', id: '142', identifier: 'ENG-142', url: 'https://app.acme.example/142' },
      recipients: { mentioned: ['ann'] },
    })
  }
  return until('a mail with its link', async () => {
    const mails = (await api('GET', '/v1/messages?channel=email')).body as { items: { body: string }[] }
    return /Unsubscribe from these: (\S+)/.exec(mails.items[0]?.body ?? '')?.[1] ?? null
  })
}

/** From a name, which nobody can answer: texts carry a link then. */
async function linkOfText({ page }: Album, site: Site): Promise<string> {
  const { api } = visit(page, site.url)
  await connectSimulator(page, site)
  await site.server.context.db.pool.query(`update senders set kind = 'alphanumeric', value = 'Acme'`)
  const { id } = (await api('POST', '/v1/messages', { to: PHONE, body: 'Due', class: 'nudge' })).body
  const { body } = await api('GET', `/v1/messages/${id}`)
  return /End texts: (\S+)$/.exec(String(body.body))![1]!
}
