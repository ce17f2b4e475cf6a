import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { SMTPServer } from 'smtp-server'
import { deliverMails } from '../mail/post.ts'
import { openTeam, type Team, type Teammate } from './testing.ts'

const received: { to: string; text: string }[] = []
const mailServer = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData(stream, { envelope }, done) {
    let text = ''
    stream.on('data', (chunk: Buffer) => (text += chunk))
    stream.on('end', () => {
      received.push({ to: envelope.rcptTo[0]!.address, text: readable(text) })
      done()
    })
  },
})

let team: Team
let owner: Teammate
before(async () => {
  await new Promise<void>((done) => mailServer.listen(0, '127.0.0.1', done))
  const { port } = mailServer.server.address() as { port: number }
  team = await openTeam({ HANDSET_SMTP_URL: `smtp://127.0.0.1:${port}`, HANDSET_MAIL_FROM: 'sms@acme.example' })
  owner = await team.person('owner')
})
after(async () => {
  await team.server.stop()
  await new Promise<void>((done) => mailServer.close(done))
})

/** Without the breaks that lines of mail need. */
function readable(text: string): string {
  return text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
}

async function mailTo(email: string): Promise<string> {
  await deliverMails(team.server.context)
  const mails = received.filter(({ to }) => to === email)
  return mails.at(-1)?.text ?? ''
}
const tokenIn = (text: string) => /\/invitation#(\w+)/.exec(text)?.[1] ?? ''
const look = (token: string) => team.stranger('GET', '/v1/invitation', undefined, { 'invitation-token': token })

test('an invitation is mailed with its link, which nobody else is shown', async () => {
  const email = 'mailed@acme.example'
  const { body } = await owner.ask('POST', '/v1/invitations', { email, role: 'auditor' })
  assert.deepEqual([body.mailed, body.link], [true, null])
  const text = await mailTo(email)
  assert.match(text, /^Subject: Test person invites you to Acme\r$/m)
  assert.match(text, /with the role Auditor/)
  assert.ok(text.includes(`${team.server.url}/invitation#`))
  const accepted = await team.stranger('POST', '/v1/invitation/accept', {
    token: tokenIn(text),
    name: 'Test newcomer',
    password: 'correct horse battery',
  })
  assert.equal(accepted.status, 200)
  const [row] = await team.server.context.db.signIn((tx) =>
    tx.rows<{ email_verified: boolean }>('', 'select email_verified from auth_users where email = $1', [email]),
  )
  assert.equal(row!.email_verified, true)
})

test('sent again, the new mail holds the link that works', async () => {
  const email = 'again@acme.example'
  const { body } = await owner.ask('POST', '/v1/invitations', { email, role: 'member' })
  const old = tokenIn(await mailTo(email))
  assert.equal((await owner.ask('POST', `/v1/invitations/${body.id}/resend`)).body.link, null)
  const fresh = tokenIn(await mailTo(email))
  assert.deepEqual([(await look(old)).status, (await look(fresh)).status], [404, 200])
})

test('an invitation that failed lays no mail down', async () => {
  const admin = await team.person('admin')
  await admin.ask('POST', '/v1/invitations', { email: 'never@acme.example', role: 'owner' })
  assert.equal(await mailTo('never@acme.example'), '')
})

test('whose mail still waits when it is withdrawn leads nowhere', async () => {
  const email = 'withdrawn@acme.example'
  const { body } = await owner.ask('POST', '/v1/invitations', { email, role: 'member' })
  await owner.ask('DELETE', `/v1/invitations/${body.id}`)
  assert.equal((await look(tokenIn(await mailTo(email)))).status, 404)
})
