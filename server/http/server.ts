import { createServer, type Server } from 'node:http';
import type { RequestListener } from 'node:http';
import { answerClientError } from './raw-error.ts';

const MOST_CONNECTIONS = 256;

/** An http server with limits on time and size that suit a person's own machine. It does not listen yet. */
export function limitedServer(listener: RequestListener): Server {
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      connectionsCheckingInterval: 5_000,
      keepAliveTimeout: 30_000,
      maxHeaderSize: 8 * 1024,
    },
    listener,
  );
  server.maxConnections = MOST_CONNECTIONS;
  server.on('clientError', answerClientError);
  return server;
}

/** Listens on 127.0.0.1 and answers the port. Throws what Node throws (EADDRINUSE, EACCES). */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
