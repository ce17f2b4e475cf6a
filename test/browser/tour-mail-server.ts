import type { Album } from './album.ts'
import { openPostOffice } from './post-office.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

/** The installation's mail server: none, being set up, refused, set, tested, and set by the environment. */
export async function tourMailServer({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, fill, reads } = visit(page, site.url)
  const office = await openPostOffice()
  try {
    await open('/installation/mail')
    await reads('No mail server yet.')
    await take('130-mail-server-none', { whole: true })
    await press('Set up a mail server')
    await take('131-mail-server-form', { whole: true })
    await fill('Server', '127.0.0.1')
    await fill('Port', String(office.port))
    await fill('User (optional)', office.user)
    await fill('Password', 'not-the-password')
    await fill('Sender address', 'sms@acme.example')
    await press('Check and save')
    await reads('Nothing was saved.')
    await take('132-mail-server-refused', { whole: true })
    await fill('Password', office.password)
    await press('Check and save')
    await reads('Edit')
    await take('133-mail-server-set', { whole: true })
    await press('Send a test mail')
    await reads('took the mail to')
    await take('134-mail-server-tested', { whole: true })
    await fill('Send to', 'nobody@acme.example')
    await press('Send a test mail')
    await reads('No mail was sent.')
    await take('135-mail-server-test-refused', { whole: true })
    await press('Edit Mail server')
    await take('136-mail-server-edit', { whole: true })
    await press('Cancel')
    await press('Use no mail server…')
    await take('137-mail-server-give-up')
    await press('Keep it')
    await page.route('**/v1/installation', async (route) => {
      const answer = (await (await route.fetch()).json()) as { mail: object }
      await route.fulfill({ json: { ...answer, mail: { ...answer.mail, from: 'environment', checked_at: null } } })
    })
    await open('/installation/mail')
    await reads('HANDSET_SMTP_URL')
    await take('138-mail-server-of-environment', { whole: true })
    await page.unrouteAll()
    await site.server.context.db.pool.query('update installation set mail_sealed = null, mail_from = null')
  } finally {
    await office.close()
  }
}
