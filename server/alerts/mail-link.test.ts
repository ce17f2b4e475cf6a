import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startTestServer, type TestServer, type TestWorkspace } from '../../test/app.ts'
import { deliverMessageMails } from '../mail/message-mails.ts'
import { openMailServer, type ReadMail, readMail } from '../mail/testing.ts'
import { MESSAGE_MAILS } from '../messages/message-mails.ts'
import { eventsTurn } from './claim-events.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
type Answer = any

const PUBLIC_URL = 'https://sms.acme.example'
const mailServer = openMailServer()
let server: TestServer
before(async () => {
  const port = await mailServer.listen()
  const environment = {
    HANDSET_SMTP_URL: `smtp://127.0.0.1:${port}`,
    HANDSET_MAIL_FROM: 'alerts@mail.acme.example',
    HANDSET_PUBLIC_URL: PUBLIC_URL,
  }
  server = await startTestServer({ role: 'api', environment, publicAddress: false })
})
after(async () => {
  await server.stop()
  await mailServer.close()
})

let people = 0

/** A workspace, somebody without an account, a trigger, and the mail that the event brought them. */
async function mailed(options: { name?: string; event?: object; trigger?: object; contact?: string } = {}) {
  const workspace: TestWorkspace = await server.workspace({ name: options.name ?? 'Acme' })
  const call = async (method: string, path: string, body?: unknown, expected = 200): Promise<Answer> => {
    const answer = await workspace.call<Answer>(method, path, body)
    assert.equal(answer.status, expected, JSON.stringify(answer.body))
    return answer.body
  }
  // Past the API, which takes no line breaks: what stands in the database is not believed either.
  await server.context.db.pool.query('update workspaces set support_contact = $2 where workspace_id = $1', [
    workspace.id,
    options.contact ?? null,
  ])
  const email = `ann-${++people}@acme.example`
  const { id: person } = await call('POST', '/v1/people', { external_id: 'ann', first_name: 'Annabel', email }, 201)
  const trigger = { name: 'Mentioned', event_type: 'mentioned', template: 'mentioned', ...options.trigger }
  await call('POST', '/v1/triggers', { ...trigger, recipients: { roles: ['mentioned'] } }, 201)
  const happen = async (event: object = {}): Promise<ReadMail | undefined> => {
    const got = mailServer.received.length
    await call('POST', '/v1/events', { ...EVENT, ...options.event, ...event }, 202)
    while (await eventsTurn(server.context));
    while (await deliverMessageMails(server.context, MESSAGE_MAILS));
    const found = mailServer.received.slice(got).find(({ to }) => to === email)
    return found && readMail(found.raw)
  }
  const first = await happen()
  assert.ok(first, 'the first mail came')
  const link = first.headers['list-unsubscribe']!.slice(1, -1)
  return { workspace, call, happen, person, email, mail: first, link }
}

const EVENT = {
  type: 'mentioned',
  actor: 'mallory',
  entity: { type: 'issue', id: '142', identifier: 'ENG-142', url: 'https://app.acme.example/issues/ENG-142' },
  after: { comment: 'Look at the redirect' },
  recipients: { mentioned: ['ann'] },
}

let addresses = 0
const open = (link: string, form?: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(link.replace(PUBLIC_URL, server.url), {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { 'x-forwarded-for': `198.51.100.${(addresses++ % 200) + 1}`, ...headers },
    ...(form && { body: new URLSearchParams(form) }),
  })
const page = async (link: string, form?: Record<string, string>) => {
  const answer = await open(link, form)
  return { status: answer.status, text: await answer.text() }
}
const undoIn = (text: string) => /name="undo" value="([^"]+)"/.exec(text)?.[1]

