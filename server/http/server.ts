import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { RequestListener } from 'node:http';
import type { Server as Listening } from 'node:net';
import { ARRIVAL_MS } from './arrival.ts';
import { PreparedResponse } from './prepared-response.ts';
import { answerClientError } from './raw-error.ts';

const MOST_CONNECTIONS = 256;

export interface ServerLimits {
  /** Connections at once; a person's own machine needs few. */
  readonly mostConnections?: number;
  /** Idle time before a connection is closed: longer than a proxy in front waits. */
  readonly keepAliveMs?: number;
  /** Certificate and key as PEM: the server speaks https then. */
  readonly tls?: { readonly cert: string; readonly key: string } | null;
  /** How long a request may take to arrive, in milliseconds; looked at that often. */
  readonly arrivalMs?: number;
  readonly lookMs?: number;
}

/** An http (or https) server with limits on time and size. It does not listen yet. Throws what a bad certificate throws. */
export function limitedServer(listener: RequestListener, limits: ServerLimits = {}): Server {
  const { mostConnections = MOST_CONNECTIONS, keepAliveMs = 30_000, tls = null } = limits;
  const { arrivalMs = ARRIVAL_MS, lookMs = 5_000 } = limits;
  const options = {
    headersTimeout: Math.min(10_000, arrivalMs),
    requestTimeout: arrivalMs,
    connectionsCheckingInterval: lookMs,
    keepAliveTimeout: keepAliveMs,
    maxHeaderSize: 8 * 1024,
    ServerResponse: PreparedResponse,
  };
  const server = tls
    ? createSecureServer({ ...options, ...tls, minVersion: 'TLSv1.2' }, listener)
    : createServer(options, listener);
  server.maxConnections = mostConnections;
  server.on('clientError', answerClientError);
  return server;
}

/** Listens and answers the port. Throws what Node throws (EADDRINUSE, EACCES, EADDRNOTAVAIL). */
export function listen(server: Listening, port: number, host = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
