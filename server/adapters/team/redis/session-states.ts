import { LRUCache } from 'lru-cache';
import type { Role } from '../../../contract/users.ts';
import type {
  SessionReader,
  SessionState,
  SessionStates,
  ToldOfSessions,
  TokenOfSession,
} from '../../../ports/session-states.ts';
import { REVOKED_SECONDS, STATE_SECONDS, blacklistKey, revokedKey, sessionKey } from './keys.ts';
import type { RedisLink } from './link.ts';
import type { Messages } from './messages.ts';

const MOST_STATES = 20_000;
const STATE_MS = STATE_SECONDS * 1000;

/**
 * States of sessions: at hand, else in Redis, else in PostgreSQL; nowhere older than 15 s. Nothing here is trusted to say
 * that a session lives: that is read, and believed for a while. What has ended or changed is remembered for longer than
 * any of these beliefs, so that none that was on its way comes back after it.
 */
export class CachedSessionStates implements SessionStates {
  readonly #known = new LRUCache<string, SessionState>({ max: MOST_STATES, ttl: STATE_MS });
  readonly #ended = new LRUCache<string, true>({ max: MOST_STATES, ttl: REVOKED_SECONDS * 1000 });
  /** Users whose role or account changed within the last 15 s. */
  readonly #changed = new LRUCache<string, true>({ max: MOST_STATES, ttl: STATE_MS });
  readonly #asking = new Map<string, Promise<SessionState | null>>();
  readonly #channel: string;
  readonly #listeners = new Set<(told: ToldOfSessions) => void>();
  /** Counts what was told; a state that was asked for before is used once and not kept. */
  #news = 0;

  constructor(
    private readonly link: RedisLink,
    private readonly messages: Messages,
    private readonly reader: SessionReader,
    scope: string,
  ) {
    this.#channel = `sessions:${scope}`;
    messages.listen(this.#channel, (message) => this.#hear(message));
  }

  async get(sessionId: string, token?: TokenOfSession): Promise<SessionState | null> {
    if (this.#ended.has(sessionId)) return null;
    const known = this.#known.get(sessionId);
    if (known) return known;
    // Many requests of one session that come at once ask once.
    let asking = this.#asking.get(sessionId);
    if (!asking) {
      asking = this.#find(sessionId, token).finally(() => this.#asking.delete(sessionId));
      this.#asking.set(sessionId, asking);
    }
    const state = await asking;
    return this.#ended.has(sessionId) ? null : state;
  }

  async ended(sessionIds: readonly string[], token?: TokenOfSession): Promise<void> {
    this.#forget(sessionIds);
    this.#tell({ ended: sessionIds });
    await this.link
      .ask((redis) =>
        Promise.all([
          ...sessionIds.map((id) => redis.set(revokedKey(id), '1', 'EX', REVOKED_SECONDS)),
          ...(token ? [redis.set(blacklistKey(token.jti), '1', 'EX', REVOKED_SECONDS)] : []),
        ]),
      )
      .catch(() => undefined);
  }

  async changed(userId: string): Promise<void> {
    this.#forgetUser(userId);
    this.#tell({ changed: userId });
    await Promise.resolve();
  }

  onTold(listener: (told: ToldOfSessions) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async #find(sessionId: string, token: TokenOfSession | undefined): Promise<SessionState | null> {
    const news = this.#news;
    const started = performance.now();
    const cached = token ? await this.#cached(sessionId, token) : null;
    if (cached === 'revoked') {
      this.#ended.set(sessionId, true);
      return null;
    }
    if (cached && !this.#changed.has(cached.state.userId)) {
      if (news === this.#news) this.#known.set(sessionId, cached.state, { ttl: cached.ttl });
      return cached.state;
    }
    const state = (await this.reader.read([sessionId])).get(sessionId) ?? null;
    // From when it was asked for: what PostgreSQL said may be as old as that.
    const ttl = Math.floor(STATE_MS - (performance.now() - started));
    if (state && ttl > 0 && news === this.#news) {
      this.#known.set(sessionId, state, { ttl });
      const key = sessionKey(state.userId, sessionId);
      this.link.ask((redis) => redis.set(key, state.role, 'PX', ttl)).catch(() => undefined);
    }
    return state;
  }

  /** Null: not there, or Redis is away. */
  async #cached(
    sessionId: string,
    { userId, jti }: TokenOfSession,
  ): Promise<{ state: SessionState; ttl: number } | 'revoked' | null> {
    const key = sessionKey(userId, sessionId);
    try {
      const [revoked, role, ttl] = await this.link.ask((redis) =>
        Promise.all([
          redis.exists(revokedKey(sessionId), blacklistKey(jti)),
          redis.get(key),
          redis.pttl(key),
        ]),
      );
      if (revoked > 0) return 'revoked';
      if ((role !== 'user' && role !== 'admin') || ttl <= 0) return null;
      return { state: { userId, role: role satisfies Role }, ttl: Math.min(ttl, STATE_MS) };
    } catch {
      return null;
    }
  }

  #tell(told: ToldOfSessions): void {
    this.messages.publish(this.#channel, JSON.stringify(told));
  }

  #hear(message: string): void {
    let told: Partial<{ ended: unknown; changed: unknown }>;
    try {
      told = JSON.parse(message) as typeof told;
    } catch {
      return;
    }
    if (Array.isArray(told.ended)) {
      const ended = told.ended.filter((id) => typeof id === 'string');
      this.#forget(ended);
      for (const listener of this.#listeners) listener({ ended });
    }
    if (typeof told.changed === 'string') {
      this.#forgetUser(told.changed);
      for (const listener of this.#listeners) listener({ changed: told.changed });
    }
  }

  #forget(sessionIds: readonly string[]): void {
    this.#news++;
    for (const id of sessionIds) {
      this.#known.delete(id);
      this.#ended.set(id, true);
    }
  }

  #forgetUser(userId: string): void {
    this.#news++;
    this.#changed.set(userId, true);
    for (const [id, state] of this.#known.entries()) if (state.userId === userId) this.#known.delete(id);
  }
}
