import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isPublicAddress, ownAddresses } from './addresses.ts'

/** First and last of each range; then the neighbours just outside that are public. */
const BLOCKED: [range: string, ...addresses: string[]][] = [
  ['this network', '0.0.0.0', '0.255.255.255'],
  ['private 10', '10.0.0.0', '10.255.255.255'],
  ['carrier NAT and a cloud metadata address in it', '100.64.0.0', '100.127.255.255', '100.100.100.200'],
  ['loopback', '127.0.0.0', '127.0.0.1', '127.255.255.255'],
  ['link-local and the metadata addresses in it', '169.254.0.0', '169.254.169.254', '169.254.170.2', '169.254.255.255'],
  ['private 172', '172.16.0.0', '172.31.255.255'],
  ['protocol assignments', '192.0.0.0', '192.0.0.192', '192.0.0.255'],
  ['documentation', '192.0.2.0', '192.0.2.255', '198.51.100.0', '198.51.100.255', '203.0.113.0', '203.0.113.255'],
  ['6to4 relays', '192.88.99.0', '192.88.99.255'],
  ['private 192', '192.168.0.0', '192.168.255.255'],
  ['benchmarks', '198.18.0.0', '198.19.255.255'],
  ['multicast, reserved, broadcast', '224.0.0.0', '239.255.255.255', '240.0.0.0', '255.255.255.254', '255.255.255.255'],
  ['the inside of Azure', '168.63.129.16'],
  ['unspecified, loopback and compatible', '::', '::1', '::7f00:1', '::10.0.0.1', '::ffff'],
  ['mapped, private or public', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::ffff:0:127.0.0.1'],
  ['NAT64', '64:ff9b::7f00:1', '64:ff9b::10.0.0.1', '64:ff9b:1::1', '64:ff9b:1:ffff:ffff:ffff:ffff:ffff'],
  ['discard', '100::', '100::ffff:ffff:ffff:ffff', '100:0:0:1::1'],
  ['Teredo and other protocol assignments', '2001::', '2001:0:7f00:1::', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['documentation, IPv6', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '3fff::', '3fff:fff:ffff::'],
  ['6to4', '2002::', '2002:7f00:1::', '2002:a00:1::1', '2002:ffff:ffff::'],
  ['segment routing', '5f00::', '5f00:ffff::'],
  ['unique local and the metadata addresses in it', 'fc00::', 'fdff:ffff::', 'fd00:ec2::254', 'fd20:ce::254'],
  ['link-local and site-local', 'fe80::', 'fe80::1%eth0', 'febf:ffff::', 'fec0::', 'feff:ffff::'],
  ['multicast, IPv6', 'ff00::', 'ff02::1', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['not an address at all', '', 'example.com', '1.2.3.4.5', '12345::g'],
]

const PUBLIC = [
  ...['1.0.0.0', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255', '128.0.0.0'],
  ...['169.253.255.255', '169.255.0.0', '172.15.255.255', '172.32.0.0', '192.0.1.0', '192.167.255.255', '192.169.0.0'],
  ...['198.17.255.255', '198.20.0.0', '203.0.112.255', '203.0.114.0', '223.255.255.255', '168.63.129.15', '8.8.8.8'],
  ...['2001:200::', '2001:4860:4860::8888', '2000::1', '2003::1', '2606:4700::1111', '3ffe::1', '2a00::1'],
]

describe('what a public address is', () => {
  for (const [range, ...addresses] of BLOCKED) {
    it(`is none of: ${range}`, () => {
      for (const address of addresses) assert.equal(isPublicAddress(address), false, address)
    })
  }

  it('is what lies beside those ranges', () => {
    for (const address of PUBLIC) assert.equal(isPublicAddress(address), true, address)
  })
})

it('this machine knows its own addresses', () => {
  assert.ok(ownAddresses().includes('127.0.0.1'))
})
