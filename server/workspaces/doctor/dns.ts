import { lookup, type LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import type { Found } from './stage.ts';

/** All addresses of a host. RFC 6761: names under `.invalid` are known not to be, without asking. */
export async function lookUp(host: string, ms: number): Promise<Found<readonly LookupAddress[]>> {
  const family = isIP(host);
  if (family !== 0) return { code: 'OK', value: [{ address: host, family }] };
  if (/(^|\.)invalid\.?$/i.test(host)) return { code: 'DNS_UNKNOWN' };
  const { error, addresses } = await resolved(host, ms);
  if (error === null)
    return addresses.length > 0 ? { code: 'OK', value: addresses } : { code: 'DNS_UNKNOWN' };
  return { code: error === 'ENOTFOUND' || error === 'ENODATA' ? 'DNS_UNKNOWN' : 'DNS_FAILED' };
}

/** The system's own resolver cannot be called off: whoever waits for it is. */
function resolved(
  host: string,
  ms: number,
): Promise<{ readonly error: string | null; readonly addresses: readonly LookupAddress[] }> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve({ error: 'ETIMEDOUT', addresses: [] }), ms);
    lookup(host, { all: true }, (error, addresses) => {
      clearTimeout(late);
      resolve({ error: error ? (error.code ?? 'unknown') : null, addresses: error ? [] : addresses });
    });
  });
}
