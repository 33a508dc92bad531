import type { PeerCertificate } from 'node:tls';
import type { Certificate } from '../../contract/joining.ts';

/** A fingerprint in one form, however it was written. */
export const fingerprintOf = (text: string): string => text.replaceAll(':', '').toUpperCase();

const nameOf = (parts: Partial<PeerCertificate['subject']> | undefined): string =>
  Object.entries(parts ?? {})
    .map(([key, value]) => `${key}=${Array.isArray(value) ? value.join('+') : String(value)}`)
    .join(', ');

const isoOf = (text: string): string => {
  const time = Date.parse(text);
  return Number.isNaN(time) ? text : new Date(time).toISOString();
};

/** What a person needs to see of a certificate to know whether it is their team's. */
export const certificateOf = (peer: PeerCertificate): Certificate => ({
  sha256: peer.fingerprint256,
  subject: nameOf(peer.subject),
  issuer: nameOf(peer.issuer),
  validFrom: isoOf(peer.valid_from),
  validTo: isoOf(peer.valid_to),
});
