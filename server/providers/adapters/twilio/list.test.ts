import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { ListedMessage, SentText } from '../../adapter.ts'
import { ACCOUNT, twilioAt } from '../../testing/connections.ts'
import { type LocalProvider, startLocalProvider } from '../../testing/local-provider.ts'
import { twilio } from './twilio.ts'

const TO = '+14155550142'
const PATH = `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`
const SAID = new Date('2026-03-12T12:00:07Z')
const NOON = Date.parse('2026-03-12T12:00:00Z')

let provider: LocalProvider
before(async () => {
  provider = await startLocalProvider({ timeoutMs: 150 })
})
beforeEach(() => {
  provider.received.length = 0
})
after(() => provider.stop())

const list = () =>
  twilio.list(provider.http, twilioAt(provider.url), { to: TO, since: new Date(NOON - 600_000).toISOString() })

function row(secondsBeforeNoon: number, more: object = {}) {
  return {
    sid: `SM${String(secondsBeforeNoon).padStart(32, '0')}`,
    date_created: new Date(NOON - secondsBeforeNoon * 1000).toUTCString().replace('GMT', '+0000'),
    date_sent: null,
    direction: 'outbound-api',
    to: TO,
    from: '+14155550100',
    messaging_service_sid: null,
    body: 'Acme: ENG-142 overdue.',
    status: 'queued',
    error_code: null,
    ...more,
  }
}

/** Each page as the request for it is answered. */
function pages(...answers: object[]): void {
  let n = 0
  provider.on(`GET ${PATH}`, (_request, response) => {
    const headers = { 'content-type': 'application/json', date: new Date(SAID.getTime() + n * 60_000).toUTCString() }
    response.writeHead(200, headers).end(JSON.stringify(answers[n++] ?? {}))
  })
}

const next = (page: number) => `${PATH}?To=%2B14155550142&PageSize=20&Page=${page}&PageToken=PASM${page}`

describe('listing', () => {
  it('asks for one number without a date and takes over what is there', async () => {
    pages({ messages: [row(5, { status: 'delivered' })], next_page_uri: null })
    const listed = await list()
    assert.deepEqual(listed, {
      kind: 'listed',
      complete: true,
      saidAt: SAID.toISOString(),
      messages: [
        {
          reference: `SM${'5'.padStart(32, '0')}`,
          status: 'delivered',
          errorCode: null,
          to: TO,
          from: '+14155550100',
          service: null,
          direction: 'outbound-api',
          body: 'Acme: ENG-142 overdue.',
          createdAt: '2026-03-12T11:59:55.000Z',
        },
      ],
    })
    assert.equal(provider.received[0]!.path, `${PATH}?To=%2B14155550142&PageSize=20`)
  })

  it('follows the pages until one is old enough, and leaves out what is older', async () => {
    pages(
      { messages: [row(10), row(20)], next_page_uri: next(1) },
      { messages: [row(30), row(601)], next_page_uri: next(2) },
    )
    const listed = await list()
    assert.ok(listed.kind === 'listed' && listed.complete)
    assert.deepEqual([listed.messages.length, listed.saidAt], [3, SAID.toISOString()])
    assert.deepEqual(
      provider.received.map(({ path }) => path),
      [`${PATH}?To=%2B14155550142&PageSize=20`, next(1)],
    )
  })

  it('says that it did not see everything where one number was sent too much', async () => {
    const full = { messages: Array.from({ length: 20 }, (_, i) => row(i)), next_page_uri: next(1) }
    pages(...Array.from({ length: 30 }, () => full))
    const listed = await list()
    assert.ok(listed.kind === 'listed' && !listed.complete)
    assert.equal(provider.received.length, 20)
  })

  it('asks for smaller pages where a whole one is too large to be read', async () => {
    provider.on(`GET ${PATH}`, (request, response) => {
      const size = Number(new URL(request.path, provider.url).searchParams.get('PageSize'))
      const messages = Array.from({ length: size }, (_, i) => row(i, { body: '\u4e2d'.repeat(1600) }))
      response.writeHead(200).end(JSON.stringify({ messages, next_page_uri: null }))
    })
    const listed = await list()
    assert.ok(listed.kind === 'listed' && listed.complete)
    assert.equal(listed.messages.length, 5)
  })

  for (const elsewhere of [
    `https://provider.example${PATH}?Page=1`,
    '//provider.example/x',
    '/2010-04-01/Accounts/AC1/Messages.json?Page=1',
    'http://[',
    7,
  ]) {
    it(`follows no link to ${elsewhere}`, async () => {
      pages({ messages: [row(10)], next_page_uri: elsewhere })
      assert.equal((await list()).kind, 'unreachable')
      assert.equal(provider.received.length, 1)
    })
  }

  const unreadable: [string, object][] = [
    ['without a list', {}],
    ['with something else for a list', { messages: 'none', next_page_uri: null }],
    ['with a row that is nothing', { messages: [null], next_page_uri: null }],
    ['with a row without a time', { messages: [row(5, { date_created: null })], next_page_uri: null }],
    ['with a row without an id', { messages: [row(5, { sid: 'x' })], next_page_uri: null }],
  ]
  for (const [what, answer] of unreadable) {
    it(`does not take an answer ${what} for an empty list`, async () => {
      pages(answer)
      assert.equal((await list()).kind, 'unreachable')
    })
  }

  it('does not lose a row whose status it does not know', async () => {
    pages({ messages: [row(5, { status: 'teleported' })], next_page_uri: null })
    const listed = await list()
    assert.ok(listed.kind === 'listed' && listed.messages[0]!.status === null)
  })

  const answers: [string, number, object, string][] = [
    ['refused', 401, { code: 20003, message: 'Authenticate' }, 'refused'],
    ['broken', 503, {}, 'unreachable'],
    ['too busy', 429, { code: 20429 }, 'busy'],
  ]
  for (const [what, status, body, kind] of answers) {
    it(`tells ${what} apart`, async () => {
      provider.on(`GET ${PATH}`, { status, body, headers: { 'retry-after': '3' } })
      const listed = await list()
      assert.equal(listed.kind, kind)
      if (listed.kind === 'busy') assert.equal(listed.retryAfterMs, 3000)
    })
  }

  it('calls a broken connection unreachable and silent, but not an answer that it cannot read', async () => {
    provider.on(`GET ${PATH}`, (_request, response) => response.destroy())
    const broken = await list()
    assert.ok(broken.kind === 'unreachable' && broken.silent)
    pages({})
    const unreadable = await list()
    assert.ok(unreadable.kind === 'unreachable' && !unreadable.silent)
  })
})

