import { post } from '../../server/mail/post.ts'
import { until } from '../app.ts'
import type { Album } from './album.ts'
import type { Site } from './site.ts'
import { visit } from './visit.ts'

const WAITS = {
  subject: 'Texts of Acme wait: Twilio refuses our sign-in',
  text: `Since 14:02 (Europe/Berlin) no text of Acme goes out.

What Twilio said (code 20003): The Auth Token was probably replaced at Twilio.

What to do: Replace the Auth Token.

214 texts wait. The first of them expires at 14:12 (Europe/Berlin); what has expired is not sent.

Settings: https://sms.acme.example/settings/sms
`,
}
const GOES_ON = { subject: 'Texts of Acme go out again', text: 'Twilio accepts the account again.\n' }

/** The mails that members were written, in every state, with one opened. */
export async function tourMails({ page, take }: Album, site: Site): Promise<void> {
  const { open, press, reads } = visit(page, site.url)
  const { context } = site.server
  const { pool } = context.db
  const mail = page.getByRole('region', { name: 'Mail' })
  await pool.query('delete from mails')
  await open('/health')
  await reads('None was written yet.')
  await mail.scrollIntoViewIfNeeded()
  await take('120-mail-none')
  const long = 'operations-on-call@messaging.acme.example'
  const letters = ['dana@acme.example', long].flatMap((to) => [WAITS, GOES_ON].map((words) => ({ to, ...words })))
  for (const letter of [...letters, { to: 'sam@acme.example', ...WAITS }])
    await context.db.system((tx) => post(context, tx, [letter]))
  await until(
    'all are kept',
    async () => (await pool.query(`select from mails where state = 'waiting'`)).rowCount === 0,
  )
  await pool.query(`
    update mails m set state = n.state, due_at = 'infinity',
      text_sealed = case when n.state <> 'sent' then text_sealed end,
      trouble = case when n.state = 'failed' then 'The mail server refused the recipient: 550 5.1.1 no such mailbox.' end
    from (select id, (array['kept', 'sent', 'failed', 'sending', 'waiting'])[row_number() over (order by id)] as state
      from mails) n
    where m.id = n.id`)
  await open('/health')
  await mail.getByRole('row').nth(1).waitFor()
  await take('121-mails', { whole: true })
  await press(WAITS.subject)
  await mail.getByText('What to do:').waitFor()
  await take('122-mail-opened', { whole: true })
}
