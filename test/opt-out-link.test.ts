import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { TestWorkspace } from './app.ts'
import { type Carrier, startCarrier } from './carrier.ts'

let carrier: Carrier
/** Texted from a number that can be answered. */
let byNumber: TestWorkspace
/** Behind a gateway that has brought no answer yet. */
let byGateway: TestWorkspace
before(async () => {
  carrier = await startCarrier()
  byNumber = await carrier.connected({ name_in_texts: 'Acme' })
  byGateway = await carrier.server.workspace({ name: 'Bolt' })
  const saved = await byGateway.call('PUT', '/v1/sms/settings', {
    provider: 'webhook',
    webhook_url: `${carrier.simulator.url}/hook`,
    support_contact: 'help@bolt.example',
    enabled: true,
  })
  assert.equal(saved.status, 200, JSON.stringify(saved.body))
})
after(() => carrier.stop())

let phones = 0
const newPhone = () => `+1415555${8100 + phones++}`

interface Sent {
  id: string
  segments: number
  skip_reason: string | null
}

const post = (workspace: TestWorkspace, text: Record<string, unknown>) =>
  workspace.call<Sent & { errors?: { pointer: string; detail: string }[] }>('POST', '/v1/messages', {
    to: newPhone(),
    body: 'Your task is due',
    ...text,
  })

async function bodyOf(workspace: TestWorkspace, text: Record<string, unknown>): Promise<string> {
  const { status, body } = await post(workspace, text)
  assert.equal(status, 202, JSON.stringify(body))
  return (await workspace.call<{ body: string }>('GET', `/v1/messages/${body.id}`)).body.body
}

describe('where answers come in', () => {
  const cases: [text: Record<string, unknown>, body: string][] = [
    [{ class: 'nudge' }, 'Your task is due\nReply STOP to end.'],
    [{ class: 'nudge', body: 'Due. Text STOP to end.' }, 'Due. Text STOP to end.'],
    [{ class: 'nudge', opt_out_line: false }, 'Your task is due'],
    [{ class: 'campaign' }, 'Your task is due'],
    [{ class: 'alert' }, 'Your task is due'],
    [{ class: 'alert', opt_out_line: true }, 'Your task is due\nReply STOP to end.'],
  ]
  for (const [text, body] of cases) {
    test(`${JSON.stringify(text)} goes out as ${JSON.stringify(body)}`, async () => {
      assert.equal(await bodyOf(byNumber, text), body)
    })
  }

  test('the line is in the language of the person', async () => {
    const to = newPhone()
    await byNumber.call('POST', '/v1/people', { first_name: 'Ana', language: 'de', phone: to })
    assert.equal(await bodyOf(byNumber, { class: 'nudge', to }), 'Your task is due\nSTOP antworten zum Beenden.')
  })

  test('the line counts in segments, and what is too long with it is refused', async () => {
    const { body } = await post(byNumber, { class: 'nudge', body: 'x'.repeat(150) })
    assert.equal(body.segments, 2)
    const texts = {
      messages: [
        { to: newPhone(), body: 'x' },
        { to: newPhone(), body: 'x'.repeat(1590), class: 'nudge' },
      ],
    }
    const refused = await byNumber.call<{ errors: { pointer: string }[] }>('POST', '/v1/messages', texts)
    assert.deepEqual([refused.status, refused.body.errors[0]?.pointer], [422, '/messages/1/body'])
  })
})

