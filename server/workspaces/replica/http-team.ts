import type { Agent } from 'node:http';
import { ApiError, createClient, type Call } from '../../contract/client.ts';
import { readNotifications } from '../../contract/events.ts';
import type { Answer, CallInput, Route } from '../../contract/route.ts';
import { getServer } from '../../contract/server.ts';
import { pullChanges, pushMutations, type Mutation } from '../../contract/sync.ts';
import { getProfile, type User } from '../../contract/users.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Timer } from '../../ports/timer.ts';
import type { SecretStore } from './secret-store.ts';
import { SessionTokens } from './session-tokens.ts';
import type { Hint, TeamConnection } from './team-connection.ts';
import { HEARTBEAT, TeamSocket, type Heartbeat } from './team-socket.ts';

export interface HttpTeamOptions {
  /** Like https://tasks.example.org */
  readonly origin: string;
  readonly secrets: SecretStore;
  /** Under which the session lies: the workspace's id. */
  readonly key: string;
  readonly clock: Clock;
  readonly timer: Timer;
  /** Decides whom to trust; the global one by default. */
  readonly fetch?: typeof fetch;
  /** The same for the socket. */
  readonly agent?: Agent;
  /** With every request and socket. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly heartbeat?: Heartbeat;
  /** Milliseconds that a request may take. */
  readonly timeout?: number;
}

/** What a token is refused with; a newer one may be had, or somebody has signed in anew. */
const REFUSED: ReadonlySet<string> = new Set(['UNAUTHENTICATED', 'TOKEN_EXPIRED', 'SESSION_ENDED']);

/** A team by HTTP and socket.io, signed in as an app. */
export class HttpTeam implements TeamConnection {
  /** Ends what is being asked. */
  #line = new AbortController();
  readonly #heard = new Set<(hint: Hint) => void>();
  readonly #call: Call;
  readonly #tokens: SessionTokens;
  readonly #socket: TeamSocket;
  #token = '';

  constructor(private readonly options: HttpTeamOptions) {
    const { origin, secrets, key, clock, timer, agent, headers, heartbeat = HEARTBEAT } = options;
    const where = {
      api: `${origin}/api/v1`,
      origin,
      ...(options.fetch && { fetch: options.fetch }),
    };
    const plain = createClient({ ...where, headers: () => ({ ...headers }) });
    this.#call = createClient({
      ...where,
      headers: () => ({ ...headers, authorization: `Bearer ${this.#token}` }),
    });
    this.#tokens = new SessionTokens({
      secrets,
      key,
      clock,
      call: (route, input) => this.#timed(plain, route, input),
    });
    this.#socket = new TeamSocket({
      origin,
      tokens: this.#tokens,
      timer,
      heartbeat,
      ...(agent && { agent }),
      ...(headers && { headers }),
      heard: (hint) => {
        if (hint === 'lost') this.#hangUp();
        for (const heard of this.#heard) heard(hint);
      },
    });
  }

  server(): Promise<Answer<typeof getServer>> {
    return this.#timed(this.#call, getServer, {});
  }

  pull(cursor: string | null, limit: number): ReturnType<TeamConnection['pull']> {
    return this.ask(pullChanges, { query: { limit, ...(cursor !== null && { cursor }) } });
  }

  push(mutations: readonly Mutation[]): ReturnType<TeamConnection['push']> {
    return this.ask(pushMutations, { body: { mutations: [...mutations] } });
  }

  profile(): Promise<User> {
    return this.ask(getProfile, {});
  }

  async readNotifications(ids: readonly string[]): Promise<void> {
    await this.ask(readNotifications, { body: { ids: [...ids] } });
  }

  /** Any route of the team, as whoever is signed in: for what is passed on. Rejects with ApiError. */
  async ask<R extends Route>(route: R, input: CallInput<R>): Promise<Answer<R>> {
    this.#token = await this.#tokens.token();
    try {
      return await this.#timed(this.#call, route, input);
    } catch (error) {
      if (!(error instanceof ApiError) || !REFUSED.has(error.code)) throw error;
      this.#token = await this.#tokens.renew();
      return this.#timed(this.#call, route, input);
    }
  }

  onHint(heard: (hint: Hint) => void): () => void {
    this.#heard.add(heard);
    this.#socket.connect();
    return () => void this.#heard.delete(heard);
  }

  wake(): void {
    this.#hangUp();
    this.#socket.wake();
  }

  close(): Promise<void> {
    this.#hangUp();
    this.#socket.close();
    return Promise.resolve();
  }

  /** What was asked of a team that is not there would be waited for in vain. */
  #hangUp(): void {
    this.#line.abort();
    this.#line = new AbortController();
  }

  async #timed<R extends Route>(call: Call, route: R, input: CallInput<R>): Promise<Answer<R>> {
    const { timeout = 30_000 } = this.options;
    const signal = AbortSignal.any([this.#line.signal, AbortSignal.timeout(timeout)]);
    try {
      return await call(route, input, { signal });
    } catch (error) {
      if (error instanceof ApiError) throw error;
      throw new ApiError('UNREACHABLE', 0, 'The team does not answer.');
    }
  }
}
