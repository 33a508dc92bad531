import type { LookupAddress } from 'node:dns';
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import type { Facts, Finding } from '../../contract/findings.ts';
import { certificateOf, fingerprintOf } from '../wire/certificate.ts';
import { hostOf, portOf } from '../wire/reach.ts';
import { lookupOf, tlsOptions } from '../wire/trusted-agent.ts';
import type { Found } from './stage.ts';

export interface TlsQuestion {
  readonly url: URL;
  readonly addresses: readonly LookupAddress[];
  /** SHA-256 of the certificate that was trusted; null: none was. */
  readonly trust: string | null;
  readonly roots?: readonly string[] | undefined;
  readonly ms: number;
}

/** OpenSSL's and Node's reasons. */
const FINDINGS: Readonly<Record<string, Finding>> = {
  CERT_HAS_EXPIRED: 'TLS_EXPIRED',
  CERT_NOT_YET_VALID: 'TLS_EXPIRED',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'TLS_SELF_SIGNED',
  SELF_SIGNED_CERT_IN_CHAIN: 'TLS_SELF_SIGNED',
  UNABLE_TO_GET_ISSUER_CERT: 'TLS_INCOMPLETE',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'TLS_INCOMPLETE',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'TLS_INCOMPLETE',
  ERR_TLS_CERT_ALTNAME_INVALID: 'TLS_WRONG_HOST',
};

/** Shakes hands and looks at the certificate that is shown. Nothing else is sent. */
export function shakeHands({ url, addresses, trust, roots, ms }: TlsQuestion): Promise<Found<true>> {
  return new Promise((resolve) => {
    const socket = connect({
      ...tlsOptions(url, roots ? { roots } : {}),
      host: hostOf(url),
      port: portOf(url),
      lookup: lookupOf(addresses),
    });
    const end = (found: Found<true>): void => {
      clearTimeout(late);
      socket.destroy();
      resolve(found);
    };
    // Whoever takes a connection and then does not greet back speaks something else.
    const late = setTimeout(() => end({ code: 'TLS_NOT_SPOKEN' }), ms);
    socket.once('secureConnect', () => end(judge(socket, trust)));
    socket.on('error', () => end({ code: 'TLS_NOT_SPOKEN' }));
  });
}

function judge(socket: TLSSocket, trust: string | null): Found<true> {
  const peer = socket.getPeerCertificate();
  const certificate = certificateOf(peer);
  if (trust !== null && fingerprintOf(peer.fingerprint256) === fingerprintOf(trust))
    return { code: 'OK', certificate, value: true };
  if (socket.authorized) return { code: 'OK', certificate, value: true };
  if (trust !== null) return { code: 'TLS_CHANGED', certificate };
  const code = isOutOfDate(peer) ? 'TLS_EXPIRED' : findingOf(socket);
  return { code, certificate, facts: factsOf(code, peer, socket) };
}

/** Of several things that are wrong, the one that OpenSSL names first may hide that it is out of date. */
function isOutOfDate({ valid_from, valid_to }: PeerCertificate): boolean {
  const now = Date.now();
  return Date.parse(valid_to) < now || Date.parse(valid_from) > now;
}

const reasonOf = ({ authorizationError }: TLSSocket): string =>
  // The types say Error; Node puts the code there.
  String((authorizationError as { code?: string } | null)?.code ?? authorizationError);

const findingOf = (socket: TLSSocket): Finding => FINDINGS[reasonOf(socket)] ?? 'FAILED';

function factsOf(code: Finding, peer: PeerCertificate, socket: TLSSocket): Facts {
  switch (code) {
    case 'TLS_EXPIRED':
      return { from: isoOf(peer.valid_from), to: isoOf(peer.valid_to) };
    case 'TLS_WRONG_HOST':
      return { names: namesOf(peer) };
    default:
      return { reason: reasonOf(socket) };
  }
}

const isoOf = (date: string): string => new Date(date).toISOString();

const MOST_NAMES = 5;

/** The names that a certificate is for, as far as a sentence can hold them. */
function namesOf({ subjectaltname = '', subject }: PeerCertificate): string[] {
  const names = subjectaltname
    .split(', ')
    .map((name) => name.replace(/^(DNS|IP Address):/, '').slice(0, 80))
    .filter((name) => name !== '');
  return (names.length > 0 ? names : [String(subject?.CN ?? '?')]).slice(0, MOST_NAMES);
}
