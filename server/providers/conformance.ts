import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Adapter, type CallbackRequest, type Connection, ERROR_CLASSES, type Outcome } from './adapter.ts'
import { text } from './testing/connections.ts'
import { type Behaviour, type LocalProvider, type Received, startLocalProvider } from './testing/local-provider.ts'

/** What the suite must know of a provider to hold its adapter to the contract. */
export interface Fixture {
  connection(url: string): Connection
  /** An answer that takes the text, and one that refuses it for good while repeating what it was sent. */
  accepts: Behaviour
  refuses(echo: string): Behaviour
  /** By the provider's own rule, whether its 5xx may have sent the text. */
  serverError: 'unknown' | 'not_sent'
  readSent(request: Received): { to: string; body: string }
  /** A receipt signed as the provider does, and one about nothing we know. */
  receipt: { genuine: CallbackRequest; strange: CallbackRequest }
  secrets: string[]
}

/** The laws of `adapter.ts` that no type can hold. Every adapter passes them, against a real server on loopback. */
export function describeConformance(adapter: Adapter, fixture: Fixture): void {
  describe(`the ${adapter.provider} adapter`, () => {
    let provider: LocalProvider
    before(async () => {
      provider = await startLocalProvider({ timeoutMs: 150 })
    })
    after(() => provider.stop())
    const send = (behaviour: Behaviour, body?: string): Promise<Outcome> => {
      provider.on('POST', behaviour)
      const outgoing = body === undefined ? text() : text({ body })
      return adapter.send(provider.http, fixture.connection(provider.url), outgoing)
    }
    holdHandOver(fixture, send, () => provider)
    holdListing(adapter, fixture, () => provider)
    holdReplies(adapter, fixture, () => provider)
    holdWords(adapter)
    holdReceipts(adapter, fixture)
  })
}

const ODD: Behaviour[] = [204, 200, 302, 400, 404, 429, 500, 503].flatMap((status) =>
  ['', 'null', '[]', '{}', '"x"', '{"sid":', '<html>', '\0\xff'].map((body) => ({ status, body })),
)

type Send = (behaviour: Behaviour, body?: string) => Promise<Outcome>

function holdHandOver(fixture: Fixture, send: Send, provider: () => LocalProvider): void {
  it('hands every character over', async () => {
    for (const body of ['plain', 'a+b&c=d%20', '€ é 中 😀 👨‍👩‍👧', 'two\r\nlines\t"quoted" \\ /', ' ']) {
      const outcome = await send(fixture.accepts, body)
      assert.ok(outcome.kind === 'accepted' && outcome.reference !== '')
      assert.deepEqual(fixture.readSent(provider().received.at(-1)!), { to: text().to, body })
    }
  })

  it('makes one request for one text and answers with a value, whatever comes back', async () => {
    for (const behaviour of ODD) {
      const before = provider().received.length
      const outcome = await send(behaviour)
      assert.match(outcome.kind, /^(accepted|not_sent|rejected|unknown)$/)
      assert.equal(provider().received.length, before + 1)
    }
  })

  it('calls silence, a reset and half an answer unknown', async () => {
    const broken: Behaviour[] = [
      () => {},
      (_request, response) => response.destroy(),
      (_request, response) => response.writeHead(201, { 'content-length': 100 }).write('{"si'),
    ]
    for (const behaviour of broken) assert.equal((await send(behaviour)).kind, 'unknown')
  })

  it(`calls a 5xx ${fixture.serverError}`, async () => {
    for (const status of [500, 502, 503, 504]) assert.equal((await send({ status })).kind, fixture.serverError)
  })

  it('keeps of a refusal what helps, and neither number nor secret', async () => {
    const echo = [...fixture.secrets, text().to, 'because of the wording', 'z'.repeat(2000)].join(' ')
    const outcome = await send(fixture.refuses(echo))
    assert.ok(outcome.kind === 'rejected')
    assert.match(outcome.detail, /because of the wording/)
    assert.ok(outcome.detail.length < 350)
    for (const hidden of [...fixture.secrets, text().to]) assert.ok(!JSON.stringify(outcome).includes(hidden))
  })
}

