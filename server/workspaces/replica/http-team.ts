import type { Agent } from 'node:http';
import { ApiError, createClient } from '../../contract/client.ts';
import { readNotifications } from '../../contract/events.ts';
import type { Answer, CallInput, Route } from '../../contract/route.ts';
import { getServer } from '../../contract/server.ts';
import { pullChanges, pushMutations, type Mutation } from '../../contract/sync.ts';
import { getProfile, type User } from '../../contract/users.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Timer } from '../../ports/timer.ts';
import { Flight } from './flight.ts';
import { heardFetch, type HeardFetch } from './heard-fetch.ts';
import type { SecretStore } from './secret-store.ts';
import { SessionTokens } from './session-tokens.ts';
import { isUntrusted } from '../wire/trusted-agent.ts';
import { UNTRUSTED, type Hint, type TeamConnection } from './team-connection.ts';
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
  readonly fetch?: HeardFetch;
  /** The same for the socket. */
  readonly agent?: Agent;
  /** With every request and socket. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly heartbeat?: Heartbeat;
  /** Milliseconds of silence after which a request is given up; ten times as many in all. */
  readonly timeout?: number;
}

/** What a token is refused with; a newer one may be had, or somebody has signed in anew. */
const REFUSED: ReadonlySet<string> = new Set(['UNAUTHENTICATED', 'TOKEN_EXPIRED', 'SESSION_ENDED']);

/** A request may be answered for so many times its silence. */
const MOST_SILENCES = 10;

/** As whom something is asked, and for how long a silence is waited. */
interface Manner {
  readonly token?: string;
  readonly silence?: number;
}

/** A team by HTTP and socket.io, signed in as an app. */
export class HttpTeam implements TeamConnection {
  readonly #heard = new Set<(hint: Hint) => void>();
  readonly #flights = new Set<Flight>();
  readonly #tokens: SessionTokens;
  readonly #socket: TeamSocket;
  #token = '';
  /** Pieces of answers that have come so far. */
  #signs = 0;
  /** Whether the last thing that is known of the team is that it answers. */
  #isThere = true;
  #isLooking = false;
  /** How often somebody has asked for the team; what was on its way before says nothing of it. */
  #wakes = 0;

  constructor(private readonly options: HttpTeamOptions) {
    const { origin, secrets, key, clock, timer, agent, headers, heartbeat = HEARTBEAT } = options;
    this.#tokens = new SessionTokens({
      secrets,
      key,
      clock,
      call: (route, input) => this.#send(route, input),
    });
    this.#socket = new TeamSocket({
      origin,
      tokens: this.#tokens,
      timer,
      heartbeat,
      ...(agent && { agent }),
      ...(headers && { headers }),
      signs: () => this.#signs,
      heard: (hint) => this.#listen(hint),
    });
  }

  server(): Promise<Answer<typeof getServer>> {
    return this.#send(getServer, {}, { token: this.#token });
  }

  pull(cursor: string | null, limit: number, known?: string): ReturnType<TeamConnection['pull']> {
    return this.ask(pullChanges, {
      query: { limit, ...(cursor !== null && { cursor }), ...(known !== undefined && { known }) },
    });
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
      return await this.#send(route, input, { token: this.#token });
    } catch (error) {
      if (!(error instanceof ApiError) || !REFUSED.has(error.code)) throw error;
      this.#token = await this.#tokens.renew();
      return this.#send(route, input, { token: this.#token });
    }
  }

  onHint(heard: (hint: Hint) => void): () => void {
    this.#heard.add(heard);
    this.#socket.connect();
    return () => void this.#heard.delete(heard);
  }

  wake(): void {
    this.#wakes++;
    this.#hangUp();
    this.#isThere = true;
    this.#socket.wake();
  }

  close(): Promise<void> {
    this.#isThere = false;
    this.#hangUp();
    this.#socket.close();
    return Promise.resolve();
  }

  #listen(hint: Hint): void {
    if (hint === 'unheard') return void this.#look();
    this.#isThere = hint !== 'lost';
    if (hint === 'lost') this.#hangUp();
    this.#tell(hint);
  }

  /** Whether a team whose news have stopped still answers, where nothing else would notice for a while. */
  async #look(): Promise<void> {
    if (this.#isLooking || !this.#isThere) return;
    this.#isLooking = true;
    const [before, wakes] = [this.#signs, this.#wakes];
    const { timeout } = this.options.heartbeat ?? HEARTBEAT;
    const answers = await this.#send(getServer, {}, { silence: timeout }).then(
      () => true,
      () => this.#signs !== before,
    );
    this.#isLooking = false;
    if (this.#wakes !== wakes) return;
    if (answers) this.#tell('unheard');
    else this.#listen('lost');
  }

  #tell(hint: Hint): void {
    for (const heard of this.#heard) heard(hint);
  }

  /** What was asked of a team that is not there would be waited for in vain. */
  #hangUp(): void {
    for (const flight of this.#flights) flight.hangUp();
  }

  async #send<R extends Route>(
    route: R,
    input: CallInput<R>,
    { token, silence = this.options.timeout ?? 30_000 }: Manner = {},
  ): Promise<Answer<R>> {
    const { origin, headers, timer, fetch = heardFetch } = this.options;
    const flight = new Flight(timer, { silence, most: silence * MOST_SILENCES });
    const send = fetch(() => {
      this.#signs++;
      this.#isThere = true;
      flight.heard();
    });
    let cause: unknown;
    const call = createClient({
      api: `${origin}/api/v1`,
      origin,
      headers: () => ({ ...headers, ...(token && { authorization: `Bearer ${token}` }) }),
      fetch: (url, init) =>
        send(url, init).catch((error: unknown) => {
          cause = error;
          throw error;
        }),
    });
    this.#flights.add(flight);
    try {
      return await call(route, input, { signal: flight.signal });
    } catch (error) {
      if (error instanceof ApiError && error.status > 0) throw error;
      const details = isUntrusted(cause) ? UNTRUSTED : undefined;
      throw new ApiError('UNREACHABLE', 0, 'The team does not answer.', details);
    } finally {
      flight.over();
      this.#flights.delete(flight);
    }
  }
}
