import type { RequestListener, Server } from 'node:http';
import type { Logger } from 'pino';
import { Follower } from './adapters/team/follower.ts';
import { EVENTS, openMongo } from './adapters/team/mongo/index.ts';
import { PasswordPool } from './adapters/team/passwords/pool.ts';
import { PostgresAccountStore } from './adapters/team/postgres/account.store.ts';
import { ChangesReader } from './adapters/team/postgres/changes-reader.ts';
import { Feed } from './adapters/team/postgres/feed.ts';
import { openPostgres } from './adapters/team/postgres/index.ts';
import { PostgresLinkStore } from './adapters/team/postgres/link.store.ts';
import { PostgresSessionStore } from './adapters/team/postgres/session.store.ts';
import { PostgresSigningKeyStore } from './adapters/team/postgres/signing-key.store.ts';
import { openRedis, type TeamRedis } from './adapters/team/redis/index.ts';
import { createApp } from './app.ts';
import { openApi } from './contract/openapi.ts';
import { TEAM_ROUTES } from './contract/routes.ts';
import { AppError } from './errors.ts';
import { CachedAnswers } from './http/answers.ts';
import { bearer } from './http/bearer.ts';
import type { Surroundings } from './http/bind.ts';
import { crossOrigin } from './http/cross-origin.ts';
import { limitFiles, limitRequests } from './http/rate-limit.ts';
import { allowUpgrades } from './http/upgrades.ts';
import {
  LOGIN_FACTORS,
  LOGIN_WINDOW_SECONDS,
  accessKeys,
  authRoutes,
  browserKey,
  createAuth,
  type Auth,
} from './modules/auth/index.ts';
import { Realtime, attachSockets, type SocketDoor } from './modules/realtime/index.ts';
import { DomainEvents } from './ports/domain-events.ts';
import type { Generations } from './ports/generations.ts';
import type { Timer } from './ports/timer.ts';
import { createServices } from './services.ts';
import { createHealth, healthRoutes, serverRoute, type Health } from './team/health.ts';
import { knownPeople } from './team/people.ts';
import type { TeamConfig } from './team-config.ts';

type Told =
  | 'databaseUrl'
  | 'databaseDirectUrl'
  | 'mongodbUrl'
  | 'redisUrl'
  | 'jwtKeys'
  | 'registration'
  | 'limits'
  | 'eventRetentionDays'
  | 'publicUrl'
  | 'corsOrigins'
  | 'trustedProxies'
  | 'prepared'
  | 'poolSize';

export interface TeamOptions extends Pick<TeamConfig, Told> {
  /** Where browsers reach it: PUBLIC_URL, or where it listens, known when it does. */
  readonly origin: () => string;
  /** On a person's own machine, over a team's databases: whoever comes first is its admin, and links open the app. */
  readonly embedded: boolean;
  readonly version: string;
  readonly windowFolder: string;
  readonly docsFolder: string;
  /** The file that hashes passwords in threads. */
  readonly passwordWorker: string;
  /** Of bcrypt: 12 in use, fewer in tests. */
  readonly passwordRounds?: number;
  readonly log: Logger;
  readonly timer: Timer;
  /** Whether a wrong answer is a failure: in tests. */
  readonly strict: boolean;
}

/** A team side that is open. It owns its connections, followers and threads. */
export interface Team {
  readonly instanceId: string;
  readonly listener: RequestListener;
  /** Puts its sockets on that server, before it listens. */
  readonly attach: (server: Server) => void;
  readonly console: Auth['console'];
  readonly health: Health;
  /** Ends the sockets of this server. */
  readonly closeSockets: () => Promise<void>;
  /** Ends sockets and followers, then closes what it opened. */
  readonly close: () => Promise<void>;
}

const MINUTE = 60;
/** What a window loads before anybody signs in; once for each of its files. */
const OPEN_FACTOR = 6;
/** Connections that have not said who they are: after a restart a whole team comes back at once. */
const MOST_PENDING = 500;
const SILENT_MS = 10_000;
const APP_LINK = 'taskflow://';

