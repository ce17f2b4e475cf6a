import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import type { TestWorkspace } from './app.ts'
import { accountOf, type Bench, type Params, PUBLIC, type Sent, sign, startBench } from './callback.ts'

let bench: Bench
let ours: TestWorkspace
let theirs: TestWorkspace
let token: string
let theirToken: string
let texts: Sent[]
let theirText: Sent
before(async () => {
  bench = await startBench()
  token = accountOf(bench).authToken
  theirToken = accountOf(bench, 'Another account').authToken
  ours = await bench.workspaceOf(accountOf(bench))
  theirs = await bench.workspaceOf(accountOf(bench, 'Another account'))
  texts = await bench.send(ours, 6)
  theirText = (await bench.send(theirs, 1))[0]!
})
after(() => bench.stop())

const said = ({ sid }: Sent, status = 'sending'): Params => ({
  MessageSid: sid,
  MessageStatus: status,
  AccountSid: accountOf(bench).sid,
  To: '+14155552000',
  ApiVersion: '2010-04-01',
})

async function unchanged(work: () => Promise<unknown>): Promise<void> {
  const rows = await bench.rows()
  await work()
  assert.deepEqual(await bench.rows(), rows)
}

describe('whoever says by its headers where a callback came in', () => {
  const HOSTS = ['127.0.0.1', 'sms.acme.example', 'evil.example', 'evil.example:443']
  const FORWARDED: Record<string, string>[] = [
    {},
    { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    { 'x-forwarded-proto': 'http', 'x-forwarded-port': '80' },
    { forwarded: 'host=evil.example;proto=https', 'x-forwarded-server': 'evil.example' },
    { 'x-original-url': '/v1/me', 'x-rewrite-url': '/v1/me', 'x-forwarded-prefix': '/evil' },
  ]
  const cases = HOSTS.flatMap((host) => FORWARDED.map((headers) => ({ host, ...headers })))

  for (const headers of cases) {
    test(`changes nothing: ${JSON.stringify(headers)}`, async () => {
      const text = texts[0]!
      const call = (signedUrl: string) => bench.call(text.path, said(text), token, { headers, signedUrl })
      assert.equal(await call(PUBLIC + text.path), 204)
      const before = await bench.refused(ours)
      const forged = [
        `http://${headers.host}`,
        'https://evil.example',
        'http://evil.example',
        'http://sms.acme.example',
      ]
      for (const origin of forged) assert.equal(await call(origin + text.path), 403, origin)
      assert.equal(await bench.refused(ours), before + forged.length)
    })
  }

  test('nor does an address that is written out in the request line', async () => {
    const text = texts[0]!
    const call = (target: string, signedUrl: string) =>
      bench.call(target, said(text), token, { signedUrl: signedUrl + text.path })
    for (const origin of ['http://evil.example', 'https://evil.example', 'http://sms.acme.example']) {
      assert.equal(await call(origin + text.path, PUBLIC), 204)
      assert.equal(await call(origin + text.path, origin), 403)
    }
  })
})

/** One thing about a good callback changed; `null` where it would stay as good as it was. */
type Change = (path: string, params: Params, signature: string) => { path: string; params: Params; signature: string }

const CHARACTERS = 'abcdefghjkmnpqrstvwxyz0123456789'
const place = fc.nat(10_000)

function changed(text: string, at: number): string {
  const i = at % text.length
  const other = CHARACTERS[(CHARACTERS.indexOf(text[i]!) + 1 + (at % 7)) % CHARACTERS.length]!
  return text.slice(0, i) + (other === text[i] ? '-' : other) + text.slice(i + 1)
}

const change: fc.Arbitrary<Change> = fc.oneof(
  place.map(
    (at): Change =>
      (path, params, signature) => ({ path, params, signature: changed(signature, at) }),
  ),
  place.map(
    (at): Change =>
      (path, params, signature) => ({ path, params, signature: signature.slice(0, at % signature.length) }),
  ),
  fc.string().map(
    (other): Change =>
      (path, params) => ({ path, params, signature: encodeURIComponent(other) }),
  ),
  fc.string().map(
    (other): Change =>
      (path, params) => ({ path, params, signature: sign(`${token}${other}x`, PUBLIC + path, params) }),
  ),
  place.map(
    (at): Change =>
      (path, params, signature) => {
        const name = Object.keys(params)[at % 5]!
        return { path, params: { ...params, [name]: changed(params[name]!, at) }, signature }
      },
  ),
  place.map(
    (at): Change =>
      (path, params, signature) => {
        const name = Object.keys(params)[at % 5]!
        const { [name]: value, ...rest } = params
        return { path, params: { ...rest, [changed(name, at)]: value! }, signature }
      },
  ),
  place.map(
    (at): Change =>
      (path, params, signature) => {
        const { [Object.keys(params)[at % 5]!]: _, ...rest } = params
        return { path, params: rest, signature }
      },
  ),
  fc.tuple(fc.string({ minLength: 1 }), fc.string()).map(
    ([name, value]): Change =>
      (path, params, signature) => ({
        path,
        params: { ...params, [`Also${name}`]: value },
        signature,
      }),
  ),
  place.map(
    (at): Change =>
      (path, params, signature) => {
        const start = '/callbacks/sms/'.length
        return { path: path.slice(0, start) + changed(path.slice(start), at), params, signature }
      },
  ),
  place.map(
    (at): Change =>
      (path, params, signature) => {
        const i = '/callbacks/sms/'.length + (at % (path.length - '/callbacks/sms/'.length))
        const escaped = `%${path.charCodeAt(i).toString(16)}`
        return { path: path.slice(0, i) + escaped + path.slice(i + 1), params, signature }
      },
  ),
  fc.webQueryParameters().map(
    (query): Change =>
      (path, params, signature) => ({ path: `${path}?x${query}`, params, signature }),
  ),
)

test('of 1,000 callbacks of which one thing was changed none is believed, and those for us are counted', async () => {
  const [text] = texts as [Sent]
  const params = said(text, 'delivered')
  const signature = sign(token, PUBLIC + text.path, params)
  const before = await bench.refused(ours)
  let refused = 0
  await unchanged(() =>
    fc.assert(
      fc.asyncProperty(change, async (make) => {
        const forged = make(text.path, params, signature)
        const status = await bench.call(forged.path, forged.params, null, {
          headers: { 'x-twilio-signature': forged.signature },
        })
        assert.ok(status === 403 || status === 404, `${status} for ${JSON.stringify(forged)}`)
        if (status === 403) refused += 1
      }),
      { numRuns: 1000 },
    ),
  )
  assert.ok(refused > 700)
  assert.equal(await bench.refused(ours), before + refused)
  const good = await bench.call(text.path, params, null, { headers: { 'x-twilio-signature': signature } })
  assert.equal(good, 204)
})

describe('a right signature on the wrong address', () => {
  const swap = (path: string, part: 'workspace' | 'connection' | 'message' | 'n' | 'token', other: string) => {
    const parts = path.split('/')
    parts[{ workspace: 3, connection: 4, message: 5, n: 6, token: 7 }[part]] = other
    return parts.join('/')
  }
  const part = (path: string, i: number) => path.split('/')[i]!
  const cases: [string, () => { path: string; sid?: string; signedBy?: string; status: number }][] = [
    [
      'the token of another attempt',
      () => ({ path: swap(texts[1]!.path, 'token', part(texts[2]!.path, 7)), status: 404 }),
    ],
    ['the id of another message', () => ({ path: swap(texts[1]!.path, 'message', texts[2]!.id), status: 404 })],
    ['an attempt that was not made', () => ({ path: swap(texts[1]!.path, 'n', '2'), status: 404 })],
    ['a message of another workspace', () => ({ path: swap(texts[1]!.path, 'message', theirText.id), status: 404 })],
    ['the whole address of another workspace', () => ({ path: theirText.path, status: 403 })],
    ['another workspace', () => ({ path: swap(texts[1]!.path, 'workspace', theirs.id), status: 404 })],
    [
      'another workspace and its connection',
      () => ({
        path: swap(swap(texts[1]!.path, 'workspace', theirs.id), 'connection', part(theirText.path, 4)),
        signedBy: theirToken,
        status: 404,
      }),
    ],
    ['what the provider says of another message', () => ({ path: texts[1]!.path, sid: texts[2]!.sid, status: 404 })],
    [
      'what the provider says of a message that we never had',
      () => ({ path: texts[1]!.path, sid: `SM${'0'.repeat(32)}`, status: 404 }),
    ],
  ]
  for (const [what, make] of cases) {
    test(`changes nothing: ${what}`, () =>
      unchanged(async () => {
        const { path, sid, signedBy = token, status } = make()
        const params = { ...said(texts[1]!, 'delivered'), ...(sid && { MessageSid: sid }) }
        assert.equal(await bench.call(path, params, signedBy), status)
      }))
  }
})

describe('what cannot be read', () => {
  test('a status that nobody knows is taken and changes nothing', () =>
    unchanged(async () => {
      for (const status of ['teleported', '', 'DELIVERED', 'toString', 'delivered '])
        assert.equal(await bench.call(texts[3]!.path, said(texts[3]!, status), token), 204, status)
    }))

  test('a message id that is none changes nothing either', () =>
    unchanged(async () => {
      for (const MessageSid of ['', 'SM1', `SM${'g'.repeat(32)}`, "SM'; drop table messages; --"])
        assert.equal(await bench.call(texts[3]!.path, { ...said(texts[3]!), MessageSid }, token), 204, MessageSid)
    }))

  test('addresses that we never gave away are not found, signed or not', () =>
    unchanged(async () => {
      const parts = texts[3]!.path.split('/')
      const odd = [
        'a%00b',
        '%00',
        '..%2f..',
        "'",
        '0',
        '-1',
        '1.5',
        '99999',
        '1e3',
        'ws_',
        '%F0%9F%98%80',
        'x'.repeat(500),
      ]
      for (const at of [3, 4, 5, 6])
        for (const other of odd)
          for (const signedBy of [token, null]) {
            const path = parts.map((one, i) => (i === at ? other : one)).join('/')
            assert.equal(await bench.call(path, said(texts[3]!), signedBy), 404, path)
          }
    }))

  test('an error code beyond all codes is left out, and the rest is believed', async () => {
    const text = texts[4]!
    const params = { ...said(text, 'undelivered'), ErrorCode: '99999999999' }
    assert.equal(await bench.call(text.path, params, token), 204)
    const { body } = await ours.call('GET', `/v1/messages/${text.id}`)
    assert.equal(body.status, 'undelivered')
  })

  test('more than 64 KB is not read, told by its length or not', () =>
    unchanged(async () => {
      const text = texts[5]!
      const params = { ...said(text), Padding: 'x'.repeat(64 * 1024) }
      assert.equal(await bench.call(text.path, params, token), 413)
      assert.equal(await bench.call(text.path, params, token, { headers: { 'transfer-encoding': 'chunked' } }), 413)
    }))

  test('up to 64 KB is', async () => {
    const text = texts[5]!
    const params = { ...said(text), Padding: 'x'.repeat(60 * 1024) }
    assert.equal(await bench.call(text.path, params, token), 204)
  })
})
