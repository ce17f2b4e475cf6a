import { networkInterfaces } from 'node:os'
import ipaddr from 'ipaddr.js'

/**
 * Addresses that are not the public internet: the special-purpose registries of IANA (RFC 6890 and its updates), all
 * ways of wrapping an IPv4 address into an IPv6 one (mapped, compatible, NAT64, 6to4, Teredo), and 168.63.129.16, which
 * looks public and answers inside Azure. The metadata services of the clouds lie within these ranges.
 */
const NOT_PUBLIC = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '168.63.129.16/32', '169.254.0.0/16'],
  ...['172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  ...['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
].map((range) => ipaddr.parseCIDR(range))

/** Everything else of IPv6 is unassigned, local, multicast or a wrapped IPv4 address (RFC 4291 §2.4). */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3')

export function isPublicAddress(address: string): boolean {
  if (address.includes('%') || !ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.kind() === 'ipv6' && !isWithin(parsed, GLOBAL_UNICAST)) return false
  return !NOT_PUBLIC.some((range) => isWithin(parsed, range))
}

/** The addresses of this machine, public ones included: nothing may reach our own doors by going out and in again. */
export function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses) => addresses?.map(({ address }) => address) ?? [])
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, range: [ipaddr.IPv4 | ipaddr.IPv6, number]): boolean {
  return address.kind() === range[0].kind() && address.match(range)
}
