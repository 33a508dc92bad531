import type { RequestListener, Server } from 'node:http';
import { ChangesReader } from './adapters/team/postgres/changes-reader.ts';
import { PostgresOthers } from './adapters/team/postgres/others.ts';
import { localLimit } from './adapters/team/redis/index.ts';
import { createApp } from './app.ts';
import { openApi } from './contract/openapi.ts';
import { TEAM_ROUTES } from './contract/routes.ts';
import { AppError } from './errors.ts';
import { whenAnswered } from './http/answered.ts';
import { CachedAnswers } from './http/answers.ts';
import type { Surroundings } from './http/bind.ts';
import { crossOrigin } from './http/cross-origin.ts';
import { metrics } from './http/metrics.ts';
import { limitFiles, limitRequests, limitStrays, type RequestLimits } from './http/rate-limit.ts';
import { requestLog } from './http/request-log.ts';
import { Turns } from './http/turns.ts';
import { allowUpgrades } from './http/upgrades.ts';
import type { Auth } from './modules/auth/index.ts';
import { Realtime, attachSockets, type SocketDoor } from './modules/realtime/index.ts';
import { PullService, PushService, syncRoutes } from './modules/sync/index.ts';
import { DomainEvents } from './ports/domain-events.ts';
import type { Limit } from './ports/limits.ts';
import { createServices } from './services.ts';
import { openAccounts, type AccountOptions } from './team/accounts.ts';
import { Closing } from './team/closing.ts';
import { connect, type ConnectionOptions, type Connections } from './team/connections.ts';
import { teamFigures } from './team/figures.ts';
import { createHealth, healthRoutes, serverRoute, type Health } from './team/health.ts';
import { outageLog } from './team/outages.ts';
import { knownPeople } from './team/people.ts';
import type { TeamConfig } from './team-config.ts';

