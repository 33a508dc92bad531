import { BlockList, isIP, isIPv6 } from 'node:net';

/** How far an address is: this machine, a network that its owner runs, or anybody's. */
export type Reach = 'loopback' | 'private' | 'public';

/** RFC 1918, 3927, 6598, 4193, 4291. A mapped IPv4 address counts as what it maps. */
const LOOPBACK: readonly [string, number][] = [
  ['127.0.0.0', 8],
  ['::1', 128],
];
const PRIVATE: readonly [string, number][] = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
  ['fc00::', 7],
  ['fe80::', 10],
];

function listOf(subnets: readonly [string, number][]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, isIPv6(network) ? 'ipv6' : 'ipv4');
  return list;
}

const loopback = listOf(LOOPBACK);
const privates = listOf(PRIVATE);

function reachOfAddress(address: string): Reach {
  const plain = address.replace(/%.*$/, '');
  if (isIP(plain) === 0) return 'public';
  const family = isIPv6(plain) ? 'ipv6' : 'ipv4';
  if (loopback.check(plain, family)) return 'loopback';
  return privates.check(plain, family) ? 'private' : 'public';
}

/**
 * The farthest that a name may lead. A name under `.local` is answered by its own network (RFC 6762), whatever address
 * that gives.
 */
export function reachOf(host: string, addresses: readonly string[]): Reach {
  const reaches = addresses.map(reachOfAddress);
  if (reaches.length > 0 && reaches.every((reach) => reach === 'loopback')) return 'loopback';
  if (/\.local\.?$/i.test(host)) return 'private';
  return reaches.length > 0 && !reaches.includes('public') ? 'private' : 'public';
}

/** A URL's host as sockets take it: IPv6 without brackets. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

export const portOf = (url: URL): number => Number(url.port || (url.protocol === 'https:' ? 443 : 80));
