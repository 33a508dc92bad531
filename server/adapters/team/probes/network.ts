import type { Probed } from '../../../ports/probe.ts';

const NETWORK: Readonly<Record<string, Probed['code']>> = {
  ENOTFOUND: 'DNS_UNKNOWN',
  EAI_AGAIN: 'DNS_FAILED',
  ECONNREFUSED: 'TCP_REFUSED',
  EHOSTUNREACH: 'TCP_UNREACHABLE',
  ENETUNREACH: 'TCP_UNREACHABLE',
  ETIMEDOUT: 'DATABASE_TIMEOUT',
};

/** What a driver's error says about the way there; null: it says something else. */
export function networkFinding(error: unknown): Probed['code'] | null {
  const { code, message, cause } = (error ?? {}) as { code?: unknown; message?: unknown; cause?: unknown };
  if (typeof code === 'string' && NETWORK[code]) return NETWORK[code];
  // Drivers wrap the socket's error, some in words only.
  const named = Object.keys(NETWORK).find((name) => String(message).includes(name));
  if (named) return NETWORK[named] ?? null;
  return cause === undefined || cause === error ? null : networkFinding(cause);
}

/** Host and port of a database's address, without what may be a secret in it. MongoDB's may name several hosts. */
export function placeOf(url: string, port: number): { host: string; port: string } {
  const authority = /^[a-z+]+:\/\/(?:[^/?#]*@)?([^/?#,]*)/i.exec(url)?.[1] ?? '';
  const [, host = authority, given] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(authority) ?? [];
  return { host: host.replace(/^\[|\]$/g, ''), port: given ?? String(port) };
}
