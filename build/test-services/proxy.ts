import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** `up`: from who asks to who answers. */
export type Direction = 'up' | 'down';

/** What a network does to every connection through it, also to those that are open. */
export interface Weather {
  /** Each chunk arrives that much later, in order. */
  readonly latencyMs: number;
  /** For each connection and direction. */
  readonly bytesPerSecond: number;
  /** Directions in which nothing arrives until they are let go: with a `cut` later, a half-open connection. */
  readonly held: readonly Direction[];
  /** New connections are reset at once. */
  readonly refuses: boolean;
}

/** `end`: as if it had been closed in order (FIN); `reset`: RST. */
export type Cut = 'end' | 'reset';

const CALM: Weather = { latencyMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY, held: [], refuses: false };

interface Limit {
  readonly direction: Direction;
  readonly how: Cut;
  left: number;
}

/** One connection through the proxy: both sockets end together. */
class Passage {
  #limit: Limit | null = null;

  constructor(
    private readonly asker: Socket,
    private readonly answerer: Socket,
    private readonly proxy: FaultyProxy,
  ) {
    for (const socket of [asker, answerer]) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
    }
    void this.#carry('up', asker, answerer);
    void this.#carry('down', answerer, asker);
  }

  limit(limit: Limit | null): void {
    this.#limit = limit;
  }

  cut(how: Cut): void {
    for (const socket of [this.asker, this.answerer])
      if (how === 'reset') socket.resetAndDestroy();
      else socket.destroy();
  }

  async #carry(direction: Direction, from: Socket, to: Socket): Promise<void> {
    try {
      // Not destroyed at its end: the other direction may go on.
      for await (const chunk of from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        await this.proxy.released(direction);
        const { latencyMs, bytesPerSecond } = this.proxy.weather;
        const delay = latencyMs + (chunk.length / bytesPerSecond) * 1_000;
        if (delay > 0) await wait(delay);
        // What was on its way when the network stopped does not arrive either.
        await this.proxy.released(direction);
        if (!this.#pass(direction, chunk, to)) return;
      }
      to.end();
    } catch {
      // Reset by one side: so is the other.
      this.cut('reset');
    }
  }

  /** False: this was where the connection is cut. */
  #pass(direction: Direction, chunk: Buffer, to: Socket): boolean {
    const limit = this.#limit;
    if (limit?.direction !== direction || chunk.length < limit.left) {
      if (limit?.direction === direction) limit.left -= chunk.length;
      to.write(chunk);
      return true;
    }
    const { how, left } = limit;
    if (left === 0) this.cut(how);
    else to.write(chunk.subarray(0, left), () => this.cut(how));
    return false;
  }
}

/** A network of our own between two programs on this machine, with faults at will. It owns its connections. */
export class FaultyProxy {
  weather: Weather = CALM;
  /** Connections that were opened through it. */
  opened = 0;
  readonly #passages = new Set<Passage>();
  #next: (Omit<Limit, 'left'> & { readonly bytes: number }) | null = null;
  #letGo: (() => void)[] = [];
  #server: Server;
  port = 0;

  private constructor(target: number) {
    this.#server = createServer({ allowHalfOpen: true }, (asker) => this.#open(asker, target));
  }

  /** Listens on a free port of 127.0.0.1 in front of `target`, a port there. */
  static async start(target: number): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    proxy.port = (proxy.#server.address() as AddressInfo).port;
    return proxy;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Changes the weather; what is not named is calm. */
  turn(weather: Partial<Weather> = {}): void {
    this.weather = { ...CALM, ...weather };
    for (const release of this.#letGo.splice(0)) release();
  }

  /** The network is gone: every connection is reset, open and new ones, until it comes back. */
  leave(): void {
    this.turn({ refuses: true });
    this.cut();
  }

  comeBack(): void {
    this.turn();
  }

  /** Ends every open connection. */
  cut(how: Cut = 'reset'): void {
    for (const passage of this.#passages) passage.cut(how);
  }

  /** Ends each connection, open and new, once that many more bytes have passed in that direction; null: none any more. */
  cutAfter(limit: { direction: Direction; bytes: number; how?: Cut } | null): void {
    this.#next = limit && { how: 'reset', ...limit };
    for (const passage of this.#passages) passage.limit(this.#limit());
  }

  /** Resolves when bytes go in that direction. */
  async released(direction: Direction): Promise<void> {
    while (this.weather.held.includes(direction))
      await new Promise<void>((resolve) => this.#letGo.push(resolve));
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.cut();
    this.turn();
    await closed;
  }

  #limit(): Limit | null {
    return this.#next && { direction: this.#next.direction, how: this.#next.how, left: this.#next.bytes };
  }

  #open(asker: Socket, target: number): void {
    if (this.weather.refuses) {
      asker.resetAndDestroy();
      return;
    }
    this.opened++;
    const answerer = connect({ host: '127.0.0.1', port: target, allowHalfOpen: true });
    const passage = new Passage(asker, answerer, this);
    passage.limit(this.#limit());
    this.#passages.add(passage);
    let open = 2;
    for (const socket of [asker, answerer])
      socket.once('close', () => {
        if (--open === 0) this.#passages.delete(passage);
      });
  }
}