export interface TeamOptions
  extends
    ConnectionOptions,
    Pick<
      TeamConfig,
      'jwtKeys' | 'limits' | 'corsOrigins' | 'registration' | 'publicUrl' | 'trustedProxies' | 'metricsToken'
    >,
    Pick<AccountOptions, 'passwordWorker'> {
  /** Where browsers reach it: PUBLIC_URL, or where it listens, known when it does. */
  readonly origin: () => string;
  /** On a person's own machine, over a team's databases: whoever comes first is its admin, and links open the app. */
  readonly embedded: boolean;
  readonly version: string;
  readonly windowFolder: string;
  readonly docsFolder: string;
  /** Of bcrypt: 12 in use, fewer in tests. */
  readonly passwordRounds?: number | undefined;
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
/** Renewals of an office behind one address: each session's own count besides. */
const RENEWAL_FACTOR = 30;
/** Sockets that come back: a whole office behind one address does so at once, and none of its pages loads anew. */
const UPGRADE_FACTOR = 30;
/** Connections that have not said who they are: after a restart a whole team comes back at once. */
const MOST_PENDING = 500;
const SILENT_MS = 10_000;
/** Imports and exports: each may hold 64 MB, or one of the pool's connections for a minute. */
const TURNS = { atOnce: 4, each: 2 };

/** Opens a team's databases and what stands on them. Throws STORE_UNAVAILABLE without PostgreSQL; the others may be away. */
export async function openTeam(options: TeamOptions): Promise<Team> {
  const { log } = options;
  const closing = new Closing((error) => log.warn({ err: error }, 'not closed in order'));
  try {
    return await compose(options, await connect(options, closing), closing);
  } catch (error) {
    await closing.run();
    throw error;
  }
}

async function compose(options: TeamOptions, connections: Connections, closing: Closing): Promise<Team> {
  const { log, timer, version, origin } = options;
  const { postgres, redis, mongo, generations, instanceId, signals } = connections;
  const { clock, meta } = postgres;
  const onError = outageLog(log.error.bind(log), 'background work failed');
  const domain = new DomainEvents(onError);
  // Before whatever tells people of changes, so that what they then ask is not answered as it was.
  const answers = new CachedAnswers({ generations, cache: redis.answers, domain, clock, version });
  closing.push(() => answers.close());
  domain.subscribe(() => signals.wrote());

  const users = knownPeople(postgres.users, generations);
  const services = createServices({
    stores: {
      tasks: postgres.tasks,
      users,
      events: mongo.events(new ChangesReader(postgres.database)),
      notifications: postgres.notifications,
      state: postgres.state,
      others: new PostgresOthers(postgres.database),
    },
    domain,
    clock,
    timer,
    remindAtDue: () => true,
    whole: { instanceId, backup: () => Promise.resolve(), replaceAll: null },
    onError,
  });
  const registration = () => meta().registration ?? options.registration;
  const { passwordRounds = 12 } = options;
  const limits = requestLimits(options, connections);
  const accounts = await openAccounts(
    {
      ...options,
      connections,
      users,
      requests: limits.session,
      domain,
      registration,
      passwordRounds,
      onError,
      onUnknownKey: outageLog(log.warn.bind(log), 'a token was refused'),
    },
    closing,
  );

  const pulls = new PullService(postgres.sync, (message, details) => log.error({ details }, message));
  const pushes = new PushService({
    store: postgres.sync,
    tasks: postgres.tasks,
    users: postgres.users,
    events: services.events,
    domain,
    clock,
  });
  const surroundings: Surroundings = {
    admit: limitRequests(accounts.admit, limits),
    idempotency: postgres.idempotency,
    turns: new Turns(TURNS),
    stray: limitStrays(limits.open),
    answers,
    strict: options.strict,
    report: (message, details) => log.error({ details }, message),
  };
  const health = createHealth({
    database: postgres.ready,
    others: { redis: redis.ping, mongodb: mongo.ping },
  });
  const open: Surroundings = { ...surroundings, admit: () => Promise.resolve(null) };
  const counts = metrics({
    token: options.metricsToken,
    figures: teamFigures(connections, () => sockets?.door.count() ?? 0),
  });
  let sockets: { readonly door: SocketDoor; readonly realtime: Realtime } | null = null;
  const app = createApp({
    mounts: [
      {
        prefix: '/api/v1',
        routes: [
          serverRoute({ version, meta, registration, clock }),
          ...accounts.routes,
          ...services.routes,
          ...syncRoutes(pulls, pushes),
        ],
        surroundings,
      },
      { prefix: '', routes: healthRoutes(health), surroundings: open },
    ],
    around: [whenAnswered([requestLog(log), counts.count]), counts.answer, crossOrigin(options.corsOrigins)],
    beforeFiles: [limitFiles(limits.open)],
    log,
    socketOrigin: () => origin().replace(/^http/, 'ws'),
    windowFolder: options.windowFolder,
    docsFolder: options.docsFolder,
    document: () => openApi(TEAM_ROUTES, version, 'bearer'),
    mayReadDocs: () => true,
    host: 'team',
    trustedProxies: options.trustedProxies,
    https: origin().startsWith('https:'),
  });

  const listenTo = (door: SocketDoor): Realtime =>
    new Realtime([door.namespace('/tasks')], {
      tasks: postgres.tasks,
      users,
      presenter: services.presenter,
      domain,
      clock,
      authenticate: async (_request, token) => {
        const entrance = await accounts.auth.authenticate(token);
        if (!entrance) throw new AppError('UNAUTHENTICATED', 'You are not signed in. Sign in.');
        return entrance;
      },
      team: {
        sessions: { reader: accounts.sessions, timer },
        onTold: (listener) => accounts.states.onTold(listener),
        limit: limits.session,
        onGap: redis.onGap,
        isAlone: redis.isAlone,
      },
      onError,
    });
  const closeSockets = async (): Promise<void> => {
    const opened = sockets;
    sockets = null;
    await opened?.realtime.close();
    await opened?.door.close();
  };

  services.reminders.start();
  closing.push(() => services.reminders.close());
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
          limit: limits.upgrades,
          trustedProxies: options.trustedProxies,
        }),
      });
      sockets = { door, realtime: listenTo(door) };
    },
    console: accounts.auth.console,
    health,
    closeSockets,
    close: () => closing.run(),
  };
}

/** Who signs in from where is shared by servers; what a window loads and what a session asks counts in this process. */
function requestLimits(
  { limits: { anonymous, session } }: TeamOptions,
  { redis }: Connections,
): RequestLimits & { readonly upgrades: Limit | null } {
  return {
    anonymous: anonymous === null ? null : redis.limit('anonymous', anonymous, MINUTE),
    open: anonymous === null ? null : localLimit('open', anonymous * OPEN_FACTOR, MINUTE),
    renewals: anonymous === null ? null : localLimit('renewals', anonymous * RENEWAL_FACTOR, MINUTE),
    upgrades: anonymous === null ? null : localLimit('upgrades', anonymous * UPGRADE_FACTOR, MINUTE),
    session: session === null ? null : localLimit('session', session, MINUTE),
  };
}
