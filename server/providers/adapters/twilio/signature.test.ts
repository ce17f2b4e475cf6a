import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { parse, stringify } from 'node:querystring'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import official from 'twilio'
import type { CallbackRequest } from '../../adapter.ts'
import { KEY, SID, TOKEN, twilioAt } from '../../testing/connections.ts'
import { verifies } from './signature.ts'
import vectors from './vectors/signatures.json' with { type: 'json' }

const URL_ = 'https://sms.acme.example/callbacks/sms/ws_1/con_1/msg_1/1/tok?x=1'
const BODY = `MessageSid=${SID}&MessageStatus=delivered&To=%2B14155550142&From=%2B14155550100&ApiVersion=2010-04-01`

function request(
  url: string,
  rawBody: string,
  signature: string,
  contentType = 'application/x-www-form-urlencoded',
): CallbackRequest {
  return { url, rawBody, headers: { 'x-twilio-signature': signature, 'content-type': contentType } }
}

function withToken(authToken: string) {
  return twilioAt('https://api.twilio.com', { credentials: { kind: 'auth_token', authToken } })
}

function signed(url: string, rawBody: string, token = TOKEN): string {
  return official.getExpectedTwilioSignature(token, url, parse(rawBody) as Record<string, string>)
}

describe('the signature of a callback', () => {
  for (const { name, token, url, signature, valid, params, rawBody, contentType } of vectors as Vector[]) {
    it(`is ${valid ? 'accepted' : 'refused'}: ${name}`, () => {
      const body = rawBody ?? form(params)
      assert.equal(verifies(withToken(token), [], request(url, body, signature, contentType)), valid)
    })
  }

  it('is refused after any change of address, parameter or signature: 1,000 of them', () => {
    const signature = signed(URL_, BODY)
    assert.equal(verifies(withToken(TOKEN), [], request(URL_, BODY, signature)), true)
    let tried = 0
    const change = fc.record({
      part: fc.constantFrom('url', 'body', 'signature'),
      at: fc.nat(),
      how: fc.constantFrom('replace', 'remove', 'insert', 'double', 'swap'),
      by: fc.constantFrom(...'abcXYZ019%&=+/?. '),
    })
    fc.assert(
      fc.property(change, ({ part, at, how, by }) => {
        const parts = { url: URL_, body: BODY, signature }
        // The scheme and the host's port are tolerated by design, so addresses change from the host on.
        const start = part === 'url' ? 'https://'.length : 0
        parts[part as 'url'] = mutate(
          parts[part as 'url'],
          start + (at % (parts[part as 'url'].length - start)),
          how,
          by,
        )
        if (isSame(parts, signature)) return
        tried++
        const mutated = request(parts.url, parts.body, parts.signature)
        assert.equal(verifies(withToken(TOKEN), [], mutated), false, JSON.stringify(parts))
      }),
      { numRuns: 1300 },
    )
    assert.ok(tried >= 1000, String(tried))
  })

  it('is judged as the official package judges it, on any parameters and query', () => {
    const word = fc.string({ unit: fc.constantFrom(...'aB1 +&=%é€😀\'"~/?.-_\n'), maxLength: 8 })
    const pairs = fc.array(fc.tuple(fc.constantFrom('To', 'to', 'Body', 'A', 'b[c]', ''), word), { maxLength: 8 })
    const port = fc.constantFrom('', ':443', ':80', ':8080')
    fc.assert(
      fc.property(pairs, word, port, fc.boolean(), (fields, query, at, isGenuine) => {
        const rawBody = new URLSearchParams(fields).toString()
        const url = `https://sms.acme.example${at}/cb?q=${encodeURIComponent(query)}&r='`
        const signature = signed(isGenuine ? url : `${url}x`, rawBody)
        const verdict = official.validateRequest(TOKEN, signature, url, parse(rawBody) as Record<string, string>)
        assert.equal(verifies(withToken(TOKEN), [], request(url, rawBody, signature)), verdict)
        assert.equal(verdict, isGenuine)
      }),
      { numRuns: 300 },
    )
  })

  it('bears that the port is there or not', () => {
    for (const [known, sent] of [
      ['https://sms.acme.example:443/cb', 'https://sms.acme.example/cb'],
      ['https://sms.acme.example/cb', 'https://sms.acme.example:443/cb'],
      ['http://127.0.0.1:4000/cb', 'http://127.0.0.1/cb'],
      ['http://[::1]/cb', 'http://[::1]:80/cb'],
    ] as const) {
      assert.equal(verifies(withToken(TOKEN), [], request(known, BODY, signed(sent, BODY))), true, `${known} ${sent}`)
    }
    const other = signed('https://other.example/callbacks', BODY)
    assert.equal(verifies(withToken(TOKEN), [], request('https://sms.acme.example/callbacks', BODY, other)), false)
  })

  it('bears a query that was encoded anew before it was signed', () => {
    const [known, sent] = [
      'https://sms.acme.example/cb?Body=It%27s+fine',
      "https://sms.acme.example/cb?Body=It's%20fine",
    ]
    assert.equal(official.validateRequest(TOKEN, signed(sent, ''), known, {}), true)
    assert.equal(verifies(withToken(TOKEN), [], request(known, '', signed(sent, ''))), true)
  })

  it('covers a body that is not a form by its hash in the address, or not at all', () => {
    const body = '{"status":"delivered"}'
    const url = `${URL_}&bodySHA256=${createHash('sha256').update(body).digest('hex')}`
    const judge = (address: string, rawBody: string) =>
      verifies(withToken(TOKEN), [], request(address, rawBody, signed(address, ''), 'application/json'))
    assert.deepEqual([judge(url, body), judge(url, `${body} `), judge(url, '')], [true, false, false])
    assert.deepEqual([judge(URL_, body), judge(URL_, '')], [false, true])
  })

  it('may come from a token that was replaced, while the caller still names it', () => {
    const old = '0ld0ld0ld0ld0ld0ld0ld0ld0ld0ld00'
    const byOld = request(URL_, BODY, signed(URL_, BODY, old))
    assert.equal(verifies(withToken(TOKEN), [], byOld), false)
    assert.equal(verifies(withToken(TOKEN), [old], byOld), true)
  })

  it('is never made with an API key: without a token there is nothing to judge by', () => {
    const byKey = request(URL_, BODY, signed(URL_, BODY, KEY.apiKeySecret))
    assert.equal(verifies(twilioAt('', { credentials: KEY }), [], byKey), null)
    const both = twilioAt('', { credentials: { ...KEY, authToken: TOKEN } })
    assert.equal(verifies(both, [], byKey), false)
    assert.equal(verifies(both, [], request(URL_, BODY, signed(URL_, BODY))), true)
  })

  it('has to be there', () => {
    assert.equal(verifies(withToken(TOKEN), [], { url: URL_, rawBody: BODY, headers: {} }), false)
  })
})

