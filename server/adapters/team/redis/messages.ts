import { Redis } from 'ioredis';
import { CONNECTION, pauseBefore, type RedisLink } from './link.ts';
import { Subscriptions } from './subscriptions.ts';

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
  /** What is heard, for whoever hears in a way of their own; null where there is no Redis. */
  readonly subscriptions: Subscriptions | null;
  close(): void;
}

/** Where there is one server only, or each for itself. */
export const NO_MESSAGES: Messages = {
  publish: () => undefined,
  listen: () => undefined,
  onGap: () => () => undefined,
  tellGap: () => undefined,
  subscriptions: null,
  close: () => undefined,
};

/** Publishes on the link that requests use, so that what was written before is there before the message; hears on its own. */
export class RedisMessages implements Messages {
  readonly subscriptions: Subscriptions;
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
    onError: (error: unknown) => void,
  ) {
    this.subscriber = new Redis(url, { ...CONNECTION, maxRetriesPerRequest: null, autoResubscribe: false });
    // The link reports outages; this connection shares them.
    this.subscriber.on('error', () => undefined);
    this.subscriptions = new Subscriptions(this.subscriber, {
      onHearing: () => {
        if (this.#heard) this.#tell('us');
        this.#heard = true;
      },
      onRefused: onError,
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
    this.subscriptions.on('message', (from: string, message: string) => {
      if (from === channel) listener(message);
    });
    this.subscriptions.subscribe(channel);
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
    this.subscriptions.again();
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
