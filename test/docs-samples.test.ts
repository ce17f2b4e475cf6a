import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { createOwner } from '../server/workspaces/setup.ts'
import { startTestServer, type TestServer, until } from './app.ts'
import { readCurl } from './curl.ts'
import { readPage } from './markdown.ts'

// The receiver of the API guide, Handset connected to it, and every sample request of the documentation in turn.

const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes yes').toString('base64')}`
const OWNER = { email: 'owner@acme.example', password: 'the password' }
/** As the documentation writes it, and what the tests have in its place. */
const HANDSET = 'http://127.0.0.1:4000'
const GATEWAY = 'https://gateway.example.com/texts'

const pages = globSync(['*.md', 'docs/**/*.md']).sort().map(readPage)
const guide = pages.find(({ path }) => path === 'docs/guides/api.md')!

let folder: string
let receiver: ChildProcess
let receiverUrl: string
const received: string[] = []
let server: TestServer
const variables: Record<string, string> = {}
let cookie = ''

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handset-docs-'))
  receiverUrl = await startReceiver()
  server = await startTestServer({ environment: { HANDSET_ALLOW_HOSTS: new URL(receiverUrl).host } })
  await createOwner(server.context, { ...OWNER, name: 'Owner', workspaceName: 'Acme' })
  variables.HANDSET_API_KEY = (await server.workspace()).key
})

after(async () => {
  await server?.stop()
  receiver?.kill()
  await rm(folder, { recursive: true })
})

async function startReceiver(): Promise<string> {
  const block = guide.blocks.find(({ label }) => label === 'receiver')!
  const file = join(folder, 'receiver.mjs')
  await writeFile(file, block.text)
  const env = { ...process.env, SIGNING_SECRET: SECRET, PORT: '0' }
  receiver = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: receiver.stdout! })
  const [first] = (await once(lines, 'line')) as [string]
  lines.on('line', (line) => received.push(line))
  return `http://127.0.0.1:${/\d+$/.exec(first)![0]}/texts`
}

const samples = pages.flatMap(({ path, blocks }) =>
  blocks
    .filter(({ language, text }) => language === 'sh' && text.startsWith('curl '))
    .map(({ label, text }) => ({ path, label, text })),
)
// The one that connects comes first, so that the others meet a workspace that can send.
const connects = samples.findIndex(({ text }) => text.includes(GATEWAY))
const inTurn = [samples[connects]!, ...samples.slice(0, connects), ...samples.slice(connects + 1)]

test('there are samples, in the README too, and each says what it is answered with', () => {
  assert.ok(samples.length >= 8 && samples.some(({ path }) => path === 'README.md'))
  assert.deepEqual(
    samples.filter(({ label }) => !/^20\d$/.test(label)),
    [],
  )
})

for (const { path, label, text } of inTurn) {
  const { method, url } = readCurl(text.replaceAll(/\$\w+/g, '…'), {})
  test(`${path}: ${method} ${url.replace(HANDSET, '')} is answered with ${label}`, async () => {
    const { status, body } = await send(text)
    assert.equal(String(status), label, JSON.stringify(body))
    if (typeof body.id === 'string' && body.id.startsWith('msg_')) variables.MESSAGE_ID = body.id
    if (text.includes(GATEWAY)) assert.equal(body.state, 'can_run')
    // What the page shows as the answer is what comes.
    if (path === 'README.md') assert.equal(body.status, 'queued')
  })
}

test('the receiver of the guide gets a text with exactly the keys that the guide shows', async () => {
  const line = await until('a text', async () => received.find((one) => one.includes('Order 4711')))
  const sent = JSON.parse(line.slice(line.indexOf('{')))
  const shown = JSON.parse(guide.blocks.find(({ label }) => label === 'WebhookBody')!.text)
  assert.deepEqual(Object.keys(sent), Object.keys(shown))
  assert.deepEqual([sent.to, sent.body, sent.event_type], [shown.to, shown.body, shown.event_type])
})

test('the receiver takes what another implementation signed, once, and nothing else', async () => {
  const body = '{"to":"+14155550142"}'
  const post = async (id: string, at: Date, signature: string, text = body) => {
    const seconds = String(Math.floor(at.getTime() / 1000))
    const headers = { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signature }
    return (await fetch(receiverUrl, { method: 'POST', headers, body: text })).status
  }
  const signed = (id: string, at: Date) => new Webhook(SECRET).sign(id, at, body)
  const now = new Date()
  const old = new Date(now.getTime() - 3600_000)
  assert.equal(await post('msg_a', now, signed('msg_a', now)), 204)
  assert.equal(await post('msg_a', now, signed('msg_a', now)), 204)
  assert.equal(await post('msg_b', now, signed('msg_b', now), '{"to":"+14155550199"}'), 401)
  assert.equal(await post('msg_c', now, signed('msg_b', now)), 401)
  assert.equal(await post('msg_d', old, signed('msg_d', old)), 401)
  assert.equal(await post('msg_e', now, 'v1,'), 401)
  assert.equal((await fetch(receiverUrl, { method: 'POST', body })).status, 401)
  await until('the line of what was taken', async () => received.some((line) => line.startsWith('msg_a ')))
  assert.equal(received.filter((line) => /^msg_[a-e] /.test(line)).length, 1)
})

async function send(command: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const { method, url, headers, body, cookies } = readCurl(command, variables)
  const here = (text: string) => text.replaceAll(HANDSET, server.url).replaceAll(GATEWAY, receiverUrl)
  const ours = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, here(value)]))
  const connecting = body?.includes(GATEWAY) ? JSON.stringify({ ...JSON.parse(body), signing_secret: SECRET }) : body
  const response = await fetch(here(url), {
    method,
    headers: { ...ours, ...(cookies.sends && { cookie }) },
    ...(connecting !== null && { body: here(connecting) }),
  })
  if (cookies.keeps)
    cookie = response.headers
      .getSetCookie()
      .map((one) => one.split(';')[0]!)
      .join('; ')
  const answer = await response.text()
  return { status: response.status, body: answer ? JSON.parse(answer) : {} }
}