describe('a preview that names the class', () => {
  interface Preview {
    segments: number
    characters: number
    too_long: boolean
    opt_out_line: string | null
  }
  const preview = async (workspace: TestWorkspace, text: Record<string, unknown>) =>
    (await workspace.call<Preview>('POST', '/v1/sms/preview', text)).body
  const cases: [kind: string, optOutLine: boolean | undefined, length: number][] = [
    ['nudge', undefined, 150],
    ['nudge', false, 150],
    ['campaign', undefined, 150],
    ['alert', undefined, 150],
    ['alert', true, 150],
    ['nudge', undefined, 290],
  ]
  for (const [kind, opt_out_line, length] of cases) {
    test(`counts ${length} characters of ${kind}, opt_out_line ${opt_out_line}, as sending does`, async () => {
      for (const workspace of [byNumber, byGateway]) {
        const text = { body: 'x'.repeat(length), class: kind, to: newPhone(), opt_out_line }
        const sent = await post(workspace, text)
        const stored = (await workspace.call<{ body: string }>('GET', `/v1/messages/${sent.body.id}`)).body.body
        const { segments, characters } = await preview(workspace, text)
        assert.deepEqual([segments, characters], [sent.body.segments, stored.length])
      }
    })
  }

  test('shows the line, in the language of the person, and says what is too long with it', async () => {
    const to = newPhone()
    await byNumber.call('POST', '/v1/people', { first_name: 'Ana', language: 'de', phone: to })
    const line = async (text: object) => (await preview(byNumber, { body: 'Due', ...text })).opt_out_line
    assert.equal(await line({ class: 'nudge', to }), 'STOP antworten zum Beenden.')
    assert.equal(await line({ class: 'nudge' }), 'Reply STOP to end.')
    assert.equal(await line({ to }), null)
    const linked = await preview(byGateway, { body: 'x'.repeat(1580), class: 'nudge' })
    assert.match(linked.opt_out_line ?? '', /^End texts: http\S+\/o\/x{10}$/)
    assert.equal(linked.too_long, true)
    assert.equal((await preview(byGateway, { body: 'x'.repeat(1580) })).too_long, false)
  })
})

/** A text that carries a link, and where that leads. */
async function linkTo(to: string, text: Record<string, unknown> = { class: 'nudge' }): Promise<string> {
  const body = await bodyOf(byGateway, { to, ...text })
  const link = /^Your task is due\nEnd texts: (\S+)$/.exec(body)?.[1]
  assert.ok(link, body)
  return link
}

let addresses = 0

/** Each test from an address of its own, as a proxy would say. */
function open(url: string, init: RequestInit = {}) {
  return fetch(url, { ...init, headers: { 'x-forwarded-for': `198.51.100.${addresses}`, ...init.headers } })
}

const press = (url: string, form: Record<string, string> = {}) =>
  open(url, { method: 'POST', body: new URLSearchParams(form) })

const skipOf = async (to: string, workspace = byGateway) =>
  (await post(workspace, { to, class: 'alert' })).body.skip_reason

/** As if its days were over. */
async function runOut(to: string): Promise<void> {
  const { context } = carrier.server
  const [row] = await context.db.system((tx) =>
    tx.deleteFrom('opt_out_links').where('number_hash', '=', context.keys.hashNumber(to)).returningAll().execute(),
  )
  await context.db.tenant(byGateway.id, (tx) =>
    tx
      .insertInto('opt_out_links')
      .values({ ...row!, expires_at: new Date() })
      .execute(),
  )
}

interface Entry {
  source: string
  to: string
  link_of: string | null
  note: string
}

