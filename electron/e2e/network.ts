import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A way to a server on this machine that can be taken away and given back. It owns its connections. */
export class Network {
  #isThere = true;
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  /** A port of 127.0.0.1 in front of `origin`. */
  static async to(origin: string): Promise<Network> {
    const target = Number(new URL(origin).port);
    const server = createServer((asker) => network.#open(asker, target)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const network: Network = new Network(server, `http://127.0.0.1:${port}`);
    return network;
  }

  /** Every connection is reset, and each new one. */
  leave(): void {
    this.#isThere = false;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  comeBack(): void {
    this.#isThere = true;
  }

  async close(): Promise<void> {
    this.leave();
    this.server.close();
    await once(this.server, 'close');
  }

  #open(asker: Socket, target: number): void {
    if (!this.#isThere) return void asker.resetAndDestroy();
    const answerer = connect(target, '127.0.0.1');
    for (const socket of [asker, answerer]) {
      this.#sockets.add(socket);
      // What one side says of its end, the other hears by its own.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        asker.destroy();
        answerer.destroy();
      });
    }
    asker.pipe(answerer).pipe(asker);
  }
}
