import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { checkUrl, readAllowedHosts } from './check-url.ts'

const rules = {
  allowed: readAllowedHosts(['gateway.internal:8080', '10.0.0.5:443', '[::1]:4010']),
  ports: new Set([443]),
}

const CASES: [url: string, text: string][] = [
  ['http://example.com/in', 'Use https. For an address inside your network the operator can allow its host and port.'],
  ['gopher://example.com/', 'Use https.'],
  ['file:///etc/passwd', 'That is not a web address. It begins with https://.'],
  ['javascript:alert(1)', 'That is not a web address. It begins with https://.'],
  ['example.com/in', 'That is not a web address. It begins with https://.'],
  ['', 'That is not a web address. It begins with https://.'],
  ['https://exa mple.com/', 'That is not a web address. It begins with https://.'],
  ['https://example.com\\@127.0.0.1/', 'That is not a web address. It begins with https://.'],
  ['https://example.com/\r\nx-injected: 1', 'That is not a web address. It begins with https://.'],
  ['https://user:pass@example.com/', 'Leave out the user name and password before the @.'],
  [`https://example.com/${'a'.repeat(2029)}`, 'Too long: 2048 characters at most.'],
  ['https://example.com:22/', 'Use port 443. The operator can allow exactly example.com:22 with HANDSET_ALLOW_HOSTS.'],
  [
    'https://10.0.0.6/sms?key=hush',
    '10.0.0.6 is a private address. The operator can allow exactly 10.0.0.6:443 with HANDSET_ALLOW_HOSTS.',
  ],
  [
    'https://[::1]:8443/',
    '[::1] is a private address. The operator can allow exactly [::1]:8443 with HANDSET_ALLOW_HOSTS.',
  ],
  [
    'https://printer/',
    'printer is a private address. The operator can allow exactly printer:443 with HANDSET_ALLOW_HOSTS.',
  ],
]

describe('checking the spelling of an address', () => {
  for (const [url, text] of CASES) {
    it(`refuses ${JSON.stringify(url.slice(0, 60))}`, () => assert.deepEqual(checkUrl(url, rules), { ok: false, text }))
  }

  it('takes https to a public name, whatever the query or fragment pretends', () => {
    const urls = [
      'https://example.com#@127.0.0.1/',
      'https://example.com/?u=http://127.0.0.1',
      'https://EXAMPLE.com./x',
    ]
    for (const url of urls) assert.equal(checkUrl(url, rules).ok, true, url)
    const target = { ok: true, origin: 'https://example.com', path: '/a%20b?c=d' }
    assert.deepEqual(checkUrl('https://example.com:443/a%20b?c=d#e', rules), target)
  })

  it('lets the operator allow exact pairs of host and port, and nothing near them', () => {
    const allowed = [
      'http://gateway.internal:8080/x',
      'https://GATEWAY.internal:8080/',
      'https://10.0.0.5/',
      'http://[::1]:4010/',
    ]
    const near = [
      'http://gateway.internal/',
      'http://x.gateway.internal:8080/',
      'http://10.0.0.5/',
      'http://[::1]:4011/',
    ]
    for (const url of allowed) assert.equal(checkUrl(url, rules).ok, true, url)
    for (const url of near) assert.equal(checkUrl(url, rules).ok, false, url)
  })

  it('does not take an allowed host without its port', () => {
    for (const pair of ['gateway.internal', 'https://gateway.internal:80', 'a b:80', 'user@host:80', '']) {
      assert.throws(() => readAllowedHosts([pair]), /exact host:port/)
    }
  })
})