interface Vector {
  name: string
  token: string
  url: string
  signature: string
  valid: boolean
  params?: Record<string, string | string[]>
  rawBody?: string
  contentType?: string
}

function form(params: Vector['params'] = {}): string {
  const pairs = Object.entries(params).flatMap(([key, value]) =>
    [value].flat().map((one): [string, string] => [key, one]),
  )
  return new URLSearchParams(pairs).toString()
}

function mutate(value: string, at: number, how: string, by: string): string {
  const [before, character, behind] = [value.slice(0, at), value[at]!, value.slice(at + 1)]
  if (how === 'replace') return before + by + behind
  if (how === 'remove') return before + behind
  if (how === 'insert') return before + by + character + behind
  if (how === 'double') return before + character + character + behind
  return before + behind.slice(0, 1) + character + behind.slice(1)
}

/** A change that means the same: `%2b` for `%2B`, a parameter's order, or none at all. */
function isSame(parts: { url: string; body: string; signature: string }, signature: string): boolean {
  if (parts.signature !== signature || parts.url !== URL_) return parts.signature === signature && sameUrl(parts.url)
  const sorted = (body: string) =>
    JSON.stringify([...new Set([...new URLSearchParams(body)].map((pair) => JSON.stringify(pair)))].sort())
  return sorted(parts.body) === sorted(BODY) || joined(parts.body) === joined(BODY)
}

/** Tolerated as by the official package: a port, another spelling of the same address, and a query encoded anew. */
function sameUrl(url: string): boolean {
  const normal = URL.canParse(url) ? new URL(url).toString() : url
  const at = normal.indexOf('?') + 1
  const encodedAnew = at === 0 ? normal : normal.slice(0, at) + stringify(parse(normal.slice(at)))
  return [url, normal, encodedAnew].some((one) => one.replace(/^(https:\/\/[^/:]*):\d*/, '$1') === URL_)
}

/** The scheme joins keys and values without a mark, so `To=+1` and `T=o+1` sign alike; Twilio's flaw, not ours. */
function joined(body: string): string {
  const params = new URLSearchParams(body)
  return [...new Set(params.keys())]
    .sort()
    .map((key) =>
      [...new Set(params.getAll(key))]
        .sort()
        .map((value) => key + value)
        .join(''),
    )
    .join('')
}
