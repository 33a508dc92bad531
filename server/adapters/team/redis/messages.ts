import { Redis, type Command } from 'ioredis';
import { CONNECTION, pauseBefore, type RedisLink } from './link.ts';

const HEARTBEAT_MS = 10_000;
const ANSWERS_WITHIN_MS = 3_000;

/** What servers say to each other through Redis. None of it may be lost silently where it matters: it only shortens waits. */
export interface Messages {
  /** Does not wait and never throws. */
  publish(channel: string, message: string | Buffer): void;
  /** Hears one channel from now on, through every reconnection. */
  listen(channel: string, listener: (message: string) => void): void;
  /** Called when messages may have been missed: by this server, or by any. The answer ends it. */
  onGap(listener: (by: 'us' | 'anybody') => void): () => void;
  /** This server has missed something: its listeners are called. */
  tellGap(): void;
  /** The connection that hears; null where there is no Redis. */
  readonly subscriber: Redis | null;
  close(): void;
}

/** Where there is one server only, or each for itself. */
export const NO_MESSAGES: Messages = {
  publish: () => undefined,
  listen: () => undefined,
  onGap: () => () => undefined,
  tellGap: () => undefined,
  subscriber: null,
  close: () => undefined,
};

/**
 * The connection that hears. ioredis subscribes again by itself and nobody waits for it, nor does socket.io's adapter wait
 * for its own: where that fails because the connection was closed in that moment, it is nobody's rejection.
 */
class Subscriber extends Redis {
  constructor(url: string) {
    super(url, {
      ...CONNECTION,
      // Nobody waits for a subscription, so it may wait for Redis.
      maxRetriesPerRequest: null,
      autoResubscribe: true,
      // One under way when the connection broke would be forgotten else: ioredis repeats what was acknowledged alone.
      autoResendUnfulfilledCommands: true,
    });
  }

  override sendCommand(...sent: [command: Command, stream?: Parameters<Redis['sendCommand']>[1]]): unknown {
    const answer = super.sendCommand(...sent);
    if (answer instanceof Promise) answer.catch(() => undefined);
    return answer;
  }
}

/** Publishes on the link that requests use, so that what was written before is there before the message; hears on its own. */
export class RedisMessages implements Messages {
  readonly subscriber: Redis;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #listeners = new Set<(by: 'us' | 'anybody') => void>();
  #recovering: NodeJS.Timeout | null = null;
  #attempts = 0;
  #heard = false;
  #closed = false;

  constructor(
    private readonly link: RedisLink,
    url: string,
  ) {
    this.subscriber = new Subscriber(url);
    // The link reports outages; this connection shares them.
    this.subscriber.on('error', () => undefined);
    this.subscriber.on('ready', () => {
      if (this.#heard) this.#tell('us');
      this.#heard = true;
    });
    this.#heartbeat = setInterval(() => void this.#beat(), HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  publish(channel: string, message: string | Buffer): void {
    // A turn later: generations are replaced together at its end (generations.ts), and have to be there before it is heard.
    setImmediate(() => {
      this.link.ask((redis) => redis.publish(channel, message)).catch(() => this.#recover());
    });
  }

  listen(channel: string, listener: (message: string) => void): void {
    this.subscriber.on('message', (from: string, message: string) => {
      if (from === channel) listener(message);
    });
    void this.subscriber.subscribe(channel);
  }

  onGap(listener: (by: 'us' | 'anybody') => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tellGap(): void {
    this.#tell('us');
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#heartbeat);
    if (this.#recovering) clearTimeout(this.#recovering);
    this.#listeners.clear();
    this.subscriber.disconnect();
  }

  /** A message of ours was lost: waits until one would arrive again. */
  #recover(): void {
    if (this.#recovering || this.#closed) return;
    const look = (): void => {
      this.link
        .ask((redis) => redis.ping())
        .then(
          () => {
            this.#recovering = null;
            this.#attempts = 0;
            this.#tell('anybody');
          },
          () => {
            if (!this.#closed) this.#recovering = setTimeout(look, pauseBefore(++this.#attempts)).unref();
          },
        );
    };
    this.#recovering = setTimeout(look, pauseBefore(++this.#attempts)).unref();
  }

  #tell(by: 'us' | 'anybody'): void {
    for (const listener of this.#listeners) listener(by);
  }

  /** A connection whose other end is gone says nothing, just like one on which nothing happens. */
  async #beat(): Promise<void> {
    if (this.subscriber.status !== 'ready') return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('no heartbeat')), ANSWERS_WITHIN_MS);
    });
    try {
      await Promise.race([this.subscriber.ping(), late]);
    } catch {
      this.subscriber.disconnect(true);
    } finally {
      clearTimeout(timer);
    }
  }
}
