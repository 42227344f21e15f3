// Addresses of this machine, of private networks, and of nobody: what is sent to the outside does not go there.
import { BlockList, isIPv6 } from 'node:net'

const IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const

const IPV6 = [
  // With an IPv4 address in them, of which nobody makes use any more: `::a.b.c.d` and 6to4.
  ['::', 96],
  ['2002::', 16],
  // NAT64 of one's own network.
  ['64:ff9b:1::', 48],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const

/** Where a network has IPv6 alone, an IPv4 address is reached behind this (RFC 6052): a public one there is public. */
const NAT64 = '64:ff9b::'
const NAT64_BITS = 96

const privateRanges = new BlockList()
for (const [net, prefix] of IPV4) {
  privateRanges.addSubnet(net, prefix)
  privateRanges.addSubnet(NAT64 + net, NAT64_BITS + prefix, 'ipv6')
}
for (const [net, prefix] of IPV6) privateRanges.addSubnet(net, prefix, 'ipv6')

/** One of this machine, of a private network, or of nobody. */
export const isPrivateAddress = (address: string): boolean =>
  privateRanges.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