describe('the head of a mail', () => {
  test('names the workspace, belongs to its item, asks for no answer of a program, and says how to end it', async () => {
    const { happen, mail, workspace, person } = await mailed({ contact: 'help@acme.example' })
    const { headers } = mail
    assert.equal(headers.from, 'Acme <alerts@mail.acme.example>')
    assert.equal(headers['reply-to'], 'help@acme.example')
    assert.equal(headers['auto-submitted'], 'auto-generated')
    assert.deepEqual([headers.precedence, headers['list-unsubscribe-post']], [undefined, 'List-Unsubscribe=One-Click'])
    assert.match(headers['list-unsubscribe']!, /^<https:\/\/sms\.acme\.example\/u\/[\w.-]+>$/)
    assert.match(headers.subject!, /ENG-142/)
    const { items } = (await workspace.call<Answer>('GET', '/v1/messages?channel=email')).body
    const { id } = items.find(({ channel }: Answer) => channel === 'email')
    assert.equal(headers['message-id'], `<${id}@mail.acme.example>`)
    const [again, other] = [await happen(), await happen({ entity: { ...EVENT.entity, id: '143' } })]
    assert.equal(again!.headers.references, headers.references)
    assert.equal(headers['in-reply-to'], headers.references)
    assert.notEqual(other!.headers.references, headers.references)
    assert.notEqual(again!.headers['message-id'], headers['message-id'])
    for (const text of [mail.text, mail.html]) {
      for (const part of ['Acme', 'Look at the redirect', 'View ENG-142', 'Unsubscribe from these', 'Preferences'])
        assert.ok(text.includes(part), `${part} in ${text}`)
      assert.ok(text.includes(headers['list-unsubscribe']!.slice(1, -1)))
    }
    assert.ok(!headers['list-unsubscribe']!.includes('ann'), person)
  })

  test('is the same when the server wanted it later', async () => {
    mailServer.next = 'refuses'
    const workspace = await server.workspace()
    const id = await mailWaiting(workspace)
    mailServer.next = 'takes'
    await server.context.db.pool.query('update message_mails set due_at = now() where workspace_id = $1', [
      workspace.id,
    ])
    while (await deliverMessageMails(server.context, MESSAGE_MAILS));
    const got = mailServer.received.filter(({ raw }) => raw.includes(`Message-ID: <${id}@mail.acme.example>`))
    assert.equal(got.length, 1)
  })

  test('cannot be written to by what an event says, and keeps what is no ASCII', async () => {
    const evil = 'ENG-1\r\nBcc: all@victim.example\r\n\r\n<b>x</b>'
    const { mail, email } = await mailed({
      name: 'Größe\r\nX-Evil: 1 & Söhne 株式会社',
      event: {
        entity: { type: 'issue', id: evil, identifier: evil, title: `${'長'.repeat(300)} ${'x'.repeat(600)}` },
        after: { comment: `Look\r\n.\r\nMAIL FROM:<a@b>\r\n${'y'.repeat(1500)}` },
      },
      contact: 'help@acme.example\r\nBcc: other@victim.example',
    })
    const names = Object.keys(mail.headers)
    assert.deepEqual(
      names.filter((name) => ['bcc', 'x-evil', 'cc'].includes(name)),
      [],
    )
    assert.equal(mail.headers.to, email)
    assert.equal(mail.headers['reply-to'], undefined)
    assert.match(mail.headers.from!, /^=\?UTF-8\?|^"?Gr/i)
    assert.ok(
      mail.raw.split('\r\n').every((line) => Buffer.byteLength(line) <= 998),
      'RFC 5322 §2.1.1',
    )
    assert.match(mail.text, /y{400}/)
    assert.match(mail.text, /MAIL FROM:<a@b>/)
    assert.equal(mailServer.received.filter(({ to }) => to.endsWith('victim.example')).length, 0)
  })
})

async function mailWaiting(workspace: TestWorkspace): Promise<string> {
  await workspace.call('POST', '/v1/people', { external_id: 'ann', email: `ann-${++people}@acme.example` })
  const trigger = { name: 'M', event_type: 'mentioned', template: 'mentioned', recipients: { roles: ['mentioned'] } }
  await workspace.call('POST', '/v1/triggers', trigger)
  await workspace.call('POST', '/v1/events', EVENT)
  while (await eventsTurn(server.context));
  while (await deliverMessageMails(server.context, MESSAGE_MAILS));
  const { items } = (await workspace.call<Answer>('GET', '/v1/messages?channel=email')).body
  const mail = items.find(({ channel }: Answer) => channel === 'email')
  assert.equal(mail.status, 'queued')
  return mail.id
}

describe('the page of a mail', () => {
  test('is looked at without a change, and ends mails of this event for good', async () => {
    const { link, happen, call, person } = await mailed()
    for (let i = 0; i < 3; i++) await page(link)
    const before = await page(link)
    assert.equal(before.status, 200)
    assert.match(before.text, /Stop emails about “Mentioned”/)
    assert.ok(await happen(), 'looking ends nothing')
    const done = await page(link, { stop: 'mentioned' })
    assert.match(done.text, /Done\. Acme emails you about “Mentioned” no more\./)
    assert.equal(await happen(), undefined)
    const { events, mail_stopped } = await call('GET', `/v1/people/${person}/preferences`)
    const mentioned = events.find(({ type }: Answer) => type === 'mentioned')
    assert.deepEqual([mentioned.email, mail_stopped[0].event], [{ on: false, chosen: true }, 'mentioned'])
    const { items } = await call('GET', '/v1/audit')
    const entry = items.find(({ action }: Answer) => action === 'person.mails_stopped')
    assert.deepEqual([entry.actor.name, entry.changes.source.to], ['Somebody with the link of a mail', 'mail link'])
    await page(link, { undo: undoIn(done.text)! })
    assert.ok(await happen(), 'undone')
  })

  test('is done with the one click of a mail program', async () => {
    const { link, happen } = await mailed()
    const answer = await open(link, { 'List-Unsubscribe': 'One-Click' }, { cookie: 'none' })
    assert.equal(answer.status, 200)
    assert.equal(await happen(), undefined)
  })

  test('ends all mails about alerts, urgent ones too, and no invitation', async () => {
    const { link, happen, call, person } = await mailed({ trigger: { urgent: true } })
    const done = await page(link, { stop: '*' })
    assert.match(done.text, /Done\. Acme emails you about alerts no more\./)
    await server.context.db.pool.query(
      `update preferences set choices = '{"mentioned:sms": true}' where person_id = $1`,
      [person],
    )
    assert.equal(await happen(), undefined)
    const { channels } = await call('GET', `/v1/people/${person}/preferences`)
    assert.ok(channels.email.troubles.some(({ reason }: Answer) => reason === 'mails_stopped'))
    assert.match((await page(link)).text, /You get no emails about alerts/)
    assert.match((await page(link, { resume: '*' })).text, /may come again/)
    assert.ok(await happen(), 'later too, by the same link')
  })

  test('switches all texts off, and on again by whoever did it within the hour', async () => {
    const { link, call, person } = await mailed()
    const smsOn = async () =>
      !(await call('GET', `/v1/people/${person}/preferences`)).channels.sms.troubles.some(
        ({ reason }: Answer) => reason === 'switched_off',
      )
    const done = await page(link, { texts: 'off' })
    assert.deepEqual([await smsOn(), /no more texts/.test(done.text)], [false, true])
    const again = await page(link, { texts: 'off' })
    assert.equal(undoIn(again.text), undefined)
    assert.match(again.text, /Get texts again/)
    const undone = await page(link, { undo: undoIn(done.text)! })
    assert.deepEqual([await smsOn(), /may text you again/.test(undone.text)], [true, true])
  })

  test('shows no name, no number, no address, loads nothing and is kept by nobody', async () => {
    const { link, email, call, person } = await mailed({ contact: 'help@acme.example' })
    await call('PATCH', `/v1/people/${person}`, { phone: '+14155550142' })
    const answer = await open(link)
    const text = await answer.text()
    for (const word of ['Annabel', email, '0142', person]) assert.ok(!text.includes(word), word)
    assert.ok(!/<script|src=|@import|url\(/.test(text))
    assert.match(answer.headers.get('content-security-policy')!, /default-src 'none'.*form-action 'self'/)
    assert.deepEqual(
      [answer.headers.get('x-robots-tag'), answer.headers.get('cache-control'), answer.headers.get('referrer-policy')],
      ['noindex, nofollow', 'no-store', 'no-referrer'],
    )
  })

  test('is over for a link that we did not make, of another person or workspace, and after half a year', async () => {
    const { link, call, person } = await mailed()
    const other = await mailed()
    const code = link.split('/u/')[1]!
    const theirs = other.link.split('/u/')[1]!
    const forged = [
      `${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`,
      theirs.slice(0, 26) + code.slice(26),
      code.slice(0, 26) + theirs.slice(26, 52) + code.slice(52),
      code.replace('-mentioned-', '-label_changed-'),
      'x',
      `${code}/`,
    ]
    for (const one of forged) assert.equal((await page(`${PUBLIC_URL}/u/${one}`, { stop: '*' })).status, 404, one)
    assert.deepEqual((await call('GET', `/v1/people/${person}/preferences`)).mail_stopped, [])
    const now = server.context.now
    try {
      Object.assign(server.context, { now: () => new Date(Date.now() + 181 * 86_400_000) })
      const late = await page(link)
      assert.deepEqual([late.status, /no longer valid/.test(late.text)], [404, true])
    } finally {
      Object.assign(server.context, { now })
    }
    await call('DELETE', `/v1/people/${person}`, undefined, 204)
    assert.equal((await page(link)).status, 404)
  })

  test('may be opened so often in an hour, whatever address it is opened from', async () => {
    const { link } = await mailed()
    const statuses = []
    for (let i = 0; i < 125; i++) statuses.push((await open(link)).status)
    assert.deepEqual([statuses[0], statuses.at(-1)], [200, 429])
    assert.equal((await page((await mailed()).link)).status, 200)
  })
})
