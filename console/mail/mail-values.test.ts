import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepsPassword, mailRules, portFor, storedMail, toMailPatch } from './mail-values.ts'

const stored = {
  host: 'smtp.acme.example',
  port: 587,
  secure: false,
  user: 'handset',
  from: 'sms@acme.example',
  password_set: true,
}
const values = storedMail(stored)

test('what is stored goes back as it is, without a password', () => {
  const { host, port, secure, user, from } = stored
  assert.deepEqual(toMailPatch(values), { mail: { host, port, secure, user, from } })
  assert.deepEqual(toMailPatch({ ...values, user: ' ', password: 'left over' }), { mail: { host, port, secure, from } })
})

test('a stored password is kept for its own server and user, and asked for again for any other', () => {
  assert.equal(keepsPassword({ ...values, port: '25' }, stored), true)
  for (const other of [{ host: 'smtp.other.example' }, { user: 'somebody' }]) {
    assert.equal(keepsPassword({ ...values, ...other }, stored), false)
    assert.ok(mailRules({ ...values, ...other }, stored).password)
  }
  assert.equal(mailRules({ ...values, user: '' }, stored).password, undefined)
})

test('the port follows the way to encrypt unless it is another than usual', () => {
  assert.equal(portFor(values, 'tls'), '465')
  assert.equal(portFor({ ...values, port: '2525' }, 'tls'), '2525')
})

const faults: [Partial<typeof values>, string][] = [
  [{ host: '' }, 'host'],
  [{ host: 'smtp://acme' }, 'host'],
  [{ port: '0' }, 'port'],
  [{ port: '' }, 'port'],
  [{ port: '58.7' }, 'port'],
  [{ from: 'acme.example' }, 'from'],
]
for (const [change, at] of faults)
  test(`${JSON.stringify(change)} is said at the field`, () => {
    const found = Object.entries(mailRules({ ...values, ...change }, stored)).filter(([, fault]) => fault)
    assert.deepEqual(
      found.map(([name]) => name).filter((name) => name !== 'password'),
      [at],
    )
  })
