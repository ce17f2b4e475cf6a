import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { startTestServer, type TestServer } from '../../test/app.ts'
import { deliverMails, forgetMails, listMails, post } from './post.ts'
import { openMailServer } from './testing.ts'

const mailServer = openMailServer()
let server: TestServer
before(async () => {
  const port = await mailServer.listen()
  const environment = { HANDSET_SMTP_URL: `smtp://127.0.0.1:${port}`, HANDSET_MAIL_FROM: 'sms@acme.example' }
  server = await startTestServer({ role: 'api', environment })
})
after(async () => {
  await server.stop()
  await mailServer.close()
})
beforeEach(() => {
  mailServer.next = 'takes'
})

const letter = (to: string) => ({ to, subject: 'Texts wait', text: 'For a reason.\n' })
const lay = (...to: string[]) => server.context.db.system((tx) => post(server.context, tx, to.map(letter)))
const change = (text: string) => server.context.db.system((tx) => tx.rows('', text, []))
const find = async (to: string) => (await listMails(server.context, '~', 200)).find((mail) => mail.to === to)!
const times = (to: string) => mailServer.received.filter((mail) => mail.to === to).length

test('a mail is sent once, however many workers deliver, and its text is kept no longer', async () => {
  const to = Array.from({ length: 30 }, (_, i) => `reader-${i}@acme.example`)
  await lay(...to)
  while ((await Promise.all(Array.from({ length: 6 }, () => deliverMails(server.context)))).some(Boolean));
  assert.deepEqual(
    to.map(times),
    to.map(() => 1),
  )
  const mail = await find(to[0]!)
  assert.deepEqual([mail.state, mail.text], ['sent', null])
})

test('what the mail server refuses is tried again a minute later', async () => {
  mailServer.next = 'refuses'
  await lay('later@acme.example')
  await deliverMails(server.context)
  assert.match((await find('later@acme.example')).trouble!, /451/)
  mailServer.next = 'takes'
  await deliverMails(server.context)
  assert.equal(times('later@acme.example'), 0)
  await change(`update mails set due_at = now() where state = 'waiting'`)
  await deliverMails(server.context)
  assert.deepEqual([times('later@acme.example'), (await find('later@acme.example')).state], [1, 'sent'])
})

test('what may have been taken is not sent again: the server vanished, or the worker died', async () => {
  mailServer.next = 'vanishes'
  await lay('vanished@acme.example')
  await deliverMails(server.context)
  assert.equal((await find('vanished@acme.example')).state, 'failed')
  mailServer.next = 'takes'
  await lay('died@acme.example')
  await change(`update mails set state = 'sending', tries = 1 where recipient = 'died@acme.example'`)
  await change(`update mails set due_at = now()`)
  await deliverMails(server.context)
  assert.deepEqual([times('vanished@acme.example'), times('died@acme.example')], [1, 0])
})

test('what has been overtaken is not sent, and says why', async () => {
  await lay('old@acme.example')
  await change(`update mails set not_after = now() where recipient = 'old@acme.example'`)
  await deliverMails(server.context)
  const { state, trouble } = await find('old@acme.example')
  assert.deepEqual([times('old@acme.example'), state], [0, 'failed'])
  assert.ok(trouble)
})

test('a letter is of use for as long as it says, and for an hour where it says nothing', async () => {
  const days = { ...letter('days@acme.example'), validMinutes: 3 * 24 * 60 }
  await server.context.db.system((tx) => post(server.context, tx, [days, letter('hour@acme.example')]))
  const rows = await change(
    `select extract(epoch from not_after - created_at)::int / 60 as minutes from mails
     where recipient in ('days@acme.example', 'hour@acme.example') order by 1`,
  )
  assert.deepEqual(rows, [{ minutes: 60 }, { minutes: 4320 }])
})

test('a link is shown to its reader alone, and is not kept once it will not be sent', async () => {
  const { context } = server
  const invite = (to: string) => ({ ...letter(to), kind: 'invitation' as const })
  const workspace = await server.workspace()
  await context.db.tenant(workspace.id, (tx) => post(context, tx, [invite('new@acme.example')]))
  await context.db.signIn((tx) => post(context, tx, [invite('late@acme.example')]))
  const { kind, text, state } = await find('new@acme.example')
  assert.deepEqual([kind, text, state], ['invitation', null, 'waiting'])
  await change(`update mails set not_after = now() where recipient = 'late@acme.example'`)
  mailServer.next = 'refuses'
  await deliverMails(context)
  const kept = () =>
    change(`select recipient, text_sealed is not null as kept from mails where kind <> 'notice' order by 1`)
  assert.deepEqual(await kept(), [
    { recipient: 'late@acme.example', kept: false },
    { recipient: 'new@acme.example', kept: true },
  ])
  mailServer.next = 'vanishes'
  await change(`update mails set due_at = now() where state = 'waiting'`)
  await deliverMails(context)
  assert.ok((await kept()).every((mail) => !(mail as { kept: boolean }).kept))
})

test('a mail lies sealed in the database', async () => {
  await lay('sealed@acme.example')
  const rows = await change(`select * from mails where recipient = 'sealed@acme.example'`)
  assert.equal(rows.length, 1)
  const { text_sealed } = rows[0] as { text_sealed: Buffer }
  assert.ok(!text_sealed.includes('For a reason'))
})

test('a mail is forgotten after thirty days, and not before', async () => {
  await lay('aged@acme.example')
  await change(
    `update mails set created_at = now() - interval '30 days 1 minute' where recipient = 'aged@acme.example'`,
  )
  await lay('young@acme.example')
  await change(`update mails set created_at = now() - interval '29 days' where recipient = 'young@acme.example'`)
  await forgetMails(server.context)
  assert.deepEqual(
    [await find('aged@acme.example'), (await find('young@acme.example')).to],
    [undefined, 'young@acme.example'],
  )
})
