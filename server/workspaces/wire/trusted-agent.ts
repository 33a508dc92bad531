import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { lookup as resolve, type LookupAddress } from 'node:dns';
import { connect, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import type { Duplex } from 'node:stream';
import { fingerprintOf } from './certificate.ts';
import { hostOf, portOf, reachOf } from './reach.ts';

export interface TrustOptions {
  /** SHA-256 of the one certificate that somebody has looked at and trusted; null: only what is trusted everywhere. */
  readonly trust: string | null;
  /** Whether a private network may be spoken to without encryption; this machine always may, a public address never. */
  readonly allowHttp: boolean;
  /** Where the host was found already; asked for anew where it is absent. */
  readonly addresses?: readonly LookupAddress[];
  /** Instead of the authorities that come with Node: in tests. */
  readonly roots?: readonly string[];
}

export interface AgentOptions extends Omit<TrustOptions, 'trust'> {
  /** Asked for each connection. */
  readonly trust: () => string | null;
}

/** Why nothing was sent: the other side did not prove who it is, or would be spoken to without encryption. */
export class NotTrusted extends Error {
  override readonly name = 'NotTrusted';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Whether a failed request was not sent for the other side's certificate. */
export const isUntrusted = (error: unknown): boolean =>
  error instanceof NotTrusted && error.code !== 'HTTP_PUBLIC';

type Created = (error: Error | null, stream: Duplex) => void;

/** Node asks for no stream beside an error; its types do. */
const refuse = (created: Created | undefined, error: Error): void =>
  (created as ((error: Error) => void) | undefined)?.(error);

const CONNECT_MS = 10_000;
const IDLE_SOCKETS = 2;
const MOST_SOCKETS = 8;

/**
 * Connections to one team. Nothing is written to one before its other side has shown the trusted certificate (or, without
 * one, a certificate that is valid for its name), and none without encryption leads to a public address.
 */
export function agentFor(url: URL, options: AgentOptions): HttpAgent {
  const limits = { keepAlive: true, maxSockets: MOST_SOCKETS, maxFreeSockets: IDLE_SOCKETS, timeout: 60_000 };
  return url.protocol === 'https:'
    ? new TrustingAgent(url, options, limits)
    : new NearbyAgent(url, options, limits);
}

/** Answers what was found before, in both forms that sockets ask in. */
export const lookupOf =
  (addresses: readonly LookupAddress[]): LookupFunction =>
  (_host, { all }, answer) => {
    const [first] = addresses;
    if (!first) answer(new Error('no address'), '', 0);
    else if (all) answer(null, [...addresses]);
    else answer(null, first.address, first.family);
  };

class TrustingAgent extends HttpsAgent {
  constructor(
    private readonly url: URL,
    private readonly trusting: AgentOptions,
    limits: ConstructorParameters<typeof HttpsAgent>[0],
  ) {
    super(limits);
  }

  override createConnection(_options: object, created?: Created): undefined {
    const { addresses } = this.trusting;
    const socket = connectTls({
      ...tlsOptions(this.url, this.trusting),
      host: hostOf(this.url),
      port: portOf(this.url),
      ...(addresses ? { lookup: lookupOf(addresses) } : {}),
    });
    handOver(socket, 'secureConnect', created, () => {
      const shown = fingerprintOf(socket.getPeerX509Certificate()?.fingerprint256 ?? '');
      const trust = this.trusting.trust();
      if (socket.authorized || (trust !== null && shown === fingerprintOf(trust))) return null;
      return new NotTrusted(
        trust === null ? String(socket.authorizationError) : 'TLS_CHANGED',
        'The server’s certificate is not trusted.',
      );
    });
  }
}

/** Everything is judged after the handshake: a certificate may be trusted by itself. */
export function tlsOptions(url: URL, { roots }: Pick<TrustOptions, 'roots'>): ConnectionOptions {
  const host = hostOf(url);
  return {
    ALPNProtocols: ['http/1.1'],
    minVersion: 'TLSv1.2',
    rejectUnauthorized: false,
    // An address is no name for SNI.
    ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
    ...(roots ? { ca: [...roots] } : {}),
  };
}

class NearbyAgent extends HttpAgent {
  constructor(
    private readonly url: URL,
    private readonly trusting: AgentOptions,
    limits: ConstructorParameters<typeof HttpAgent>[0],
  ) {
    super(limits);
  }

  override createConnection(_options: object, created?: Created): undefined {
    const host = hostOf(this.url);
    const open = (addresses: readonly LookupAddress[]): void => {
      const reach = reachOf(
        host,
        addresses.map(({ address }) => address),
      );
      if (reach === 'public' || (reach === 'private' && !this.trusting.allowHttp)) {
        refuse(created, new NotTrusted('HTTP_PUBLIC', 'Nothing is sent there without encryption.'));
        return;
      }
      const socket = connect({ host, port: portOf(this.url), lookup: lookupOf(addresses) });
      handOver(socket, 'connect', created, () => null);
    };
    const { addresses } = this.trusting;
    if (addresses) open(addresses);
    else
      resolve(host, { all: true }, (error, found) => {
        if (error) refuse(created, error);
        else open(found);
      });
  }
}

/** Hands a socket over once it is what it should be, or says why it is not; in time, and once. */
function handOver(
  socket: Socket,
  ready: string,
  created: Created | undefined,
  refusal: () => Error | null,
): void {
  const late = setTimeout(
    () => socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })),
    CONNECT_MS,
  );
  const failed = (error: Error): void => {
    clearTimeout(late);
    refuse(created, error);
  };
  socket.once('error', failed);
  socket.once(ready, () => {
    clearTimeout(late);
    socket.off('error', failed);
    const reason = refusal();
    if (!reason) return created?.(null, socket);
    socket.once('error', () => undefined);
    socket.destroy();
    refuse(created, reason);
  });
}
