import { connect, type Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly etag: string;
  readonly body: Buffer;
}

export interface Request {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const END = Buffer.from('\r\n\r\n');
const ANSWER_MS = 10_000;

/**
 * One connection that is kept, one request at a time: as little client as there can be, so that a bench measures the server.
 * It understands answers with Content-Length only, which is what is asked for without Accept-Encoding.
 */
export class HttpConnection {
  readonly #socket: Socket;
  #got: Buffer = Buffer.alloc(0);
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | null = null;

  constructor(private readonly port: number) {
    this.#socket = connect({ host: '127.0.0.1', port });
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (chunk) => this.#take(chunk));
    this.#socket.setTimeout(ANSWER_MS, () => {
      if (this.#waiting) this.#socket.destroy(new Error('no answer in time'));
    });
    this.#socket.on('error', (error) => this.#waiting?.reject(error));
    this.#socket.on('close', () => this.#waiting?.reject(new Error('the server closed the connection')));
  }

  ask({ method = 'GET', path, headers = {}, body }: Request): Promise<Answer> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const sent = {
      host: `127.0.0.1:${this.port}`,
      ...(text && { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
      ...headers,
    };
    const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}\r\n`);
    if (this.#socket.destroyed) return Promise.reject(new Error('the server closed the connection'));
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${text}`);
    });
  }

  /** What is still asked fails. */
  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#got = this.#got.length === 0 ? chunk : Buffer.concat([this.#got, chunk]);
    const end = this.#got.indexOf(END);
    if (end < 0) return;
    const head = this.#got.toString('latin1', 0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    const whole = end + END.length + length;
    if (this.#got.length < whole) return;
    const body = this.#got.subarray(end + END.length, whole);
    this.#got = this.#got.subarray(whole);
    const etag = /\r\netag: (\S+)/i.exec(head)?.[1] ?? '';
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve({ status: Number(head.slice(9, 12)), etag, body });
  }
}
