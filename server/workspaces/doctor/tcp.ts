import type { LookupAddress } from 'node:dns';
import { connect } from 'node:net';
import type { Finding } from '../../contract/findings.ts';
import { lookupOf } from '../wire/trusted-agent.ts';
import type { Found } from './stage.ts';

const FINDINGS: Readonly<Record<string, Finding>> = {
  ECONNREFUSED: 'TCP_REFUSED',
  ETIMEDOUT: 'TCP_TIMEOUT',
  EHOSTUNREACH: 'TCP_UNREACHABLE',
  ENETUNREACH: 'TCP_UNREACHABLE',
  EADDRNOTAVAIL: 'TCP_UNREACHABLE',
};

/** What a failed connection says: of several addresses the first one's reason. */
export const findingOf = (error: NodeJS.ErrnoException): Finding => FINDINGS[error.code ?? ''] ?? 'FAILED';

/** Whether anything takes connections there, at any of the addresses. Nothing is sent. */
export function reach(
  host: string,
  port: number,
  addresses: readonly LookupAddress[],
  ms: number,
): Promise<Found<true>> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, lookup: lookupOf(addresses) });
    const end = (found: Found<true>): void => {
      clearTimeout(late);
      socket.destroy();
      resolve(found);
    };
    const late = setTimeout(() => end({ code: 'TCP_TIMEOUT' }), ms);
    socket.once('connect', () => end({ code: 'OK', value: true }));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const code = findingOf(error);
      end({ code, ...(code === 'FAILED' ? { facts: { reason: String(error.code) } } : {}) });
    });
  });
}