describe('where nobody can answer', () => {
  test('reminders and campaigns carry a link of their own, alerts none', async () => {
    const to = newPhone()
    const links = [await linkTo(to), await linkTo(to), await linkTo(to, { class: 'campaign' })]
    assert.equal(new Set(links).size, 3)
    for (const link of links) assert.match(link, /\/o\/[2-9a-zA-Z]{10}$/)
    assert.equal(await bodyOf(byGateway, { class: 'alert' }), 'Your task is due')
    const many = { messages: [1, 2].map(() => ({ to: newPhone(), body: 'Your task is due', class: 'nudge' })) }
    assert.equal((await byGateway.call('POST', '/v1/messages', many)).status, 202)
  })

  test('what is looked at changes nothing; the button stops the number, with the text as evidence', async () => {
    addresses += 1
    const to = newPhone()
    const link = await linkTo(to)
    for (const method of ['GET', 'HEAD', 'GET']) assert.equal((await open(link, { method })).status, 200)
    assert.equal(await skipOf(to), null)
    const page = await (await open(link)).text()
    assert.match(page, /End all texts from Bolt to \+1\u00a0•••\u00a0•••\u00a081\d\d\?/)
    assert.match(page, /<form method="post"><button>End texts<\/button>/)
    assert.match(page, /help@bolt\.example/)
    assert.ok(!page.includes('<script') && !page.includes(to))
    assert.match(await (await press(link)).text(), /Done\. Bolt sends no more texts to/)
    assert.equal(await skipOf(to), 'opted_out')
    assert.equal(await skipOf(to, byNumber), null)
    const { body } = await byGateway.call<{ items: Entry[] }>('GET', '/v1/opt-outs')
    const { source, link_of, note } = body.items[0]!
    assert.deepEqual([source, note, link_of?.slice(0, 4)], ['person', 'Followed the link of a text', 'msg_'])
    assert.match(await (await open(link)).text(), /Done\./)
  })

  test('pressed by mistake, it is taken back at once, and by nobody who only has the text', async () => {
    addresses += 1
    const to = newPhone()
    const link = await linkTo(to)
    const undo = /name="undo" value="([^"]+)"/
    const token = undo.exec(await (await press(link)).text())?.[1]
    assert.ok(token)
    // Whoever reads the text later gets no way to take back what the person did.
    assert.equal(undo.exec(await (await press(link)).text()), null)
    await press(link, { undo: token.replace(/^\d/, '9') })
    assert.equal(await skipOf(to), 'opted_out')
    assert.match(await (await press(link, { undo: token })).text(), /may send texts to .* again/)
    assert.equal(await skipOf(to), null)
  })

  test('whoever only has the text takes back nothing that stood before', async () => {
    const to = newPhone()
    const link = await linkTo(to)
    assert.equal((await byGateway.call('POST', '/v1/opt-outs', { number: to })).status, 201)
    assert.doesNotMatch(await (await press(link)).text(), /name="undo"/)
    assert.equal((await post(byGateway, { to })).body.skip_reason, 'opted_out')
  })

  test('a page is kept and listed by nobody, loads nothing, and speaks the language of the person', async () => {
    addresses += 1
    const to = newPhone()
    await byGateway.call('POST', '/v1/people', { first_name: 'Ana', language: 'de', phone: to })
    const body = await bodyOf(byGateway, { to, class: 'nudge' })
    const response = await open(/SMS beenden: (\S+)$/.exec(body)![1]!)
    assert.deepEqual(
      ['cache-control', 'x-robots-tag', 'referrer-policy'].map((name) => response.headers.get(name)),
      ['no-store', 'noindex, nofollow', 'no-referrer'],
    )
    assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'; style-src 'sha256-/)
    assert.match(await response.text(), /<html lang="de">.*Alle SMS von Bolt an/)
  })

  test('a code that never was, or has run out, is of no use', async () => {
    addresses += 1
    const to = newPhone()
    const link = await linkTo(to)
    await runOut(to)
    for (const url of [link, link.replace(/.{10}$/, 'AAAAAAAAAA'), link.replace(/.{10}$/, 'x')]) {
      const answer = await open(url, { headers: { 'accept-language': 'fr-CH, fr;q=0.9' } })
      assert.deepEqual([answer.status, /Ce lien n’est plus valable/.test(await answer.text())], [404, true])
      assert.equal((await press(url)).status, 404)
    }
    assert.equal(await skipOf(to), null)
  })

  test('one address opens only so many pages in an hour', async () => {
    addresses += 1
    const url = `${carrier.server.url}/o/AAAAAAAAAA`
    const answers = await Promise.all(Array.from({ length: 125 }, () => open(url)))
    assert.equal(answers.filter(({ status }) => status === 429).length, 5)
  })

  test('once an answer has come in, STOP is named again', async () => {
    await carrier.server.context.db.system((tx) =>
      tx.rows(
        '',
        `insert into inbound_texts (workspace_id, id, provider, provider_account, provider_sid, from_hash, from_sealed, sent_to,
           body_sealed, reading, proof) values ($1, 'inb_x', 'webhook', 'x', 'x', '\\x00', '\\x00', 'x', '\\x00', 'other', 'signature')`,
        [byGateway.id],
      ),
    )
    assert.equal(await bodyOf(byGateway, { class: 'nudge' }), 'Your task is due\nReply STOP to end.')
  })
})
