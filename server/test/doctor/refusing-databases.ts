import { TLSSocket } from 'node:tls';
import type { Pair } from './certificates.ts';
import { listening, type Listening } from './listening.ts';

/* Databases that let nobody in, as far as a driver gets with them. */

/** Speaks TLS with that certificate: at once, or with `asked`, as PostgreSQL does, when somebody asks whether it would. */
export const securedDatabase = (pair: Pair, { asked }: { asked: boolean }): Promise<Listening> =>
  listening((socket) => {
    const speak = (): void =>
      void new TLSSocket(socket, { isServer: true, ...pair }).on('error', () => undefined);
    if (!asked) speak();
    else
      socket.once('data', () => {
        socket.write('S');
        speak();
      });
  });

/** A PostgreSQL that answers whoever comes with that error. */
export const refusingPostgres = (code: string, message: string): Promise<Listening> =>
  listening((socket) => {
    const body = Buffer.from(`SFATAL\0C${code}\0M${message}\0\0`);
    const length = Buffer.alloc(4);
    length.writeInt32BE(body.length + 4);
    socket.once('data', () => socket.end(Buffer.concat([Buffer.from('E'), length, body])));
  });
