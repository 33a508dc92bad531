import { randomUUID } from 'node:crypto';
import type { RedisLink } from './link.ts';
import type { Messages } from './messages.ts';

export interface PeersOptions {
  readonly link: RedisLink;
  readonly messages: Messages;
  /** Names the team. */
  readonly scope: string;
  /** Hears that another server was there, and ended without a word. */
  readonly onLost: () => void;
  /** Five seconds, unless a test is in a hurry. */
  readonly everyMs?: number;
}

const EVERY_MS = 5_000;
/**
 * Signs of life that may be missing before a server counts as lost: 40 s. By then its lease on the cache has run out (30 s)
 * and another one has passed over what it wrote (5 s), so that who asks again gets it.
 */
const MISSED = 8;

/**
 * Which servers of a team are alive, as far as they can be heard. One that dies between its commit and its sockets leaves a
 * change of which nobody at another server is told; when it is missed, those ask again.
 */
export class Peers {
  readonly #self = randomUUID();
  /** Who was heard, and in which of our own beats last. */
  readonly #heard = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;
  readonly #channel: string;
  #beats = 0;
  #closed = false;

  constructor(private readonly options: PeersOptions) {
    this.#channel = `peers:${options.scope}`;
    options.messages.listen(this.#channel, (message) => this.#hear(message));
    this.#timer = setInterval(() => this.#beat(), options.everyMs ?? EVERY_MS).unref();
    options.link.onBack(() => this.#beat());
  }

  /** Says goodbye, so that nobody takes it for lost. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#closed = true;
    await this.#say(`${this.#self} ends`);
  }

  /** Counts only while our own signs come back: who hears nothing has lost nobody, and is told to ask again anyway. */
  #hear(message: string): void {
    if (this.#closed) return;
    const [peer = '', word] = message.split(' ');
    if (peer === this.#self) {
      // What answers a newcomer is no beat: those have to be as long as they are said to be.
      if (word !== 'here') this.#look();
      return;
    }
    if (word === 'ends') this.#heard.delete(peer);
    else this.#heard.set(peer, this.#beats);
    if (word === 'begins') void this.#say(`${this.#self} here`);
  }

  #look(): void {
    this.#beats++;
    const lost = [...this.#heard].filter(([, at]) => this.#beats - at > MISSED);
    for (const [peer] of lost) this.#heard.delete(peer);
    if (lost.length > 0) this.options.onLost();
  }

  /** Until the first own sign has come back, it is a newcomer's. */
  #beat(): void {
    void this.#say(this.#beats === 0 ? `${this.#self} begins` : this.#self);
  }

  async #say(message: string): Promise<void> {
    await this.options.link.ask((redis) => redis.publish(this.#channel, message)).catch(() => undefined);
  }
}
