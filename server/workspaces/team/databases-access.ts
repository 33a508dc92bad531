import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { ApiError } from '../../contract/client.ts';
import type { Answer, CallInput, Route } from '../../contract/route.ts';
import { drained } from '../../http/drain.ts';
import { LAUNCH_HEADER, guardServer } from '../../http/guard.ts';
import { limitedServer, listen } from '../../http/server.ts';
import type { DatabaseUrls } from '../doctor/by-databases.ts';
import { HttpTeam } from '../replica/http-team.ts';
import type { Hint } from '../replica/team-connection.ts';
import { visitorOf, type TeamAccess, type Visitor } from './access.ts';
import type { TeamLine } from './team-line.ts';
import type { LineDeps } from './url-access.ts';

/** What the team side needs of this process. */
export interface HostDeps {
  readonly passwordWorker: string;
  readonly passwordRounds?: number;
  readonly windowFolder: string;
  readonly docsFolder: string;
}

export interface DatabasesAccessDeps extends LineDeps, HostDeps {
  readonly log: Logger;
  readonly version: string;
  readonly strict: boolean;
}

/** A team side that runs in this process, on loopback, behind a key that nobody else knows. */
interface Hosted {
  readonly origin: string;
  readonly key: string;
  readonly close: () => Promise<void>;
}

const POOL = 4;
const LOGINS = 10;
const DRAIN_MS = 2_000;

/** The team side over three databases: loaded when it is first needed, with all their drivers. Throws STORE_UNAVAILABLE. */
async function host(urls: DatabaseUrls, deps: DatabasesAccessDeps): Promise<Hosted> {
  const { openTeam } = await import('../../team.ts');
  const key = randomBytes(32).toString('base64url');
  let origin = '';
  const team = await openTeam({
    ...urls,
    ...deps,
    databaseDirectUrl: null,
    jwtKeys: null,
    // The team's own word, in its database, goes before.
    registration: 'invite',
    limits: { anonymous: null, session: null, login: LOGINS },
    eventRetentionDays: null,
    metricsToken: null,
    publicUrl: null,
    corsOrigins: [],
    trustedProxies: 0,
    prepared: true,
    poolSize: POOL,
    embedded: true,
    origin: () => origin,
  });
  try {
    const server = limitedServer(team.listener);
    team.attach(server);
    guardServer(server, () => ({ host: new URL(origin).host, launchKey: key, controlKey: key }));
    origin = `http://127.0.0.1:${await listen(server, 0)}`;
    return {
      origin,
      key,
      close: async () => {
        await drained(server, () => team.closeSockets(), DRAIN_MS);
        await team.close();
      },
    };
  } catch (error) {
    await team.close();
    throw error;
  }
}

/** A team by its databases: to whoever asks it is a team's server. While PostgreSQL is away it cannot be reached, and is opened again. */
export class DatabasesAccess implements TeamAccess {
  #hosted: Promise<Hosted> | null = null;
  #closed = false;

  constructor(
    private readonly urls: () => Promise<DatabaseUrls>,
    private readonly deps: DatabasesAccessDeps,
  ) {}

  async visit<T>(work: (visitor: Visitor) => Promise<T>): Promise<T> {
    const { origin, key } = await this.hosted();
    return work(visitorOf({ api: `${origin}/api/v1`, origin }, { [LAUNCH_HEADER]: key }));
  }

  line(key: string): TeamLine {
    return new DatabasesLine(
      () => this.hosted(),
      ({ origin, key: launchKey }) =>
        new HttpTeam({ ...this.deps, key, origin, headers: { [LAUNCH_HEADER]: launchKey } }),
    );
  }

  /** There is no certificate on loopback. */
  believe(): void {
    // nothing to believe
  }

  async again(): Promise<void> {
    const hosted = await this.#hosted?.catch(() => null);
    this.#hosted = null;
    await hosted?.close();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.again();
  }

  /** Rejects with ApiError; the next one to ask tries again. */
  hosted(): Promise<Hosted> {
    if (this.#closed) return Promise.reject(new ApiError('UNREACHABLE', 0, 'It is being closed.'));
    return (this.#hosted ??= this.urls()
      .then((urls) => host(urls, this.deps))
      .catch((error: unknown) => {
        this.#hosted = null;
        if (error instanceof ApiError) throw error;
        this.deps.log.warn({ err: error }, 'a team’s databases could not be opened');
        throw new ApiError('UNREACHABLE', 0, 'The team’s databases cannot be reached.');
      }));
  }
}

/** The line to a team side that is opened when something is asked of it. */
class DatabasesLine implements TeamLine {
  #opened: { readonly on: Hosted; readonly team: HttpTeam } | null = null;
  readonly #heard = new Set<(hint: Hint) => void>();

  constructor(
    private readonly hosted: () => Promise<Hosted>,
    private readonly connect: (hosted: Hosted) => HttpTeam,
  ) {}

  async server(): ReturnType<TeamLine['server']> {
    return (await this.#team()).server();
  }

  async pull(...asked: Parameters<TeamLine['pull']>): ReturnType<TeamLine['pull']> {
    return (await this.#team()).pull(...asked);
  }

  async push(mutations: Parameters<TeamLine['push']>[0]): ReturnType<TeamLine['push']> {
    return (await this.#team()).push(mutations);
  }

  async profile(): ReturnType<TeamLine['profile']> {
    return (await this.#team()).profile();
  }

  async readNotifications(ids: readonly string[]): Promise<void> {
    return (await this.#team()).readNotifications(ids);
  }

  async ask<R extends Route>(route: R, input: CallInput<R>): Promise<Answer<R>> {
    return (await this.#team()).ask(route, input);
  }

  onHint(heard: (hint: Hint) => void): () => void {
    this.#heard.add(heard);
    return () => void this.#heard.delete(heard);
  }

  wake(): void {
    this.#opened?.team.wake();
  }

  async close(): Promise<void> {
    await this.#opened?.team.close();
  }

  async #team(): Promise<HttpTeam> {
    const on = await this.hosted();
    if (this.#opened?.on === on) return this.#opened.team;
    const before = this.#opened?.team;
    const team = this.connect(on);
    this.#opened = { on, team };
    team.onHint((hint) => {
      for (const heard of this.#heard) heard(hint);
    });
    await before?.close();
    return team;
  }
}
