import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { after, test } from 'node:test'
import { pino } from 'pino'
import { SMTPServer } from 'smtp-server'
import type { Context } from '../kit/context.ts'
import { sealer } from '../kit/seal.ts'
import { checkMail } from './check.ts'
import { sendMail } from './send.ts'
import { describeMail, type MailSettings, openMail, readMailUrl, sealMail } from './settings.ts'

const PASSWORD = 'correct-horse-battery'
/** This machine by an address that counts as another one, for what is allowed on loopback alone. */
const ELSEWHERE = '0.0.0.0'

const received: { from: string; to: string[]; text: string }[] = []
const logged: string[] = []
const context = {
  log: pino({}, { write: (line: string) => void logged.push(line) }),
  now: () => new Date('2026-03-12T14:02:00Z'),
} as unknown as Context

const mailServer = new SMTPServer({
  authOptional: false,
  disabledCommands: ['STARTTLS'],
  allowInsecureAuth: true,
  onAuth: ({ username, password }, _session, done) =>
    username === 'handset' && password === PASSWORD
      ? done(null, { user: username })
      : done(new Error(`no such user, or not ${password}`)),
  onRcptTo: ({ address }, _session, done) =>
    address.startsWith('nobody@') ? done(Object.assign(new Error('no such mailbox'), { responseCode: 550 })) : done(),
  onData(stream, { envelope }, done) {
    let text = ''
    stream.on('data', (chunk: Buffer) => (text += chunk))
    stream.on('end', () => {
      const from = envelope.mailFrom ? envelope.mailFrom.address : ''
      received.push({ from, to: envelope.rcptTo.map(({ address }) => address), text })
      done()
    })
  },
})
const port = await listening(mailServer)
const settings: MailSettings = {
  host: '127.0.0.1',
  port,
  secure: false,
  user: 'handset',
  password: PASSWORD,
  from: 'sms@acme.example',
}
after(() => new Promise<void>((done) => mailServer.close(done)))

test('a server that accepts the user name and password passes the check, and nothing is sent', async () => {
  assert.equal(await checkMail(settings), null)
  assert.equal(received.length, 0)
})

test('a mail arrives with its sender, recipient and words, and the answer of the server is returned', async () => {
  const outcome = await sendMail(context, { settings, to: 'dana@acme.example', subject: 'Test', text: 'It works.' })
  assert.equal(outcome.kind, 'accepted')
  const mail = received.at(-1)!
  assert.deepEqual([mail.from, mail.to], ['sms@acme.example', ['dana@acme.example']])
  assert.match(mail.text, /^Subject: Test\r$/m)
  assert.match(mail.text, /^Date: Thu, 12 Mar 2026 14:02:00 \+0000\r$/m)
  assert.match(mail.text, /It works\./)
})

test('a wrong password is refused in the words of the server, and is quoted nowhere', async () => {
  const trouble = await checkMail({ ...settings, password: 'not-the-password' })
  assert.equal(trouble?.kind, 'refused')
  assert.equal(trouble.field, 'password')
  assert.match(trouble.detail, /refused the user name and password: 535/)
  assert.doesNotMatch(trouble.detail, /not-the-password/)
})

test('a recipient whom the server does not take is told as refused, and the log does not name them', async () => {
  const outcome = await sendMail(context, { settings, to: 'nobody@acme.example', subject: 'Test', text: 'x' })
  assert.ok(outcome.kind === 'refused' && outcome.field === 'to')
  assert.match(outcome.detail, /550/)
  assert.match(logged.at(-1)!, /a mail was not sent/)
  assert.doesNotMatch(logged.join(), /nobody@/)
})

test('a port where nothing listens is unreachable, not refused', async () => {
  const trouble = await checkMail({ ...settings, port: await freePort() })
  assert.deepEqual([trouble?.kind, trouble?.field], ['unreachable', 'port'])
  assert.match(trouble!.detail, /nothing takes connections there/)
})

test('a server that answers with something else than SMTP is unreachable', async () => {
  const web = createServer((socket) => socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  const trouble = await checkMail({ ...settings, port: await listening(web) })
  await new Promise((done) => web.close(done))
  assert.equal(trouble?.kind, 'unreachable')
})

test('elsewhere than on this machine a password is not sent without TLS', async () => {
  const trouble = await checkMail({ ...settings, host: ELSEWHERE })
  assert.deepEqual([trouble?.kind, trouble?.field], ['unreachable', 'port'])
  assert.match(trouble!.detail, /a password is never sent without/)
})

test('elsewhere than on this machine a certificate that nobody vouches for is not trusted', async (t) => {
  const selfSigned = new SMTPServer({ authOptional: true })
  t.after(() => new Promise<void>((done) => selfSigned.close(done)))
  const on = await listening(selfSigned)
  assert.equal((await checkMail({ ...settings, host: ELSEWHERE, port: on }))?.kind, 'unreachable')
  assert.equal(await checkMail({ ...settings, user: null, port: on }), null)
})

test('mail settings are sealed, and open only in their own place', () => {
  const key = sealer(Buffer.alloc(32, 1), 'installation')
  const sealed = sealMail(key, settings)
  assert.ok(!sealed.includes(PASSWORD))
  assert.deepEqual(openMail(key, sealed), settings)
  assert.throws(() => key.open('installation.other', sealed))
})

const urls: [string, Partial<MailSettings> | RegExp][] = [
  ['smtp://mail.acme.example', { host: 'mail.acme.example', port: 587, secure: false, user: null, password: null }],
  ['smtps://mail.acme.example', { port: 465, secure: true }],
  ['smtp://dana%40acme:p%25%2Fw@mail.acme.example:2525', { user: 'dana@acme', password: 'p%/w', port: 2525 }],
  ['smtp://[::1]:25', { host: '::1', port: 25 }],
  ['http://mail.acme.example', /HANDSET_SMTP_URL is not an address/],
  ['mail.acme.example:25', /HANDSET_SMTP_URL is not an address/],
  [`smtp://u:${PASSWORD}%@mail.acme.example`, /HANDSET_SMTP_URL holds a %/],
]
for (const [url, expected] of urls) {
  test(`the environment's ${url} is ${expected instanceof RegExp ? 'refused' : 'understood'}`, () => {
    if (!(expected instanceof RegExp)) {
      assert.partialDeepStrictEqual(readMailUrl(url, 'sms@acme.example'), expected)
      return
    }
    assert.throws(
      () => readMailUrl(url, 'sms@acme.example'),
      (error: Error) => expected.test(error.message) && !error.message.includes(PASSWORD),
    )
  })
}

test('described for people, mail settings show everything but the password', () => {
  assert.equal(describeMail(settings), `smtp://handset@127.0.0.1:${port}`)
})

interface Listener {
  listen(port: number, host: string, done: () => void): unknown
}

async function listening(server: SMTPServer | ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((done) => (server as Listener).listen(0, '127.0.0.1', done))
  const address = ('server' in server ? server.server : server).address()
  return (address as { port: number }).port
}

async function freePort(): Promise<number> {
  const server = createServer()
  const free = await listening(server)
  await new Promise((done) => server.close(done))
  return free
}
