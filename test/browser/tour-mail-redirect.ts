import { until } from '../app.ts'
import type { Album } from './album.ts'
import { connectSimulator } from './doubts.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** The banner of the email redirect beside and together with that of texts. */
export async function tourMailRedirect(album: Album, site: Site): Promise<void> {
  const { page, take } = album
  const { open, press, fill, reads, api } = visit(page, site.url)
  await connectSimulator(page, site)
  await open('/settings/email')
  await reads('No mail server is set.')
  await take('360-email', { whole: true })
  await press('Edit Test redirect')
  await page.getByLabel('Redirect email to test address').click()
  await fill('Test address', 'tests@acme.example')
  await take('361-email-edit', { whole: true })
  await press('Save')
  await reads('Every mail about an alert goes to')
  await take('362-email-redirected', { whole: true })
  await open('/settings/sms')
  await reads('Email redirect is on.')
  await take('363-sms-email-redirected')
  await api('PATCH', '/v1/sms/settings', { redirect: { enabled: true, phone_number: '+14155550177' } })
  await open('/settings/sms')
  await reads('Redirect is on for texts and mails.')
  await take('364-sms-both-redirected')
  await open('/history')
  await reads('Redirect is on for texts and mails.')
  await take('365-history-both-redirected')
  await press('Turn off text redirect')
  await press('Turn off email redirect')
  await page.getByText('Email redirect is on.').waitFor({ state: 'hidden' })
  await undelivered(album, site)
}

/** A text that did not reach somebody who has an address, with a mail server and without. */
async function undelivered({ page, take }: Album, site: Site): Promise<void> {
  const { open, reads, api } = visit(page, site.url)
  const number = '+14155550144'
  await fetch(`${site.simulator.url}/sim/handsets`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ number, behaviour: 'landline' }),
  })
  const { body } = await api('POST', '/v1/messages', { to: number, body: 'Acme: ENG-140 is overdue.' })
  const id = String(body.id)
  await until('the text to the landline failed', async () => {
    return (await api('GET', `/v1/messages/${id}`)).body.status === 'undelivered'
  })
  const { body: person } = await api('POST', '/v1/people', {
    first_name: 'Billing',
    last_name: 'Owner',
    email: 'b@acme.example',
  })
  const { pool } = site.server.context.db
  await pool.query('update messages set person_id = $2 where id = $1', [id, person.id])
  await open(`/history/${id}`)
  await reads('Send by email')
  await take('366-message-by-email-no-server')
  const send = { possible: true, why_not: null }
  await page.route(`**/v1/messages/${id}`, async (route) => {
    const answer = (await (await route.fetch()).json()) as object
    await route.fulfill({ json: { ...answer, send_by_email: send } })
  })
  await open(`/history/${id}`)
  await reads('Send by email')
  await take('367-message-by-email')
  await page.unrouteAll()
}
