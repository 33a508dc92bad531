import { hash } from 'node:crypto';
import type * as Koa from 'koa';
import { LRUCache } from 'lru-cache';
import type { Route } from '../contract/route.ts';
import type { Actor } from '../ports/actor.ts';
import type { AnswerCache, AnswerFamily } from '../ports/answers.ts';
import type { Clock } from '../ports/clock.ts';
import type { DomainEvent, DomainEvents } from '../ports/domain-events.ts';
import { ADMINS, PEOPLE, ofUser, type Generations } from '../ports/generations.ts';
import { PackedAnswers } from './packed.ts';

/** One answer's place in the cache, and its ETag: both known before any work. */
export interface Place {
  readonly family: AnswerFamily;
  readonly key: string;
  readonly etag: string;
}

export interface CachedAnswersPorts {
  readonly generations: Generations;
  readonly cache: AnswerCache;
  readonly domain: DomainEvents;
  readonly clock: Clock;
  /** Of this program: another one may answer in another form. */
  readonly version: string;
}

const MINUTE_MS = 60_000;
/** Of places that are asked for again and again: some thousands. */
const PLACE_BYTES = 4 * 1024 * 1024;
/** What one costs besides what it is made of. */
const ENTRY_BYTES = 400;

/**
 * Cached answers of a team's server. A reader takes the generations first and puts them into the key, so that a page computed
 * before a change is kept where nobody looks after it. A writer starts their replacement when the change is told of, before
 * sockets are, and its answer waits for the end of it: nobody reads a stale list after their own write.
 */
export class CachedAnswers {
  readonly #replacing = new Set<Promise<void>>();
  readonly #packed = new PackedAnswers();
  /** By all that they are made of. */
  readonly #places = new LRUCache<string, Place>({
    maxSize: PLACE_BYTES,
    sizeCalculation: (_place, whole) => whole.length + ENTRY_BYTES,
  });
  readonly #unsubscribe: () => void;

  /** Subscribes: construct it before whatever tells people of changes. */
  constructor(private readonly ports: CachedAnswersPorts) {
    this.#unsubscribe = ports.domain.subscribe((event) => this.#pass(event));
  }

  /** Where the answer to this request is kept, if it may be kept now. */
  async place(route: Route, ctx: Koa.Context, actor: Actor): Promise<Place | null> {
    const { cached } = route;
    if (!cached) return null;
    const owner = cached.family === 'task' ? idOf(ctx) : actor.id;
    if (!owner) return null;
    const generations = await this.ports.generations.read(namesFor(cached.family, actor));
    if (!generations) return null;
    const { querystring } = ctx;
    const parts = [this.ports.version, route.id, actor.id, actor.role, ctx.path, querystring, ...generations];
    // Whole minutes: then what falls due at 12:00 is overdue in what is asked at 12:00.
    if (isTimed(cached, querystring)) parts.push(String(Math.floor(this.ports.clock.now() / MINUTE_MS)));
    const whole = parts.join('\n');
    const known = this.#places.get(whole);
    if (known) return known;
    const digest = hash('sha1', whole, 'base64url');
    const page =
      cached.family === 'list' ? `:page:${/(?:^|&)page=(\d{1,7})(?:&|$)/.exec(querystring)?.[1] ?? 1}` : '';
    const place: Place = {
      family: cached.family,
      key: `${owner}${page}:${generations.join('.')}:${digest}`,
      etag: `"${digest}"`,
    };
    this.#places.set(whole, place);
    return place;
  }

  get({ family, key }: Place): Promise<Buffer | null> {
    return this.ports.cache.get(family, key);
  }

  put({ family, key }: Place, body: Buffer): void {
    this.ports.cache.put(family, key, body);
  }

  /** What goes out for a body that is kept there: itself, or packed where the asker takes that. */
  chosen(ctx: Koa.Context, { key }: Place, body: Buffer): Buffer | Promise<Buffer> {
    return this.#packed.choose(ctx, key, body);
  }

  /**
   * Resolves when what has been told of until now is passed over by every reader: at most after some 250 ms, on a server that
   * has just come to others after a second.
   */
  async settled(): Promise<void> {
    if (this.#replacing.size > 0) await Promise.all(this.#replacing);
  }

  close(): void {
    this.#unsubscribe();
  }

  #pass(event: DomainEvent): void {
    const names = namesOf(event);
    if (names.length === 0) return;
    const replaced = this.ports.generations.replace(names).finally(() => this.#replacing.delete(replaced));
    this.#replacing.add(replaced);
  }
}

/** What an answer to this person depends on. An admin's lists change with everybody's tasks, which `admin` stands for. */
function namesFor(family: AnswerFamily, actor: Actor): readonly string[] {
  if (family === 'profile') return [PEOPLE];
  return [actor.role === 'admin' ? ADMINS : ofUser(actor.id), PEOPLE];
}

/** Whose answers are others after this. */
function namesOf(event: DomainEvent): readonly string[] {
  switch (event.kind) {
    case 'task': {
      const seers = [event.before, event.after].flatMap((task) =>
        task ? [task.creatorId, ...(task.assigneeId ? [task.assigneeId] : [])] : [],
      );
      return [...new Set(seers.map(ofUser)), ADMINS];
    }
    case 'tasks.changed':
      return event.seers ? [...event.seers.map(ofUser), ADMINS] : [PEOPLE];
    case 'user.changed':
      return [PEOPLE];
    case 'notification':
    case 'state':
    case 'settings':
    case 'workspaces':
    case 'sessions.ended':
      return [];
  }
}

function isTimed({ timed }: NonNullable<Route['cached']>, querystring: string): boolean {
  if (timed === true || timed === undefined) return timed ?? false;
  // Most queries plainly name none of them; a sign that stands for another may hide one.
  if (!querystring.includes('%') && !timed.some((name) => querystring.includes(name))) return false;
  const query = new URLSearchParams(querystring);
  return timed.some((name) => query.has(name));
}

/** A task's id as it stands in a key of the cache; null for what is none, which no key may be made of. */
function idOf(ctx: Koa.Context): string | null {
  const { id } = ctx['params'] as { id?: string };
  return id && /^[\w-]{1,64}$/.test(id) ? id : null;
}
