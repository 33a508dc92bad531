import { PasswordPool } from '../adapters/team/passwords/pool.ts';
import { PostgresAccountStore } from '../adapters/team/postgres/account.store.ts';
import { PostgresLinkStore } from '../adapters/team/postgres/link.store.ts';
import { PostgresSessionStore } from '../adapters/team/postgres/session.store.ts';
import { PostgresSigningKeyStore } from '../adapters/team/postgres/signing-key.store.ts';
import { bearer } from '../http/bearer.ts';
import type { Surroundings } from '../http/bind.ts';
import {
  LOGIN_FACTORS,
  LOGIN_WINDOW_SECONDS,
  accessKeys,
  authRoutes,
  browserKey,
  createAuth,
  type Auth,
  type LoginLimitSet,
  type SessionStore,
} from '../modules/auth/index.ts';
import type { UserStore } from '../modules/users/index.ts';
import type { Bound } from '../http/bind.ts';
import type { SigningKeys } from '../ports/access-token.ts';
import type { DomainEvents } from '../ports/domain-events.ts';
import type { Limit } from '../ports/limits.ts';
import type { SessionStates } from '../ports/session-states.ts';
import type { Registration, TeamConfig } from '../team-config.ts';
import type { Closing } from './closing.ts';
import type { Connections } from './connections.ts';

export interface AccountOptions extends Pick<TeamConfig, 'jwtKeys' | 'limits' | 'corsOrigins'> {
  readonly connections: Connections;
  readonly users: UserStore;
  /** What one session may ask; null: as much as it likes. */
  readonly requests: Limit | null;
  readonly domain: DomainEvents;
  readonly registration: () => Registration;
  readonly origin: () => string;
  readonly embedded: boolean;
  readonly passwordWorker: string;
  readonly passwordRounds: number;
  readonly onError: (error: unknown) => void;
  /** Hears of tokens that name a key which is not here: each of them, also of those that somebody made up. */
  readonly onUnknownKey: (error: Error) => void;
}

/** Who may come in, and how. */
export interface Accounts {
  readonly auth: Auth;
  readonly admit: Surroundings['admit'];
  readonly sessions: SessionStore;
  readonly states: SessionStates;
  readonly routes: readonly Bound[];
}

/** Links of a team that has no server of its own open the app. */
const APP_LINK = 'taskflow://';

/** Accounts over a team's stores. Its threads are given back by `closing`. */
export async function openAccounts(options: AccountOptions, closing: Closing): Promise<Accounts> {
  const { connections, users, domain, embedded, origin, registration, onError } = options;
  const { postgres, redis, generations, instanceId } = connections;
  const { database, clock } = postgres;
  const sessions = new PostgresSessionStore(database);
  const states = redis.sessionStates(sessions);
  const signing = new PostgresSigningKeyStore(database);
  const keys = noting(await accessKeys(signing, options.jwtKeys), options.onUnknownKey);
  const passwords = new PasswordPool({
    worker: options.passwordWorker,
    rounds: options.passwordRounds,
    onError,
  });
  closing.push(() => passwords.close());
  const origins = () => ({ own: origin(), others: [...options.corsOrigins, ...aliasesOf(origin())] });
  const auth = createAuth({
    accounts: new PostgresAccountStore(database),
    sessionStore: sessions,
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
    limits: loginLimits(options.limits.login, redis.limit),
    requests: options.requests,
    registration,
    firstIsAdmin: embedded,
    origins,
    linkBase: embedded ? () => APP_LINK : null,
  });
  return {
    auth,
    admit: bearer({ keys, issuer: instanceId, clock, states }),
    sessions,
    states,
    routes: authRoutes({ ...auth, origins }),
  };
}

/** Servers of which one has another JWT_SECRET sign people out at every other request, and neither can say why. */
const noting = (keys: SigningKeys, onUnknown: (error: Error) => void): SigningKeys => ({
  current: keys.current,
  find: (kid) => {
    const key = keys.find(kid);
    if (!key && typeof kid === 'string')
      onUnknown(
        new Error(
          'An access token names a key that this server does not have. All servers need the same JWT_SECRET.',
        ),
      );
    return key;
  },
});

function loginLimits(points: number | null, limit: Connections['redis']['limit']): LoginLimitSet | null {
  if (points === null) return null;
  const of = (name: keyof typeof LOGIN_FACTORS) =>
    limit(`login:${name}`, points * LOGIN_FACTORS[name], LOGIN_WINDOW_SECONDS);
  return { placeAndAccount: of('placeAndAccount'), place: of('place'), account: of('account') };
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** The other names of this machine: a page at localhost is the one at 127.0.0.1. */
function aliasesOf(own: string): string[] {
  const { protocol, hostname, port } = new URL(own);
  if (!LOOPBACK.includes(hostname)) return [];
  return LOOPBACK.filter((name) => name !== hostname).map((name) => `${protocol}//${name}:${port}`);
}