describe('whether a listed message is the text', () => {
  const sent: SentText = { to: TO, body: 'Acme: “ENG-142” is overdue – see it…', sender: '+14155550100' }
  const listed: ListedMessage = {
    reference: `SM${'1'.repeat(32)}`,
    status: 'sent',
    errorCode: null,
    to: TO,
    from: '+14155550100',
    service: null,
    direction: 'outbound-api',
    body: sent.body,
    createdAt: new Date(NOON).toISOString(),
  }
  const SERVICE = `MG${'9'.repeat(32)}`
  const cases: [string, 'same' | 'perhaps' | 'other', Partial<ListedMessage>, Partial<SentText>?][] = [
    ['word for word', 'same', {}],
    ['with the sentence of a trial account', 'same', { body: `Sent from your Twilio trial account - ${sent.body}` }],
    ['with its look-alikes replaced', 'same', { body: 'Acme: "ENG-142" is overdue - see it...' }],
    ['with spaces lost at its end', 'same', {}, { body: `${sent.body}  \n` }],
    ['sent by a service, from any number', 'same', { service: SERVICE, from: '+14155550177' }, { sender: SERVICE }],
    ['sent by a service that has not chosen yet', 'same', { service: SERVICE, from: null }, { sender: SERVICE }],
    ['from a name in other letters', 'same', { from: 'ACME' }, { sender: 'Acme' }],
    ['from whatever the provider chose', 'same', {}, { sender: null }],
    ['with signs replaced in a way we do not know', 'perhaps', { body: 'Acme: <ENG-142> is overdue ~ see it' }],
    ['whose words were removed', 'perhaps', { body: null }],
    ['whose words were blacked out', 'perhaps', { body: '__REDACTED__' }],
    ['with other words', 'other', { body: 'Acme: ENG-143 is overdue' }],
    ['to another number', 'other', { to: '+14155550143' }],
    ['from another number', 'other', { from: '+14155550101' }],
    ['from another service', 'other', { service: SERVICE }, { sender: `MG${'8'.repeat(32)}` }],
    ['that came in', 'other', { direction: 'inbound' }],
    ['that answers a message', 'other', { direction: 'outbound-reply' }],
  ]
  for (const [what, expected, more, text] of cases) {
    it(`is ${expected} for one ${what}`, () => {
      assert.equal(twilio.likeness({ ...listed, ...more }, { ...sent, ...text }), expected)
    })
  }
})
