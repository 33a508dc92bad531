import { createServer, type AddressInfo, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Pair } from './certificates.ts';

/** Databases that let nobody in, as far as a driver gets with them. */
export interface RefusingDatabase {
  readonly port: number;
  readonly close: () => Promise<void>;
}

async function greeting(greet: (socket: Socket) => void): Promise<RefusingDatabase> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    greet(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Speaks TLS with that certificate: at once, or with `asked`, as PostgreSQL does, when somebody asks whether it would. */
export const securedDatabase = (pair: Pair, { asked }: { asked: boolean }): Promise<RefusingDatabase> =>
  greeting((socket) => {
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
export const refusingPostgres = (code: string, message: string): Promise<RefusingDatabase> =>
  greeting((socket) => {
    const body = Buffer.from(`SFATAL\0C${code}\0M${message}\0\0`);
    const length = Buffer.alloc(4);
    length.writeInt32BE(body.length + 4);
    socket.once('data', () => socket.end(Buffer.concat([Buffer.from('E'), length, body])));
  });