function holdListing(adapter: Adapter, fixture: Fixture, provider: () => LocalProvider): void {
  const wanted = { to: text().to, since: '2026-03-12T14:00:03Z' }
  const list = () => adapter.list(provider().http, fixture.connection(provider().url), wanted)

  it('never takes an answer that it cannot read for an empty list', async () => {
    for (const behaviour of ODD) {
      provider().on('GET', behaviour)
      assert.match((await list()).kind, /^(unreachable|refused|busy)$/)
    }
  })

  it(adapter.can.lists ? 'asks for a list when it says that it can' : 'asks for no list', async () => {
    const before = provider().received.length
    await list()
    assert.equal(provider().received.length - before, adapter.can.lists ? 1 : 0)
  })
}

function holdReplies(adapter: Adapter, fixture: Fixture, provider: () => LocalProvider): void {
  const sender = { kind: 'phone_number', value: '+14155550100' } as const
  const at = () => [provider().http, fixture.connection(provider().url)] as const
  const silent: Behaviour[] = [() => {}, (_request, response) => response.destroy()]

  it('says of no answer that it cannot read where replies go', async () => {
    for (const behaviour of [...ODD, ...silent]) {
      provider().on('GET', behaviour)
      const asked = await adapter.replies(...at(), sender)
      if (asked.kind === 'found') for (const { goes } of asked.value) assert.equal(goes, 'unreadable')
    }
  })

  it('takes a change of where replies go for made only when the provider says what it is now', async () => {
    for (const behaviour of [...ODD, ...silent]) {
      provider().on('POST', behaviour)
      const changed = await adapter.routeReplies(
        ...at(),
        { kind: 'phone_number', sid: `PN${'0'.repeat(32)}` },
        { url: 'https://sms.acme.example/in', method: 'POST' },
      )
      assert.match(changed.kind, /^(missing|unreachable|refused)$/)
    }
  })
}

function holdWords(adapter: Adapter): void {
  it('has words for every code there could be', () => {
    for (const code of [null, 0, 1, 20003, 21211, 30003, 99_999, 2 ** 31]) {
      for (const status of [null, 200, 302, 400, 401, 403, 404, 429, 500, 503]) {
        const refusal = adapter.refusal(code, status)
        assert.ok(ERROR_CLASSES.includes(refusal.class))
        assert.match(refusal.retry, /^(yes|later|after_fix|no)$/)
        for (const words of [refusal.title, refusal.cause, refusal.remedy]) assert.ok(words.length >= 5)
      }
    }
  })
}

function holdReceipts(adapter: Adapter, { connection, receipt }: Fixture): void {
  const judge = (request: CallbackRequest) => adapter.verifies(connection('https://provider.example'), [], request)

  it('believes a receipt that is signed, and none of which a byte was changed', () => {
    assert.equal(judge(receipt.genuine), true)
    assert.notEqual(adapter.readReceipt(receipt.genuine), null)
    for (const forged of forgeries(receipt.genuine)) assert.equal(judge(forged), false)
  })

  it('makes nothing of a receipt it does not know', () => {
    assert.equal(adapter.readReceipt(receipt.strange), null)
    for (const rawBody of ['', '\0', '{', 'a=b', '[]', '%', 'null']) {
      assert.equal(adapter.readReceipt({ ...receipt.genuine, rawBody }), null)
    }
  })
}

function forgeries(genuine: CallbackRequest): CallbackRequest[] {
  const middle = Math.floor(genuine.rawBody.length / 2)
  const rawBody = `${genuine.rawBody.slice(0, middle)}x${genuine.rawBody.slice(middle)}`
  const { 'content-type': type, ...signing } = genuine.headers
  const bare = { ...genuine, headers: type === undefined ? {} : { 'content-type': type } }
  const withOther = Object.keys(signing).map((name) => ({
    ...genuine,
    headers: { ...genuine.headers, [name]: `${genuine.headers[name]!.slice(0, -2)}AA` },
  }))
  return [{ ...genuine, rawBody }, bare, ...withOther]
}
