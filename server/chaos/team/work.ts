import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { random } from '../../seed/tasks.ts';
import { tally, type Tally } from '../history.ts';

/** Longer than any answer may take: who gets none until then was left hanging. */
const PATIENCE_MS = 8_000;
/** Longer than a claim of a key lives (ports/idempotency.ts). */
const INSIST_MS = 90_000;

/** Where people ask, and as whom. */
export interface Workplace {
  /** Servers that may be asked; who meets one that is gone goes to the next. */
  readonly origins: () => readonly string[];
  readonly people: readonly string[];
  readonly token: (userId: string) => string;
  readonly databaseUrl: string;
  /** Milliseconds that everybody thinks between two acts, on the average; none. */
  readonly pace?: number;
}

interface Told {
  readonly status: number;
  readonly json: Record<string, unknown>;
  readonly retryAfter: string | null;
  readonly ms: number;
}

/** A task that somebody wants to make, under a key that makes it once. */
interface Wish {
  readonly owner: string;
  readonly title: string;
  readonly key: string;
}

interface Made {
  readonly id: string;
  readonly owner: string;
  version: number;
  title: string;
  /** A title that was sent and never answered: it may be there or not. */
  maybe: string | null;
}

/**
 * People at work through whatever happens: each makes tasks and edits them, asks again with the same Idempotency-Key until
 * it is answered, and looks at their own list after it. What was acknowledged is compared with the database at the end.
 */
export class Work {
  readonly #made = new Map<string, Made>();
  /** Titles that were sent and not acknowledged: they may be there once. */
  readonly #open = new Set<string>();
  readonly #running: Promise<void>[] = [];
  readonly #later: Wish[] = [];
  #ends = false;
  /** Answers 503, the slowest of them, and those without Retry-After. */
  readonly refused = { times: 0, slowest: 0, wordless: 0 };
  /** Writes whose connection broke before the answer was there. */
  unanswered = 0;
  /** When something was acknowledged last, by performance.now(). */
  acknowledgedAt = 0;
  /** Lists in which one's own write, just acknowledged, was missing. */
  stale = 0;
  /** Other failures of the server, and requests that were left hanging. */
  readonly failures: string[] = [];

  constructor(private readonly at: Workplace) {}

  /** Puts so many to work at once. */
  start(workers: number, seed: number): void {
    for (let n = 0; n < workers; n++) this.#running.push(this.#work(n, random(seed + n)));
  }

  /** Lets everybody finish what they began. */
  async stop(): Promise<void> {
    this.#ends = true;
    await Promise.all(this.#running.splice(0));
    this.#ends = false;
  }

  /** Resolves with how long it took until something is acknowledged again. */
  async untilAcknowledged(mostMs = 15_000): Promise<number> {
    const since = performance.now();
    while (this.acknowledgedAt < since && performance.now() - since < mostMs) await wait(10);
    return performance.now() - since;
  }

  async #work(n: number, draw: () => number): Promise<void> {
    const owner = this.at.people[n % this.at.people.length] as string;
    const own: Made[] = [];
    while (!this.#ends) {
      if (own.length === 0 || draw() < 0.5) await this.#create(owner, own, draw);
      else await this.#edit(own[Math.floor(draw() * own.length)] as Made, draw);
      if (this.at.pace) await wait(draw() * 2 * this.at.pace);
    }
  }