/** Opens PostgreSQL and what stands around it. Throws STORE_UNAVAILABLE without PostgreSQL; the others may be away. */
export async function openTeam(options: TeamOptions): Promise<Team> {
  const { log, timer, version, origin, embedded } = options;
  const onError = (error: unknown): void => log.warn({ err: error }, 'a part of the team is away');
  const closing: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (const end of closing.splice(0).toReversed()) await Promise.resolve(end()).catch(onError);
  };
  try {
    // PostgreSQL names the team, and under that name it is in Redis, which says when counts in PostgreSQL are outdated.
    let redis: TeamRedis | null = null;
    const generations: Generations = {
      read: (names) => redis?.generations.read(names) ?? Promise.resolve(null),
      replace: (names) => redis?.generations.replace(names) ?? Promise.resolve(),
    };
    const postgres = await openPostgres({
      url: options.databaseUrl,
      ...(options.databaseDirectUrl ? { directUrl: options.databaseDirectUrl } : {}),
      poolSize: options.poolSize,
      prepared: options.prepared,
      generations,
      onError,
    });
    closing.push(() => postgres.close());
    const { database, clock, meta } = postgres;
    const { instanceId } = meta();
    redis = openRedis({ url: options.redisUrl, scope: instanceId, onError });
    const { limit } = redis;
    closing.push(() => redis.close());
    const mongo = openMongo({
      url: options.mongodbUrl,
      clock,
      retentionDays: options.eventRetentionDays,
      onError,
    });
    closing.push(() => mongo.close());

    const domain = new DomainEvents((error) => log.error({ err: error }, 'background work failed'));
    // Before whatever tells people of changes, so that what they then ask is not answered as it was.
    const answers = new CachedAnswers({ generations, cache: redis.answers, domain, clock, version });
    closing.push(() => answers.close());
    const audit = new Follower({ feed: new Feed(database, EVENTS), handle: mongo.relay, timer, onError });
    closing.push(() => audit.stop());
    domain.subscribe(() => audit.wake());

    const users = knownPeople(postgres.users, generations);
    const services = createServices({
      stores: {
        tasks: postgres.tasks,
        users,
        events: mongo.events(new ChangesReader(database)),
        notifications: postgres.notifications,
        state: postgres.state,
      },
      domain,
      clock,
      timer,
      remindAtDue: () => true,
      whole: { instanceId, backup: () => Promise.resolve(), replaceAll: null },
      onError: (error) => log.error({ err: error }, 'background work failed'),
    });

    const sessionStore = new PostgresSessionStore(database);
    const states = redis.sessionStates(sessionStore);
    const signing = new PostgresSigningKeyStore(database);
    const keys = await accessKeys(signing, options.jwtKeys);
    const passwords = new PasswordPool({
      worker: options.passwordWorker,
      rounds: options.passwordRounds ?? 12,
      onError,
    });
    closing.push(() => passwords.close());
    const origins = () => ({ own: origin(), others: options.corsOrigins });
    const registration = () => meta().registration ?? options.registration;
    const { login } = options.limits;
    const loginLimit = (name: keyof typeof LOGIN_FACTORS, points: number) =>
      limit(`login:${name}`, points * LOGIN_FACTORS[name], LOGIN_WINDOW_SECONDS);
    const auth = createAuth({
      accounts: new PostgresAccountStore(database),
      sessionStore,
      links: new PostgresLinkStore(database),
      users,
      passwords,
      states,
      generations,
      domain,
      clock,
      keys,
      browserKey: await browserKey(signing),
      instanceId,
      limits:
        login === null
          ? null
          : {
              placeAndAccount: loginLimit('placeAndAccount', login),
              place: loginLimit('place', login),
              account: loginLimit('account', login),
            },
      registration,
      firstIsAdmin: embedded,
      origins,
      linkBase: embedded ? () => APP_LINK : null,
    });

    const { anonymous, session } = options.limits;
    const here = openRedis({ url: null, scope: instanceId, onError });
    const limits = {
      anonymous: anonymous === null ? null : limit('anonymous', anonymous, MINUTE),
      open: anonymous === null ? null : here.limit('open', anonymous * OPEN_FACTOR, MINUTE),
      session: session === null ? null : here.limit('session', session, MINUTE),
    };
    const surroundings: Surroundings = {
      admit: limitRequests(bearer({ keys, issuer: instanceId, clock, states }), limits),
      idempotency: postgres.idempotency,
      answers,
      strict: options.strict,
      report: (message, details) => log.error({ details }, message),
    };
    const health = createHealth({
      database: postgres.ready,
      others: { redis: redis.ping, mongodb: mongo.ping },
    });
    const app = createApp({
      mounts: [
        {
          prefix: '/api/v1',
          routes: [
            serverRoute({ version, meta, registration, clock }),
            ...authRoutes({ ...auth, origins }),
            ...services.routes,
          ],
          surroundings,
        },
        {
          prefix: '',
          routes: healthRoutes(health),
          surroundings: { ...surroundings, admit: async () => null },
        },
      ],
      around: [
        crossOrigin(options.corsOrigins),
        limitFiles(
          limits.open,
          (path) => path.startsWith('/api/v1/') || path === '/livez' || path === '/readyz',
        ),
      ],
      log,
      socketOrigin: () => origin().replace(/^http/, 'ws'),
      windowFolder: options.windowFolder,
      docsFolder: options.docsFolder,
      document: () => openApi(TEAM_ROUTES, version),
      mayReadDocs: () => true,
      host: 'team',
      trustedProxies: options.trustedProxies,
      https: origin().startsWith('https:'),
    });

    services.reminders.start();
    closing.push(() => services.reminders.close());
    audit.start();
    let sockets: { readonly door: SocketDoor; readonly realtime: Realtime } | null = null;
    const closeSockets = async (): Promise<void> => {
      const open = sockets;
      sockets = null;
      await open?.realtime.close();
      await open?.door.close();
    };
    closing.push(closeSockets);
    const handle = app.callback();
    return {
      instanceId,
      listener: (request, response) => void handle(request, response),
      attach: (server) => {
        const door = attachSockets(server, {
          adapter: redis.socketAdapter,
          mostPending: MOST_PENDING,
          silentMs: SILENT_MS,
          allow: allowUpgrades({
            origins: [...(options.publicUrl ? [options.publicUrl] : []), ...options.corsOrigins],
            sameHost: options.publicUrl === null,
            limit: limits.open,
            trustedProxies: options.trustedProxies,
          }),
        });
        const realtime = new Realtime([door.namespace('/tasks')], {
          tasks: postgres.tasks,
          users,
          presenter: services.presenter,
          domain,
          clock,
          authenticate: async (_request, token) => {
            const entrance = await auth.authenticate(token);
            if (!entrance) throw new AppError('UNAUTHENTICATED', 'You are not signed in. Sign in.');
            return entrance;
          },
          team: { sessions: { reader: sessionStore, timer }, limit: limits.session, onGap: redis.onGap },
          onError,
        });
        sockets = { door, realtime };
      },
      console: auth.console,
      health,
      closeSockets,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
