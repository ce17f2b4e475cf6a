import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOnLoopback, madeBy, readPublicAddress } from './address.ts'

const PUBLIC = 'https://sms.acme.example'

const addresses: [text: string | null, expected: string | null | RegExp][] = [
  [null, null],
  ['  ', null],
  ['https://sms.acme.example', PUBLIC],
  [' https://SMS.acme.example/ ', PUBLIC],
  ['https://sms.acme.example:8443', 'https://sms.acme.example:8443'],
  ['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
  ['http://localhost:4000/', 'http://localhost:4000'],
  ['http://[::1]:4000', 'http://[::1]:4000'],
  ['http://sms.acme.example', /Use https/],
  ['http://127.0.0.1.acme.example', /Use https/],
  ['http://localhost.acme.example', /Use https/],
  ['ftp://sms.acme.example', /Use https/],
  ['javascript:alert(1)', /Not an address/],
  ['sms.acme.example', /Not an address/],
  ['https://', /Not an address/],
  ['https://sms.acme.example/handset', /Only the address itself/],
  ['https://sms.acme.example/?a=1', /Only the address itself/],
  ['https://sms.acme.example/#a', /Only the address itself/],
  ['https://dana:secret@sms.acme.example', /Leave out the user name/],
]
for (const [text, expected] of addresses) {
  test(`the public address ${JSON.stringify(text)} is ${expected instanceof RegExp ? 'refused' : 'taken'}`, () => {
    const read = readPublicAddress(text)
    if (expected instanceof RegExp) assert.match('problem' in read ? read.problem : '', expected)
    else assert.deepEqual(read, { url: expected })
  })
}

const LOCAL = { host: '127.0.0.1:4000' }
const REMOTE = { host: 'sms.acme.example' }
const requests: [headers: Record<string, string>, expected: ReturnType<typeof madeBy>][] = [
  [{ ...REMOTE, origin: PUBLIC }, 'own_page'],
  [{ ...REMOTE, origin: PUBLIC, 'sec-fetch-site': 'same-origin' }, 'own_page'],
  [{ ...REMOTE, 'sec-fetch-site': 'same-origin' }, 'own_page'],
  // A proxy that passes on its own host instead of the browser's.
  [{ ...LOCAL, origin: PUBLIC, 'sec-fetch-site': 'same-origin' }, 'own_page'],
  [{ ...LOCAL, origin: 'http://127.0.0.1:4000' }, 'own_page'],
  [{ host: 'localhost:4000', origin: 'http://localhost:4000' }, 'own_page'],
  [{ host: '[::1]:4000', origin: 'http://[::1]:4000' }, 'own_page'],
  // Another program on this machine, such as the simulator's page.
  [{ ...LOCAL, origin: 'http://127.0.0.1:4010' }, 'foreign_page'],
  [{ ...LOCAL, origin: 'http://localhost:4000' }, 'foreign_page'],
  // A name that an attacker points at this machine.
  [{ host: 'evil.example:4000', origin: 'http://evil.example:4000' }, 'foreign_page'],
  [{ host: '192.0.2.7:4000', origin: 'http://192.0.2.7:4000' }, 'foreign_page'],
  [{ ...REMOTE, origin: 'https://evil.example' }, 'foreign_page'],
  [{ ...REMOTE, origin: 'https://sms.acme.example.evil.example' }, 'foreign_page'],
  [{ ...REMOTE, origin: 'http://sms.acme.example' }, 'foreign_page'],
  [{ ...REMOTE, origin: 'https://sms.acme.example:8443' }, 'foreign_page'],
  [{ ...REMOTE, origin: 'null' }, 'foreign_page'],
  [{ ...REMOTE, origin: '' }, 'foreign_page'],
  [{ ...REMOTE, origin: PUBLIC, 'sec-fetch-site': 'same-site' }, 'foreign_page'],
  [{ ...REMOTE, 'sec-fetch-site': 'cross-site' }, 'foreign_page'],
  [{ ...REMOTE, 'sec-fetch-site': 'none' }, 'foreign_page'],
  [REMOTE, 'program'],
]
for (const [headers, expected] of requests) {
  test(`a request with ${JSON.stringify(headers)} was made by ${expected.replace('_', ' ')}`, () => {
    assert.equal(madeBy(new Headers(headers), PUBLIC), expected)
  })
}

test('without a public address, only a page on this machine is ours, whatever a program says of itself', () => {
  const ours = { 'sec-fetch-site': 'same-origin' }
  assert.equal(madeBy(new Headers({ ...LOCAL, ...ours }), null), 'own_page')
  assert.equal(madeBy(new Headers({ ...REMOTE, ...ours }), null), 'foreign_page')
})

test('on this machine is judged by the page, whatever host a proxy passes on', () => {
  assert.equal(isOnLoopback(new Headers({ ...LOCAL, origin: PUBLIC })), false)
  assert.equal(isOnLoopback(new Headers(LOCAL)), true)
  assert.equal(isOnLoopback(new Headers(REMOTE)), false)
  assert.equal(isOnLoopback(new Headers({ host: '' })), false)
})
