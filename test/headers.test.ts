import assert from 'node:assert/strict'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type IncomingHttpHeaders, request as open } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { startTestServer, type TestServer, type TestWorkspace } from './app.ts'
import { DOORS } from './doors.ts'
import { madeUpNames } from './request-names.ts'
import { caseOf, ROUTES } from './tenancy-asking.ts'
import { emailOf, type Person, signInAs } from './tenancy-people.ts'

const PUBLIC = 'https://sms.acme.example'
const MUTATING = ROUTES.filter((route) => !route.startsWith('GET'))

let folder: string
let server: TestServer
let workspace: TestWorkspace
let owner: Person
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handset-headers-'))
  await mkdir(join(folder, 'assets'))
  await cp('console/index.html', join(folder, 'index.html'))
  await writeFile(join(folder, 'assets/main-1.js'), 'void 0')
  server = await startTestServer({
    role: 'api',
    consoleDir: folder,
    publicAddress: false,
    environment: { HANDSET_PUBLIC_URL: PUBLIC },
  })
  workspace = await server.workspace()
  owner = await signInAs(server, { [workspace.id]: 'owner' }, { origin: PUBLIC })
})
after(async () => {
  await server?.stop()
  await rm(folder, { recursive: true })
})

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

/** As fetch would, but with the headers that a browser keeps for itself. */
function ask(
  method: string,
  path: string,
  headers: Record<string, string | undefined> = {},
  body?: string,
): Promise<Answer> {
  const length = body === undefined ? undefined : String(Buffer.byteLength(body))
  const all = { ...headers, 'content-length': length }
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
  return new Promise((resolve, reject) => {
    const asking = open(server.url + path, { method, headers: given as Record<string, string> }, async (response) => {
      let text = ''
      for await (const chunk of response) text += chunk
      resolve({ status: response.statusCode!, headers: response.headers, text })
    })
    asking.on('error', reject)
    asking.end(body)
  })
}

const codeOf = ({ text }: Answer): unknown => (text.startsWith('{') ? JSON.parse(text).code : undefined)
const overHttps = { host: 'sms.acme.example', 'x-forwarded-proto': 'https' }

