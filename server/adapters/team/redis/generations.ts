import { randomFillSync } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Generations } from '../../../ports/generations.ts';
import { Together } from '../together.ts';
import { GENERATION_SECONDS } from './keys.ts';
import { pauseBefore, type RedisLink } from './link.ts';
import type { Presence } from './presence.ts';

/** So that one command is answered in its time. */
const MOST_AT_ONCE = 500;
const MOST_NEAR = 20_000;

/** Random numbers that were fetched together: one at a time each costs as much as all of these. */
const pool = new BigUint64Array(256);
let left = 0;

/** 53 random bits. Never a counter: one that was lost and starts again would bring old answers back. */
export function freshGeneration(): string {
  if (left === 0) {
    randomFillSync(pool);
    left = pool.length;
  }
  return ((pool[--left] as bigint) >> 11n).toString(36);
}

/**
 * Generations in Redis. Their keys name the run of Redis, so that one which comes back from an old snapshot, or a replica
 * that takes over and lags, revives nothing. A replacement that failed is owed: until it is made, whoever asks here gets
 * null and answers from the store. A server that is alone (presence.ts) reads each once and has it at hand until it replaces it.
 */
export class RedisGenerations implements Generations {
  /** Names whose replacement failed; the mark tells a later failure from the one that is being made good. */
  readonly #owed = new Map<string, symbol>();
  readonly #underWay = new Map<string, number>();
  readonly #stopListening: () => void;
  readonly #together: Together<string>;
  readonly #setting = new Together<never>((names) => this.#set(names));
  /** What this server has read while it was alone, in that stretch of time. */
  readonly #near = new LRUCache<string, string>({ max: MOST_NEAR });
  #nearOf: number | null = null;
  /** Counts replacements: what was read before one is not kept after it. */
  #replaced = 0;
  #retry: NodeJS.Timeout | null = null;
  #attempts = 0;
  #closed = false;

  /** `scope` keeps teams apart that share one Redis. */
  constructor(
    private readonly link: RedisLink,
    private readonly scope: string,
    private readonly presence: Pick<Presence, 'term' | 'known'>,
  ) {
    this.#together = new Together((keys) => link.ask((redis) => redis.mget(keys)));
    this.#stopListening = link.onBack(() => void this.#settle());
  }

  async read(names: readonly string[]): Promise<readonly string[] | null> {
    if (names.some((name) => this.#owed.has(name) || this.#underWay.has(name))) return null;
    const { term } = this.presence;
    const near = term === null ? null : this.#nearAt(term, names);
    if (near) return near;
    const replaced = this.#replaced;
    try {
      const known = await this.#together.ask(names.map((name) => this.#key(name)));
      if (known.every((generation) => generation !== null)) {
        if (term !== null && term === this.presence.term && replaced === this.#replaced)
          for (const [index, name] of names.entries()) this.#near.set(name, known[index] as string);
        return known;
      }
      this.#plant(names.filter((_name, index) => known[index] === null));
    } catch {
      // Away, or too slow: the store answers.
    }
    return null;
  }

  async replace(names: readonly string[]): Promise<void> {
    // From this moment on, before Redis has heard of it: what is asked here meanwhile must not be answered as it was.
    for (const name of names) this.#underWay.set(name, (this.#underWay.get(name) ?? 0) + 1);
    const done = await this.#write(names);
    for (const name of names) {
      const left = (this.#underWay.get(name) ?? 1) - 1;
      if (left === 0) this.#underWay.delete(name);
      else this.#underWay.set(name, left);
      if (!done) this.#owed.set(name, Symbol(name));
    }
    if (!done) this.#retryLater();
  }

  /** Replaces for what others wrote. Throws when it is not certain: whoever follows their writes comes again. */
  async pass(names: readonly string[]): Promise<void> {
    if (!(await this.#write(names)))
      throw new Error('Redis does not answer: cached answers are passed over later');
  }

  /** How many replacements failed and are still to be made. */
  get owed(): number {
    return this.#owed.size;
  }

  close(): void {
    this.#closed = true;
    this.#stopListening();
    if (this.#retry) clearTimeout(this.#retry);
  }

  #key(name: string): string {
    return `generation:${this.scope}:${this.link.run}:${name}`;
  }

  /** What is at hand of a stretch of time in which this server is alone; null: not all of it. */
  #nearAt(term: number, names: readonly string[]): string[] | null {
    if (term !== this.#nearOf) {
      this.#near.clear();
      this.#nearOf = term;
      return null;
    }
    const known: string[] = [];
    for (const name of names) {
      const generation = this.#near.get(name);
      if (generation === undefined) return null;
      known.push(generation);
    }
    return known;
  }

  #forget(names: readonly string[]): void {
    this.#replaced++;
    for (const name of names) this.#near.delete(name);
  }

  /** False: not all of it is certain, or another server may not have heard of it. */
  async #write(names: readonly string[]): Promise<boolean> {
    this.#forget(names);
    try {
      await this.#setting.ask(names);
      return await this.presence.known();
    } catch {
      return false;
    } finally {
      // What was read meanwhile may be what was there before.
      this.#forget(names);
    }
  }

  /** Replaces each name once for all who asked in one turn; there are no values to answer. */
  async #set(names: readonly string[]): Promise<never[]> {
    for (let at = 0; at < names.length; at += MOST_AT_ONCE) {
      const commands = names
        .slice(at, at + MOST_AT_ONCE)
        .map((name) => ['set', this.#key(name), freshGeneration(), 'EX', GENERATION_SECONDS]);
      await this.link.ask(async (redis) => {
        for (const [error] of (await redis.pipeline(commands).exec()) ?? []) if (error) throw error;
      });
    }
    return [];
  }

  /** Makes those that nobody has made yet, for whoever asks next. */
  #plant(names: readonly string[]): void {
    this.link
      .ask((redis) =>
        Promise.all(
          names.map((name) => redis.set(this.#key(name), freshGeneration(), 'EX', GENERATION_SECONDS, 'NX')),
        ),
      )
      .catch(() => undefined);
  }

  #retryLater(): void {
    if (this.#retry || this.#closed) return;
    this.#retry = setTimeout(() => void this.#settle(), pauseBefore(++this.#attempts));
    this.#retry.unref();
  }

  async #settle(): Promise<void> {
    if (this.#retry) clearTimeout(this.#retry);
    this.#retry = null;
    const owed = [...this.#owed];
    if (owed.length === 0 || this.#closed) return;
    if (await this.#write(owed.map(([name]) => name))) {
      for (const [name, mark] of owed) if (this.#owed.get(name) === mark) this.#owed.delete(name);
      this.#attempts = 0;
    }
    if (this.#owed.size > 0) this.#retryLater();
  }
}
