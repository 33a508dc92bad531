import { randomUUID } from 'node:crypto';
import type { RedisLink } from './link.ts';

export interface PresenceOptions {
  readonly link: RedisLink;
  /** Names the team. */
  readonly scope: string;
  /** Milliseconds of a clock that only goes forward. */
  readonly now?: () => number;
  /** How long there must have been nobody else before a server takes itself for alone: 3 s, unless a test is in a hurry. */
  readonly settleMs?: number;
  /** Hears that no other server takes itself for alone any more: what one told until now, it told its own sockets only. */
  readonly onJoined?: () => void;
}

/** How often a server says that it is there. */
const BEAT_MS = 250;
/** For how long after it asked a server may take itself for alone: whoever comes waits that long before its writes count. */
const BELIEF_MS = 500;
/** A server that is not heard for so long is none. */
const LIVES_MS = 1_500;
/** Longer than any that lives needs to come back to a Redis that has forgotten them all. */
const SETTLE_MS = 3_000;
/** A write waits no longer for being known; then it is owed. */
const PATIENCE_MS = 1_000;

const FORBIDDEN = /NOPERM|unknown command/i;

/** Makes known that a server is there: how many others are, and whether it was known before. By the time of Redis alone. */
const BEAT = `local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
local known = redis.call('ZSCORE', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return { redis.call('ZCARD', KEYS[1]) - 1, known and 1 or 0 }`;

/**
 * Whether this server is the only one of its team, which most are: then nobody else replaces a generation, and none has to be
 * read again (decision 216). Each server is in a list in Redis. One that reads there nobody but itself may believe it for
 * 500 ms; one that comes to others does not count its writes as told before 500 ms have passed. So no write is told of while
 * somebody still believes to be alone. Durations only, each measured at one place: clocks may differ.
 */
export class Presence {
  readonly #self = randomUUID();
  readonly #key: string;
  readonly #timer: NodeJS.Timeout;
  readonly #stopListening: () => void;
  readonly #waiting = new Set<() => void>();
  /** Since when nobody else was there, without a gap. */
  #nobodySince: number | null = null;
  #aloneUntil = 0;
  #term = 0;
  /** When all others have heard of this server. */
  #knownFrom = Infinity;
  #joining: NodeJS.Timeout | null = null;
  #livesUntil = 0;
  /** This Redis does not run it, for nobody: then nobody is alone either. */
  #forbidden = false;
  #closed = false;

  constructor(private readonly options: PresenceOptions) {
    this.#key = `servers:${options.scope}`;
    this.#stopListening = options.link.onBack(() => {
      this.#nobodySince = null;
      void this.#beat();
    });
    this.#timer = setInterval(() => void this.#beat(), BEAT_MS).unref();
  }

  /** The stretch of time in which this server is alone, by number; null: it is not, or does not know. */
  get term(): number | null {
    return this.#now() < this.#aloneUntil ? this.#term : null;
  }

  /** Resolves true when no other server takes itself for alone any more; false: that is not certain after a second. */
  async known(): Promise<boolean> {
    const end = this.#now() + PATIENCE_MS;
    while (!this.#isKnown()) {
      if (this.#closed || this.#now() >= end) return false;
      await this.#nextBeat();
    }
    return true;
  }

  /** Others need not wait until it is not heard any more. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    if (this.#joining) clearTimeout(this.#joining);
    this.#stopListening();
    this.#aloneUntil = 0;
    await this.options.link.ask((redis) => redis.zrem(this.#key, this.#self)).catch(() => undefined);
  }

  #isKnown(): boolean {
    const now = this.#now();
    if (this.#forbidden) return true;
    return now >= this.#knownFrom && now < this.#livesUntil;
  }

  #nextBeat(): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        clearTimeout(late);
        this.#waiting.delete(go);
        resolve();
      };
      const late = setTimeout(go, BEAT_MS);
      this.#waiting.add(go);
    });
  }

  async #beat(): Promise<void> {
    const asked = this.#now();
    try {
      const [others, known] = (await this.options.link.ask((redis) =>
        redis.eval(BEAT, 1, this.#key, this.#self, LIVES_MS),
      )) as [number, number];
      if (!this.#closed) this.#heard(asked, others, known === 1);
    } catch (error) {
      // Away: what was believed runs out by itself.
      this.#forbidden = FORBIDDEN.test(String(error));
    }
    for (const go of this.#waiting) go();
  }

  #heard(asked: number, others: number, wasKnown: boolean): void {
    const now = this.#now();
    this.#livesUntil = asked + LIVES_MS;
    // Who believes to be alone is in the list: where nobody else is, nobody does.
    if (others === 0) this.#knownFrom = Math.min(this.#knownFrom, now);
    else if (!wasKnown || this.#knownFrom === Infinity) this.#join(now);
    if (others > 0) {
      this.#nobodySince = null;
      this.#aloneUntil = 0;
      return;
    }
    this.#nobodySince ??= now;
    if (now - this.#nobodySince < (this.options.settleMs ?? SETTLE_MS)) return;
    // After a gap somebody may have come, written and gone.
    if (now >= this.#aloneUntil) this.#term++;
    this.#aloneUntil = Math.max(this.#aloneUntil, asked + BELIEF_MS);
  }

  /** Whoever was alone learns of it within that time; a timer may be early by a little. */
  #join(now: number): void {
    this.#knownFrom = now + BELIEF_MS;
    if (this.#joining) clearTimeout(this.#joining);
    this.#joining = setTimeout(() => this.options.onJoined?.(), BELIEF_MS + 50).unref();
  }

  #now(): number {
    return (this.options.now ?? performance.now.bind(performance))();
  }
}
