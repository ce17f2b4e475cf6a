import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLog, redact } from './log.ts'

const TOKEN = '0123456789abcdef0123456789abcdef'

/** What is said, and what of it is kept. */
const SECRETS: [string, string, string][] = [
  ['a password of basic authentication', 'authorization: Basic QUMxOnNlY3JldA==', 'authorization: Basic ***'],
  ['a bearer token', 'Bearer eyJhbGciOi.J9_-x/+=', 'Bearer ***'],
  ['an auth token', `token ${TOKEN} refused`, 'token *** refused'],
  ['an auth token in JSON', `{"auth_token":"${TOKEN}"}`, '{"auth_token":"***"}'],
  ['an API key secret, of letters of both cases', 'secret=aBcDeFgHiJkLmNoPqRsTuVwXyZ012345', 'secret=***'],
  ['a signing secret', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw+/==', 'whsec_***'],
  ['one of our API keys', 'hs_0123456789ab_ABCdef123456', 'hs_***'],
  ['a number', 'to +14155550142.', 'to +***.'],
  ['a number in a URL', '?to=%2B14155550142&x=1', '?to=+***&x=1'],
  ['two numbers', '+14155550142,+493012345678', '+***,+***'],
  ['a password in a URL', 'smtp://user:pa%24s@mail.example:587', 'smtp://***@mail.example:587'],
  ['a password of a database', 'postgres://handset:x@localhost/handset', 'postgres://***@localhost/handset'],
]
for (const [what, said, kept] of SECRETS) {
  test(`${what} is taken out of a line`, () => assert.equal(redact(said), kept))
}

const KEPT: [string, string][] = [
  ['a message SID', `SM${TOKEN}`],
  ['an account SID', `AC${TOKEN}`],
  ['an id of ours', 'msg_01jd3v8e6w0123456789abcdef'],
  ['a workspace id in a path', '/callbacks/sms/ws_01jd3v8e6w0123456789abcdef/1'],
  ['a masked number', '+1 ••• ••• 0142'],
  ['a price', '+8300'],
  ['a time', '2026-03-12T00:15:00.000Z'],
  ['an address without a password', 'https://example.com/a@b'],
  ['a hash of 64 digits', TOKEN + TOKEN],
]
for (const [what, said] of KEPT) {
  test(`${what} stays in a line`, () => assert.equal(redact(said), said))
}

function lineOf(say: (log: ReturnType<typeof openLog>) => void): Record<string, unknown> & { text: string } {
  const lines: string[] = []
  say(openLog('info', (line) => lines.push(line)))
  assert.equal(lines.length, 1)
  return { ...JSON.parse(lines[0]!), text: lines[0]! }
}

/** Wherever it comes in, it does not come out. */
const WAYS: [string, (log: ReturnType<typeof openLog>, secret: string) => void][] = [
  ['in the message', (log, secret) => log.error(`failed for ${secret}`)],
  ['in a field', (log, secret) => log.error({ deep: { list: [secret] } }, 'failed')],
  ['as a name of a field', (log, secret) => log.error({ [secret]: 1 }, 'failed')],
  [
    'in an error, its stack and its cause',
    (log, secret) => log.error({ err: new Error(secret, { cause: new Error(secret) }) }, 'failed'),
  ],
  [
    'hung on an error by a library',
    (log, secret) => log.error({ err: Object.assign(new Error('failed'), { request: { body: secret } }) }),
  ],
  ['thrown as a text', (log, secret) => log.error({ err: secret }, 'failed')],
]
for (const [way, say] of WAYS) {
  test(`a secret or a number that comes ${way} is not in the line, which is still JSON`, () => {
    for (const secret of [TOKEN, '+14155550142', 'Bearer abc.def'])
      assert.equal(lineOf((log) => say(log, secret)).text.includes(secret), false)
  })
}

test('of an error its name, message, code, stack and cause are told, and nothing that hangs on it', () => {
  const error = Object.assign(new TypeError('broken', { cause: new Error('why') }), { code: 'EPIPE', row: 'private' })
  const { err } = lineOf((log) => log.error({ err: error })) as unknown as { err: Record<string, unknown> }
  assert.deepEqual(Object.keys(err).sort(), ['cause', 'code', 'message', 'name', 'stack'])
  assert.equal((err.cause as Error).message, 'why')
})
