import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestServer, type TestServer, type TestWorkspace } from '../../test/app.ts'
import { linkAddress, newCode, storeLinks } from './links.ts'
import { isPerson } from './routes.ts'

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1'
const TARGET = 'https://app.acme.example/issues/ENG-142?from=sms'

let server: TestServer
let workspace: TestWorkspace
before(async () => {
  server = await startTestServer({ role: 'api' })
  workspace = await server.workspace({ name: 'Acme' })
})
after(() => server.stop())

async function make(target = TARGET): Promise<string> {
  const code = newCode()
  const link = { code, target, groupId: 'ntf_1', personId: 'per_1' }
  await server.context.db.tenant(workspace.id, (tx) => storeLinks(tx, workspace.id, [link]))
  return code
}

const visit = (code: string, headers: Record<string, string> = { 'user-agent': PHONE }, method = 'GET') =>
  fetch(`${server.url}/c/${code}`, { method, headers, redirect: 'manual' })

async function clicksOf(code: string): Promise<number> {
  const rows = await server.context.db.system((tx) =>
    tx.rows<{ clicks: number }>('', 'select clicks from links where code = $1', [code]),
  )
  return rows[0]!.clicks
}

test('a link leads to its target, tells nobody where from, and counts who followed it', async () => {
  const code = await make()
  const answer = await visit(code)
  assert.deepEqual([answer.status, answer.headers.get('location')], [302, TARGET])
  assert.equal(answer.headers.get('referrer-policy'), 'no-referrer')
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  await Promise.all(Array.from({ length: 9 }, () => visit(code)))
  assert.equal(await clicksOf(code), 10)
})

const NOBODY: [string, Record<string, string>, string?][] = [
  ['a preview of a messaging app', { 'user-agent': 'facebookexternalhit/1.1 Facebot Twitterbot/1.0' }],
  ['a crawler', { 'user-agent': 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)' }],
  ['a browser that fetches ahead', { 'user-agent': PHONE, 'sec-purpose': 'prefetch;prerender' }],
  ['a browser of an older kind that fetches ahead', { 'user-agent': PHONE, 'x-moz': 'prefetch' }],
  ['whoever only asks for the headers', { 'user-agent': PHONE }, 'HEAD'],
]
for (const [who, headers, method] of NOBODY) {
  test(`${who} gets the target and is no click`, async () => {
    const code = await make()
    assert.equal((await visit(code, headers, method)).status, 302)
    assert.equal(await clicksOf(code), 0)
  })
}

test('whoever says nothing of themselves is no click', () => {
  assert.equal(isPerson('GET', new Headers()), false)
})

test('a link that is over, unknown or cut short says so and leads nowhere', async () => {
  const code = await make()
  await server.context.db.pool.query('update links set expires_at = now() where code = $1', [code])
  for (const dead of [code, newCode(), code.slice(0, 9), `${code}0`, '..%2f..', '%00']) {
    const answer = await visit(dead)
    assert.equal(answer.status, 404, dead)
    assert.equal(answer.headers.get('location'), null)
    assert.match(await answer.text(), /leads nowhere any more/)
  }
})

test('only an address that begins with https can be a target', async () => {
  await assert.rejects(make('javascript:alert(1)'))
  await assert.rejects(make('http://app.acme.example/'))
})

test('without a public address a text carries the target itself', () => {
  assert.equal(linkAddress('https://sms.acme.example', 'abcdefghjk', TARGET), 'https://sms.acme.example/c/abcdefghjk')
  assert.equal(linkAddress(null, 'abcdefghjk', TARGET), TARGET)
})
