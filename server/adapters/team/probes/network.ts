import type { Facts } from '../../../contract/findings.ts';
import { plainReason, type Probed } from '../../../ports/probe.ts';

const NETWORK: Readonly<Record<string, Probed['code']>> = {
  ENOTFOUND: 'DNS_UNKNOWN',
  EAI_AGAIN: 'DNS_FAILED',
  ECONNREFUSED: 'TCP_REFUSED',
  EHOSTUNREACH: 'TCP_UNREACHABLE',
  ENETUNREACH: 'TCP_UNREACHABLE',
  ETIMEDOUT: 'DATABASE_TIMEOUT',
};

/** What a driver's error says about the way there; null: it says something else. */
function networkFinding(error: unknown): Probed['code'] | null {
  const { code, message, cause } = (error ?? {}) as { code?: unknown; message?: unknown; cause?: unknown };
  if (typeof code === 'string' && NETWORK[code]) return NETWORK[code];
  // Drivers wrap the socket's error, some in words only.
  const named = Object.keys(NETWORK).find((name) => String(message).includes(name));
  if (named) return NETWORK[named] ?? null;
  return cause === undefined || cause === error ? null : networkFinding(cause);
}

/** OpenSSL's and Node's codes of certificates that are not believed. */
const CERTIFICATE =
  /^(CERT_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED|UNABLE_TO_(GET|VERIFY|DECRYPT)|INVALID_CA|HOSTNAME_MISMATCH|ERR_TLS_CERT_)/;

/** Why a driver did not believe a certificate, in Node's words, which hold no secret; null: that was not it. */
function certificateReason(error: unknown): string | null {
  const { code, message, cause } = (error ?? {}) as { code?: unknown; message?: unknown; cause?: unknown };
  if (typeof code === 'string' && CERTIFICATE.test(code)) return String(message);
  return cause === undefined || cause === error ? null : certificateReason(cause);
}

const LATE = /time(d )?out|MongoServerSelectionError/i;

/** What a driver's error is, with what its sentence names: `known` by the probe, else the way there, else why it failed. */
export function failedProbe(error: unknown, known: Probed['code'] | null, facts: Facts): Probed {
  const certificate = certificateReason(error);
  if (certificate !== null) return { code: 'DATABASE_CERTIFICATE', facts: { ...facts, reason: certificate } };
  const code = known ?? networkFinding(error) ?? (LATE.test(String(error)) ? 'DATABASE_TIMEOUT' : 'FAILED');
  return { code, facts: code === 'FAILED' ? { ...facts, reason: plainReason(error) } : facts };
}

/** Host and port of a database's address, without what may be a secret in it. MongoDB's may name several hosts. */
export function placeOf(url: string, port: number): { host: string; port: string } {
  const authority = /^[a-z+]+:\/\/(?:[^/?#]*@)?([^/?#,]*)/i.exec(url)?.[1] ?? '';
  const [, host = authority, given] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(authority) ?? [];
  return { host: host.replace(/^\[|\]$/g, ''), port: given ?? String(port) };
}