  async #create(owner: string, own: Made[], draw: () => number): Promise<void> {
    const wish = { owner, title: `made ${randomUUID()}`, key: randomUUID() };
    this.#open.add(wish.title);
    const made = await this.#fulfil(wish, draw);
    if (made) own.push(made);
    else this.#later.push(wish);
  }

  /** Null: whoever took the key first is gone, and it stays taken for a minute; or this is the end. */
  async #fulfil({ owner, title, key }: Wish, draw: () => number): Promise<Made | null> {
    for (;;) {
      const told = await this.#ask(owner, draw, 'POST', '/tasks', { title }, { 'idempotency-key': key });
      if (told?.status === 201) {
        const made = { id: String(told.json['id']), owner, version: 1, title, maybe: null };
        this.#made.set(made.id, made);
        this.#open.delete(title);
        this.acknowledgedAt = performance.now();
        return made;
      }
      if (told?.status === 409 && told.json['code'] === 'KEY_IN_FLIGHT') return null;
      if (told && told.status !== 503) {
        this.failures.push(`POST ${told.status} ${JSON.stringify(told.json)}`);
        return null;
      }
      if (this.#ends && !told) return null;
      await wait(20 + draw() * 80);
    }
  }

  /** Asks again for everything that was never answered, with the keys of then, until each is: a minute and a half at most. */
  async insist(draw: () => number): Promise<void> {
    const end = performance.now() + INSIST_MS;
    while (this.#later.length > 0 && performance.now() < end) {
      for (const wish of this.#later.splice(0)) if (!(await this.#fulfil(wish, draw))) this.#later.push(wish);
      await wait(500);
    }
    if (this.#later.length > 0) this.failures.push(`${this.#later.length} keys stayed taken`);
  }

  async #edit(made: Made, draw: () => number): Promise<void> {
    const title = `edited ${randomUUID()}`;
    const route = `/tasks/${made.id}`;
    made.maybe = title;
    for (;;) {
      const told = await this.#ask(made.owner, draw, 'PATCH', route, { version: made.version, title });
      if (told?.status === 200) return this.#edited(made, title);
      if (told?.status === 409) {
        // An answer that was lost: nobody else edits it, so what stands there is what was sent.
        const seen = await this.#ask(made.owner, draw, 'GET', route);
        if (seen?.status === 200 && seen.json['title'] === title) return this.#edited(made, title);
        if (seen?.status === 200 && seen.json['version'] !== made.version)
          this.failures.push('a version of nobody');
      } else if (told && told.status !== 503) {
        this.failures.push(`PATCH ${told.status} ${JSON.stringify(told.json)}`);
        return;
      }
      if (this.#ends && !told) return;
      await wait(20 + draw() * 80);
    }
  }

  #edited(made: Made, title: string): void {
    Object.assign(made, { title, maybe: null, version: made.version + 1 });
    this.acknowledgedAt = performance.now();
  }

  /** Null: nobody answered. */
  async #ask(
    who: string,
    draw: () => number,
    method: string,
    route: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Told | null> {
    const origins = this.at.origins();
    const origin = origins[Math.floor(draw() * origins.length)] as string;
    const told = await ask(origin, this.at.token(who), method, route, body, headers);
    if (told === 'hanging') {
      this.failures.push(`${method} was left hanging`);
      return null;
    }
    if (!told && method !== 'GET') this.unanswered++;
    if (told && told.status === 503) {
      this.refused.times++;
      this.refused.slowest = Math.max(this.refused.slowest, told.ms);
      if (told.retryAfter === null) this.refused.wordless++;
    }
    return told;
  }

  /** Lists one's own page at one server right after a write there: it has to be on it. Called while nothing is at fault. */
  async looks(rounds: number, draw: () => number): Promise<void> {
    for (let n = 0; n < rounds; n++) {
      const who = this.at.people[n % this.at.people.length] as string;
      const own: Made[] = [];
      await this.#create(who, own, draw);
      const list = await this.#ask(who, draw, 'GET', '/tasks?limit=5');
      const items = (list?.json['items'] ?? []) as { id: string }[];
      if (list?.status === 200 && !items.some(({ id }) => id === own[0]?.id)) this.stale++;
    }
  }

  /** What became of it all: by the database, and by what each server says at rest, at most `healMs` later. */
  async count(healMs = 6_000): Promise<Tally> {
    const client = new pg.Client({ connectionString: this.at.databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ id: string; title: string; version: number; creator: string }>(
      'SELECT id, title, version, creator_id AS creator FROM tasks WHERE deleted_at IS NULL',
    );
    await client.end();
    for (const failure of new Set(this.failures)) process.stderr.write(`${failure}\n`);
    const there = new Map(rows.map((row) => [row.id, row]));
    const seen = new Map<string, number>();
    for (const { title } of rows) seen.set(title, (seen.get(title) ?? 0) + 1);
    const result = tally();
    result.acknowledged = this.#made.size;
    for (const { id, title, maybe } of this.#made.values()) {
      const row = there.get(id);
      if (!row) result.lost++;
      else if (row.title !== title && row.title !== maybe) result.lost++;
    }
    result.twice = [...seen.values()].filter((times) => times > 1).length;
    // What was neither acknowledged nor on its way is nobody's.
    result.diverged =
      rows.filter(({ id, title }) => !this.#made.has(id) && !this.#open.has(title)).length +
      (await this.#differing(rows, healMs)) +
      this.stale +
      this.refused.wordless +
      this.failures.length;
    return result;
  }

  async #differing(
    rows: readonly { id: string; title: string; version: number; creator: string }[],
    healMs: number,
  ): Promise<number> {
    let differing = 0;
    for (const origin of this.at.origins())
      for (const who of this.at.people) {
        const expected = rows
          .filter(({ creator }) => creator === who)
          .map(({ id, title, version }) => `${id} ${version} ${title}`)
          .toSorted();
        const end = performance.now() + healMs;
        for (;;) {
          const shown = await everything(origin, this.at.token(who));
          if (shown.join('\n') === expected.join('\n')) break;
          if (performance.now() > end) {
            const missing = expected.filter((one) => !shown.includes(one));
            const foreign = shown.filter((one) => !expected.includes(one));
            process.stderr.write(`${origin}: missing ${missing.join('; ')}, foreign ${foreign.join('; ')}\n`);
            differing++;
            break;
          }
          await wait(100);
        }
      }
    return differing;
  }
}

async function everything(origin: string, token: string): Promise<string[]> {
  const shown: string[] = [];
  let cursor = '';
  do {
    const told = await ask(
      origin,
      token,
      'GET',
      `/tasks?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    if (told === null || told === 'hanging' || told.status !== 200) return ['not answered'];
    const { items, nextCursor } = told.json as {
      items: { id: string; title: string; version: number }[];
      nextCursor: string | null;
    };
    shown.push(...items.map(({ id, title, version }) => `${id} ${version} ${title}`));
    cursor = nextCursor ?? '';
  } while (cursor);
  return shown.toSorted();
}

/** Null: the connection failed; `hanging`: there was no answer in all the time there is. */
export async function ask(
  origin: string,
  token: string,
  method: string,
  route: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Told | null | 'hanging'> {
  const began = performance.now();
  try {
    const answer = await fetch(`${origin}/api/v1${route}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const json = (await answer.json()) as Record<string, unknown>;
    return {
      status: answer.status,
      json,
      retryAfter: answer.headers.get('retry-after'),
      ms: performance.now() - began,
    };
  } catch (error) {
    return (error as Error).name === 'TimeoutError' ? 'hanging' : null;
  }
}
