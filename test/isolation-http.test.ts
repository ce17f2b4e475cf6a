import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestWorkspace } from './app.ts'
import { type Carrier, fullAccount, startCarrier } from './carrier.ts'

const WORKSPACES = 50
const REQUESTS = 10_000
const AT_ONCE = 64

interface Tenant {
  workspace: TestWorkspace
  /** Stands in all that it writes, and in nothing of anybody else. */
  word: string
  message: string
  optOut: string
  handle: string
}

let carrier: Carrier
let tenants: Tenant[]
before(async () => {
  // Nothing is sent, so that the requests have the four connections to themselves.
  carrier = await startCarrier({ role: 'api' })
  const { pool } = carrier.server.context.db
  pool.options.max = 4
  tenants = []
  for (let i = 0; i < WORKSPACES; i++) tenants.push(await furnish(i))
  assert.ok(pool.totalCount <= 4, `${pool.totalCount} connections`)
})
after(() => carrier.stop())

async function furnish(i: number): Promise<Tenant> {
  const word = `Tenant${String(i).padStart(2, '0')}Word`
  const workspace = await carrier.server.workspace({ name: word })
  const call = async (method: string, path: string, body: unknown) => {
    const answer = await workspace.call<{ id: string; handle: string }>(method, path, body)
    assert.ok(answer.status < 300, JSON.stringify(answer.body))
    return answer.body
  }
  await call('PUT', '/v1/sms/settings', { ...fullAccount(carrier.simulator), name_in_texts: word })
  const { id: message } = await call('POST', '/v1/messages', { to: '+14155550142', body: `${word} began` })
  const optOut = `+1415555${1000 + i}`
  const { handle } = await call('POST', '/v1/opt-outs', { number: optOut, note: word })
  return { workspace, word, message, optOut, handle }
}

interface Told {
  status: number
  text: string
}

/** As different as requests are: reading, writing, refused, about another's things, and given up halfway. */
const WORK: { what: string; ask: (own: Tenant, other: Tenant, i: number) => Promise<Told>; answers: number[] }[] = [
  { what: 'who I am', ask: (own) => tell(own, 'GET', '/v1/me'), answers: [200] },
  { what: 'my texts', ask: (own) => tell(own, 'GET', '/v1/messages?limit=5'), answers: [200] },
  { what: 'one of them', ask: (own) => tell(own, 'GET', `/v1/messages/${own.message}`), answers: [200] },
  { what: 'one of another', ask: (own, other) => tell(own, 'GET', `/v1/messages/${other.message}`), answers: [404] },
  { what: 'my opt-outs', ask: (own) => tell(own, 'GET', '/v1/opt-outs'), answers: [200] },
  {
    what: 'another’s opt-out, ended',
    ask: (own, other) => tell(own, 'DELETE', `/v1/opt-outs/${other.handle}`),
    answers: [404],
  },
  { what: 'my settings', ask: (own) => tell(own, 'GET', '/v1/sms/settings'), answers: [200] },
  {
    what: 'a text, whose key every workspace uses',
    ask: (own, _, i) =>
      tell(
        own,
        'POST',
        '/v1/messages',
        { to: '+14155550142', body: `${own.word} went on` },
        { 'idempotency-key': `order ${i % 97}` },
      ),
    answers: [202],
  },
  { what: 'nonsense', ask: (own) => tell(own, 'POST', '/v1/messages', { to: 7 }), answers: [422] },
  {
    what: 'another workspace, by its name',
    ask: (own, other) => tell(own, 'GET', '/v1/spend', undefined, { 'handset-workspace': other.workspace.id }),
    answers: [200],
  },
  { what: 'something, given up halfway', ask: giveUp, answers: [0] },
]

async function tell(
  { workspace }: Tenant,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Told> {
  const answer = await fetch(carrier.server.url + path, {
    method,
    headers: {
      authorization: `Bearer ${workspace.key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  })
  return { status: answer.status, text: await answer.text() }
}

async function giveUp(own: Tenant): Promise<Told> {
  const gone = new AbortController()
  const asked = tell(own, 'GET', '/v1/messages', undefined, {}, gone.signal)
  setImmediate(() => gone.abort())
  // Where the answer was faster it is looked at like any other.
  return asked.catch(() => ({ status: 0, text: '' }))
}

test('of 10,000 requests with the keys of 50 workspaces over 4 connections none is told a word of another', async (t) => {
  const wrong: string[] = []
  let [own, next] = [0, 0]
  const one = async (i: number) => {
    const at = i % WORKSPACES
    const round = Math.floor(i / WORKSPACES)
    const [tenant, other] = [tenants[at]!, tenants[(at + 1 + (round % (WORKSPACES - 1))) % WORKSPACES]!]
    // Shifted with each round, so that every workspace does everything.
    const { what, ask, answers } = WORK[(at + round) % WORK.length]!
    const { status, text } = await ask(tenant, other, round)
    if (!answers.includes(status) && !(answers[0] === 0 && status === 200)) wrong.push(`${what}: ${status} ${text}`)
    for (const [word] of text.matchAll(/Tenant\d\dWord|ws_[0-9a-z]{26}/g)) {
      if (word === tenant.word || word === tenant.workspace.id) own += 1
      else wrong.push(`${tenant.word} asked ${what} and was told ${word}`)
    }
  }
  const worker = async () => {
    while (next < REQUESTS) await one(next++)
  }
  const startedMs = performance.now()
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  t.diagnostic(`${REQUESTS} requests in ${Math.round(performance.now() - startedMs)} ms, ${own} own words`)
  assert.deepEqual(wrong.slice(0, 10), [])
  assert.ok(own > REQUESTS / 2, `only ${own} words of their own were seen`)
  const { totalCount } = carrier.server.context.db.pool
  assert.ok(totalCount <= 4, `${totalCount} connections`)
})

test('and each wrote its own rows alone', async () => {
  for (const { workspace, word } of tenants) {
    const { body } = await workspace.call<{ items: { body: string | null; id: string }[] }>(
      'GET',
      '/v1/messages?limit=200',
    )
    const first = await workspace.call<{ body: string }>('GET', `/v1/messages/${body.items[0]!.id}`)
    assert.ok(first.body.body.startsWith(word), first.body.body)
    assert.ok(body.items.length > 10 && body.items.length <= 98, `${body.items.length} texts`)
  }
})