describe('the cookie', () => {
  const login = (path: string, headers: Record<string, string>, body: object) =>
    ask(
      'POST',
      path,
      { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
      JSON.stringify(body),
    )

  test('is for this host alone, not for scripts, not without TLS, and not for other sites’ forms', async () => {
    const person = await signInAs(server, { [workspace.id]: 'member' })
    const email = await emailOf(server, person.userId)
    const page = { ...overHttps, origin: PUBLIC, 'x-forwarded-for': '192.0.2.7' }
    const signedIn = await login('/auth/sign-in/email', page, { email, password: 'correct horse battery' })
    assert.equal(signedIn.status, 200, signedIn.text)
    const lines = signedIn.headers['set-cookie'] ?? []
    const cookie = lines.map((line) => line.split(';')[0]).join('; ')
    const signedOut = await login('/auth/sign-out', { ...page, cookie }, {})
    const all = [...lines, ...(signedOut.headers['set-cookie'] ?? [])]
    assert.ok(lines.length === 1 && all.length > 1, all.join('\n'))
    for (const line of all) {
      assert.match(line, /^__Host-/)
      for (const part of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax'])
        assert.ok(line.split('; ').includes(part), line)
      assert.doesNotMatch(line, /domain=/i)
    }
  })
})

describe('a request that changes something', () => {
  /** What a browser says of a page that is not ours, and what it does not say. */
  const FOREIGN: Record<string, Record<string, string | undefined>> = {
    'another site': { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    'another site in an old browser': { origin: 'https://evil.example', 'sec-fetch-site': undefined },
    'another site that hides its origin': { origin: 'null', 'sec-fetch-site': 'cross-site' },
    'another site, by its fetch metadata alone': { origin: undefined, 'sec-fetch-site': 'cross-site' },
    'a neighbouring subdomain': { origin: 'https://blog.acme.example', 'sec-fetch-site': 'same-site' },
    'another program on this machine': { origin: 'http://127.0.0.1:9', 'sec-fetch-site': 'same-site' },
    'nobody who says so': { origin: undefined, 'sec-fetch-site': undefined },
  }
  /** What a form or a script may send to another site without asking it first, and what needs asking. */
  const TYPES = ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']

  const asOwner = (route: string, type: string, page: Record<string, string | undefined>) => {
    const { path, body, headers } = caseOf(route).request({ ...madeUpNames(), workspace: workspace.id })
    const own = owner.as('the owner', workspace.id).headers
    const all = { ...headers, ...overHttps, ...own, 'handset-workspace': workspace.id, 'content-type': type, ...page }
    return ask(route.split(' ')[0]!, path, all, JSON.stringify(body ?? {}))
  }

  for (const route of MUTATING)
    test(`${route} is refused to a session when a page that is not ours asks, whatever it sends`, async () => {
      for (const [what, page] of Object.entries(FOREIGN))
        for (const type of TYPES) {
          const answer = await asOwner(route, type, page)
          assert.deepEqual([answer.status, codeOf(answer)], [403, 'wrong_origin'], `${what}, ${type}: ${answer.text}`)
        }
    })

  test('is done when a page of ours asks', async () => {
    for (const route of MUTATING.filter((one) => !caseOf(one).last)) {
      const answer = await asOwner(route, 'application/json', {})
      assert.notEqual(codeOf(answer), 'wrong_origin', route)
    }
  })

  const FORGED = Object.entries(FOREIGN).filter(([, { origin, 'sec-fetch-site': site }]) => origin || site)

  test('is refused to who is not signed in as well, so that no page signs somebody in as somebody else', async () => {
    const open = MUTATING.filter((route) => caseOf(route).needs === 'anybody').map((route) => ({
      path: caseOf(route).request(madeUpNames()).path,
      body: caseOf(route).request(madeUpNames()).body,
    }))
    const doors = Object.entries(DOORS).flatMap(([door, body]) =>
      door.startsWith('POST ') ? [{ path: door.slice(5), body: body({ email: 'dana@acme.example' }) }] : [],
    )
    for (const { path, body } of [...open, ...doors])
      for (const [what, page] of FORGED)
        for (const type of TYPES) {
          const answer = await ask(
            'POST',
            path,
            { ...overHttps, 'content-type': type, ...page },
            JSON.stringify(body ?? {}),
          )
          assert.deepEqual([answer.status, codeOf(answer)], [403, 'wrong_origin'], `${path}, ${what}: ${answer.text}`)
        }
  })
})

describe('another site', () => {
  test('is never told that it may ask or read', async () => {
    const asked = { origin: 'https://evil.example', 'access-control-request-headers': 'authorization, content-type' }
    for (const route of ROUTES) {
      const [method, path] = route.split(' ') as [string, string]
      const key = { authorization: `Bearer ${workspace.key}` }
      const answers = [
        await ask('OPTIONS', path, { ...asked, 'access-control-request-method': method }),
        ...(method === 'GET' ? [await ask('GET', path, { origin: 'https://evil.example', ...key })] : []),
      ]
      for (const { status, headers } of answers) {
        const allowing = Object.keys(headers).filter((name) => name.startsWith('access-control-'))
        assert.deepEqual(allowing, [], `${route} answering ${status}`)
      }
    }
  })
})

describe('every answer', () => {
  /** Of each kind: pages, files, the API well and badly, sign-in, callbacks, probes, nothing. */
  const PLACES = [
    ['GET', '/'],
    ['GET', '/settings/sms'],
    ['GET', '/assets/main-1.js'],
    ['GET', '/assets/missing.js'],
    ['GET', '/docs'],
    ['GET', '/docs/style.css'],
    ['GET', '/openapi.json'],
    ['GET', '/v1/me'],
    ['GET', '/v1/nothing'],
    ['POST', '/auth/sign-in/email'],
    ['POST', '/auth/sign-out'],
    ['POST', '/auth/nothing'],
    ['GET', `/callbacks/self/${'A'.repeat(22)}`],
    ['POST', '/callbacks/sms/a/b/c/1/d'],
    ['GET', '/healthz'],
    ['GET', '/readyz'],
    ['GET', '/metrics'],
  ] as const

  const everything = async (headers: Record<string, string>) => {
    const places = PLACES.map(async ([method, path]) => ({
      at: `${method} ${path}`,
      ...(await ask(method, path, headers)),
    }))
    const routes = ROUTES.filter((route) => route.startsWith('GET')).map(async (route) => {
      const { path } = caseOf(route).request(madeUpNames())
      const key = { authorization: `Bearer ${workspace.key}` }
      return { at: route, ...(await ask('GET', path, { ...headers, ...key })) }
    })
    return Promise.all([...places, ...routes])
  }

  test('is not guessed at, framed, or followed by where it was read', async () => {
    for (const { at, headers } of await everything({})) {
      assert.equal(headers['x-content-type-options'], 'nosniff', at)
      assert.equal(headers['referrer-policy'], 'no-referrer', at)
      assert.equal(headers['x-frame-options'], 'DENY', at)
      assert.match(headers['permissions-policy'] as string, /camera=\(\)/, at)
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin', at)
    }
  })

  test('has a policy that begins with nothing, takes nothing inline, and lets nobody frame it', async () => {
    for (const { at, headers } of await everything({})) {
      const policy = headers['content-security-policy'] as string
      assert.match(policy, /^default-src 'none'/, at)
      assert.match(policy, /frame-ancestors 'none'/, at)
      assert.match(policy, /base-uri 'none'/, at)
      assert.doesNotMatch(policy, /unsafe|nonce|sha256|\*|https?:/, at)
    }
  })

  test('insists on TLS where it came over TLS, and only there', async () => {
    for (const { at, headers } of await everything(overHttps))
      assert.equal(headers['strict-transport-security'], 'max-age=31536000', at)
    for (const { at, headers } of await everything({}))
      assert.equal(headers['strict-transport-security'], undefined, at)
  })

  test('is kept by nobody, but for the files of the console', async () => {
    const kept: Record<string, string> = { 'GET /': 'no-cache', 'GET /settings/sms': 'no-cache' }
    kept['GET /assets/main-1.js'] = 'public, max-age=31536000, immutable'
    for (const { at, headers } of await everything({}))
      assert.equal(headers['cache-control'], kept[at] ?? 'no-store', at)
  })
})

test('the page holds no script and no style of its own', async () => {
  const page = await readFile('console/index.html', 'utf8')
  assert.match(page, /<script[^>]+src=/)
  assert.doesNotMatch(page, /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:/i)
  const docs = await ask('GET', '/docs')
  assert.doesNotMatch(docs.text, /<script|<style|\sstyle=|\son\w+="|javascript:/i)
})
