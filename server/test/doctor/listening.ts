import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A server of a test: its port, and its end together with that of its connections. */
export interface Listening {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Listens on a free port; `meet` is given each connection, whose failures nobody minds. */
export async function listening(meet: (socket: Socket) => void): Promise<Listening> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    meet(socket);
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
