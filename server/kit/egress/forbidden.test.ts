import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, describe, it } from 'node:test'
import type { Address, OpenSocket } from './connect.ts'
import { createEgress, type Egress, type EgressOptions } from './egress.ts'
import { type RawServer, startRawServer } from './testing/raw-server.ts'

/** Every way we know to write an address that must not be reached; the port is that of a listener on loopback. */
const SPELLINGS = [
  // 127.0.0.1 as the address parsers of this world accept it
  ...[
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '127.0.0.1.',
    '2130706433',
    '0x7f000001',
    '0x7F.1',
    '017700000001',
    '0177.0.0.1',
  ],
  ...['0177.0.01', '0x7f.0.0.1', '0x7f.0x0.0x0.0x1', '127.0x0.0.1', '00000177.1', '127.000.000.001', '127.0.0.1%2e'],
  ...[
    '①②⑦.⓪.⓪.①',
    '１２７.０.０.１',
    '127。0。0。1',
    '127．0．0．1',
    '%31%32%37.0.0.1',
    '0x7f.000.00.1',
    '127.0.0.0x1',
  ],
  ...['127.0.0.2', '127.127.127.127', '127.255.255.254', '2130706434', '0', '0.0.0.0', '0x0', '00', '0.0', '0.1'],
  // the private ranges and their spellings
  ...['10.0.0.1', '10.1', '167772161', '0xa000001', '012.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.254'],
  ...['0xac100001', '2886729729', '192.168.0.1', '192.168.1', '0xc0a80001', '3232235521', '0300.0250.0.1'],
  // metadata services
  ...['169.254.169.254', '169.254.43518', '2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '169.254.170.2'],
  ...['①⑥⑨.②⑤④.①⑥⑨.②⑤④', '100.100.100.200', '168.63.129.16', '192.0.0.192', '0xa83f8110'],
  ...['[fd00:ec2::254]', '[fd20:ce::254]', '[::ffff:169.254.169.254]', '[64:ff9b::a9fe:a9fe]', '[2002:a9fe:a9fe::]'],
  // other special ranges
  ...['100.64.0.1', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '192.88.99.1', '224.0.0.1', '239.1.1.1'],
  ...['240.0.0.1', '255.255.255.255', '4294967295', '0xffffffff'],
  // IPv6, plain and with an IPv4 address inside
  ...[
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[0000:0000:0000:0000:0000:0000:0000:0001]',
    '[::0001]',
    '[::]',
    '[0::0]',
    '[::0.0.0.1]',
  ],
  ...[
    '[::127.0.0.1]',
    '[::7f00:1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::FFFF:7F00:0001]',
    '[0:0:0:0:0:ffff:7f00:1]',
  ],
  ...['[::ffff:0:127.0.0.1]', '[::ffff:10.0.0.1]', '[::ffff:c0a8:1]', '[64:ff9b::7f00:1]', '[64:ff9b::127.0.0.1]'],
  ...['[64:ff9b:1::1]', '[64:ff9b:1:7f00:0:100::]', '[2002:7f00:1::]', '[2002:7f00:0001::1]', '[2002:a00:1::]'],
  ...['[2001:0:7f00:1::]', '[2001::1]', '[2001:0:53aa:64c:0:0:80ff:fffe]', '[2001:db8::1]', '[3fff::1]', '[100::1]'],
  ...[
    '[fc00::1]',
    '[fd12:3456:789a::1]',
    '[fe80::1]',
    '[fe80::1%25lo]',
    '[fec0::1]',
    '[ff02::1]',
    '[5f00::1]',
    '[4000::1]',
  ],
  // names that mean something inside
  ...[
    'localhost',
    'LOCALHOST',
    'localhost.',
    'LocalHost',
    'ｌｏｃａｌｈｏｓｔ',
    'a.localhost',
    'a.b.localhost',
    'loc%61lhost',
  ],
  ...['printer.local', 'router.home.arpa', 'metadata.google.internal', 'metadata.google.internal.', 'db.internal'],
  ...['instance-data', 'metadata', 'router', 'intranet', 'kubernetes.default.svc.cluster.local', '⒧ocalhost.local'],
]

describe('addresses that must not be reached', () => {
  let listener: RawServer
  before(async () => {
    listener = await startRawServer(() => {})
  })
  after(() => listener.stop())

  const connections = () => listener.received.length
  const opened: string[] = []
  const openAndNote: OpenSocket = (to) => {
    opened.push(to.host)
    return connect(to)
  }
  const make = (options: Partial<EgressOptions> = {}) =>
    createEgress({ allowHosts: [], ports: [443, listener.port], openSocket: openAndNote, ...options })

  it(`refuses ${SPELLINGS.length} spellings, and a listener on loopback sees no connection`, async () => {
    assert.ok(new Set(SPELLINGS).size >= 120, String(new Set(SPELLINGS).size))
    const egress = make()
    for (const host of SPELLINGS) {
      for (const path of ['/', '/x?y=z#@example.com']) {
        const url = `https://${host}:${listener.port}${path}`
        assert.equal(egress.checkUrl(url).ok, false, url)
        const exchange = await egress.http({ method: 'GET', url, headers: {} })
        assert.equal(exchange.kind === 'not_sent' && exchange.reason, 'forbidden', url)
      }
    }
    assert.deepEqual([connections(), opened], [0, []])
    await egress.close()
  })

  it('refuses every one of them when a public-looking name leads there', async () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.0.0.1', '169.254.169.254', '64:ff9b::7f00:1']) {
      const egress = make({ resolve: async () => [{ address, family: address.includes(':') ? 6 : 4 }] })
      const url = `https://rebind.example.com:${listener.port}/`
      assert.equal(egress.checkUrl(url).ok, true)
      const detail = 'rebind.example.com leads to a private address'
      assert.deepEqual(await get(egress, url), { kind: 'not_sent', reason: 'forbidden', detail })
      await egress.close()
    }
    assert.deepEqual([connections(), opened], [0, []])
  })

  it('refuses a name when only one of its addresses is private', async () => {
    const both = [
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]
    const egress = make({ resolve: async () => both })
    const exchange = await get(egress, `https://mixed.example.com:${listener.port}/`)
    assert.equal(exchange.kind === 'not_sent' && exchange.reason, 'forbidden')
    assert.deepEqual([connections(), opened], [0, []])
    await egress.close()
  })

  it('refuses a name that leads to this very machine by its public address', async () => {
    const resolve = async () => [{ address: '93.184.216.34', family: 4 }]
    const egress = make({ resolve, ownAddresses: () => ['127.0.0.1', '93.184.216.34'] })
    const detail = 'me.example.com leads to this machine itself'
    const exchange = await get(egress, `https://me.example.com:${listener.port}/`)
    assert.deepEqual(exchange, { kind: 'not_sent', reason: 'forbidden', detail })
    await egress.close()
  })

  it('is not fooled by a resolver that turns round: 1,000 requests, no connection to loopback', async () => {
    const standIn = await startRawServer((socket) => socket.resetAndDestroy())
    let calls = 0
    const resolve = async (): Promise<Address[]> => [
      { address: calls++ % 2 === 0 ? '93.184.216.34' : '127.0.0.1', family: 4 },
    ]
    // Stands in for the internet: the public address is a server here, anything else is really connected to.
    const openSocket: OpenSocket = (to) => {
      let pinned = ''
      to.lookup(to.host, { all: false }, (_error, address) => {
        pinned = address as string
      })
      return connect({ host: '127.0.0.1', port: pinned === '93.184.216.34' ? standIn.port : listener.port })
    }
    const egress = make({ resolve, openSocket })
    const reasons: Record<string, number> = {}
    for (let i = 0; i < 1000; i++) {
      const exchange = await get(egress, `https://flip.example.com:${listener.port}/`)
      assert.equal(exchange.kind, 'not_sent')
      const { reason } = exchange as { reason: string }
      reasons[reason] = (reasons[reason] ?? 0) + 1
    }
    assert.deepEqual([reasons, calls, connections()], [{ tls: 500, forbidden: 500 }, 1000, 0])
    await egress.close()
    await standIn.stop()
  })
})

function get(egress: Egress, url: string) {
  return egress.http({ method: 'GET', url, headers: {} })
}
