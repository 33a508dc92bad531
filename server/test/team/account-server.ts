import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import Koa from 'koa';
import { inject } from 'vitest';
import { PasswordPool } from '../../adapters/team/passwords/pool.ts';
import { PostgresAccountStore } from '../../adapters/team/postgres/account.store.ts';
import { Database } from '../../adapters/team/postgres/database.ts';
import { PostgresLinkStore } from '../../adapters/team/postgres/link.store.ts';
import { PostgresSessionStore } from '../../adapters/team/postgres/session.store.ts';
import { PostgresSigningKeyStore } from '../../adapters/team/postgres/signing-key.store.ts';
import { PostgresUserStore } from '../../adapters/team/postgres/user.store.ts';
import { localLimit, openRedis } from '../../adapters/team/redis/index.ts';
import { bearer } from '../../http/bearer.ts';
import { errors, requestId } from '../../http/errors.ts';
import { PostgresIdempotency } from '../../adapters/team/postgres/idempotency.ts';
import { mount } from '../../http/mount.ts';
import { createLog } from '../../log.ts';
import {
  LOGIN_FACTORS,
  LOGIN_WINDOW_SECONDS,
  accessKeys,
  authRoutes,
  browserKey,
  createAuth,
  type Auth,
  type Passwords,
  type StoredKey,
} from '../../modules/auth/index.ts';
import { UserService, userRoutes } from '../../modules/users/index.ts';
import type { SigningKeys } from '../../ports/access-token.ts';
import { systemClock, type Clock } from '../../ports/clock.ts';
import { DomainEvents, type DomainEvent } from '../../ports/domain-events.ts';
import type { Generations } from '../../ports/generations.ts';
import { openFresh } from './database.ts';

const WORKER = path.resolve(import.meta.dirname, '../../adapters/team/passwords/password-worker.mjs');

export interface AccountServerOptions {
  /** Of a database that another server of this test is on already. */
  readonly url?: string;
  readonly registration?: 'open' | 'invite' | 'closed';
  readonly firstIsAdmin?: boolean;
  /** Failed logins of one address and account; null: without limits. */
  readonly loginLimit?: number | null;
  /** Requests of one session, which renewals count as; null: without limit. */
  readonly requests?: number | null;
  readonly keys?: readonly StoredKey[];
  readonly clock?: Clock;
  /** Looks at, or stands in for, what hashes. */
  readonly wrapPasswords?: (passwords: Passwords) => Passwords;
  readonly publicUrl?: string;
}

export interface Asking {
  readonly token?: string;
  readonly cookie?: string;
  readonly origin?: string | null;
  /** The address that a trusted proxy names. */
  readonly from?: string;
}

export interface Told {
  readonly status: number;
  readonly code: string | undefined;
  readonly json: Record<string, unknown>;
  readonly headers: Headers;
  /** The refresh cookie that was set: `name=value`. */
  readonly cookie: string | undefined;
}

/** In order, for answers of which nobody knows who was first. */
export const statusesOf = (all: readonly Told[]): number[] =>
  all.map(({ status }) => status).toSorted((a, b) => a - b);

export const PASSWORD = 'correct horse battery';

/** Accounts as a team's server has them, on real stores, with everything else left out. */
export class AccountServer {
  readonly told: DomainEvent[] = [];
  readonly replaced: string[] = [];
  readonly log: string[] = [];
  #close: () => Promise<void> = () => Promise.resolve();

  private constructor(
    readonly origin: string,
    readonly url: string,
    readonly database: Database,
    readonly auth: Auth,
    readonly keys: SigningKeys,
  ) {}

  static async start(options: AccountServerOptions = {}): Promise<AccountServer> {
    const { database, url, close } = options.url ? await onSame(options.url) : await openFresh();
    // Copies of the template would all be one instance, and share its keys in Redis.
    const text = options.url
      ? 'SELECT instance_id AS id FROM meta'
      : 'UPDATE meta SET instance_id = gen_random_uuid() RETURNING instance_id AS id';
    const [meta] = await database.rows<{ id: string }>({ name: '', text }, []);
    const instanceId = meta?.id ?? '';
    const sessionStore = new PostgresSessionStore(database);
    const keyStore = new PostgresSigningKeyStore(database);
    const users = new PostgresUserStore(database);
    const failed = (error: unknown): void => void lines.push(String(error));
    const lines: string[] = [];
    const redis = openRedis({ url: inject('redisUrl'), scope: instanceId, onError: failed });
    while (!(await redis.ping())) await new Promise((resolve) => setTimeout(resolve, 5));
    const states = redis.sessionStates(sessionStore);
    const pool = new PasswordPool({ worker: WORKER, rounds: 4, onError: failed, mostWaiting: 1000 });
    const keys = await accessKeys(keyStore, options.keys ?? null);
    const domain = new DomainEvents(failed);
    const clock = options.clock ?? systemClock;
    const replaced: string[] = [];
    const generations: Generations = {
      read: () => Promise.resolve(null),
      replace: (names) => Promise.resolve(void replaced.push(...names)),
    };
    const login = options.loginLimit === undefined ? null : options.loginLimit;
    const limit = (name: keyof typeof LOGIN_FACTORS) =>
      redis.limit(name, (login ?? 0) * LOGIN_FACTORS[name], LOGIN_WINDOW_SECONDS);
    let origin = '';
    const auth = createAuth({
      accounts: new PostgresAccountStore(database),
      sessionStore,
      links: new PostgresLinkStore(database),
      users,
      passwords: (options.wrapPasswords ?? ((same) => same))(pool),
      states,
      generations,
      domain,
      clock,
      keys,
      browserKey: await browserKey(keyStore),
      instanceId,
      limits:
        login === null
          ? null
          : { placeAndAccount: limit('placeAndAccount'), place: limit('place'), account: limit('account') },
      requests: options.requests ? localLimit('session', options.requests, 60) : null,
      registration: () => options.registration ?? 'open',
      firstIsAdmin: options.firstIsAdmin ?? false,
      origins: () => ({ own: options.publicUrl ?? origin, others: ['https://other.example'] }),
      linkBase: null,
    });
    const app = new Koa({ proxy: true });
    app.use(requestId).use(errors(createLog('trace', { write: (line) => void lines.push(line) })));
    const routes = [
      ...authRoutes({
        ...auth,
        origins: () => ({ own: options.publicUrl ?? origin, others: ['https://other.example'] }),
      }),
      ...userRoutes(new UserService(users, clock, domain)),
    ];
    const surroundings = {
      admit: bearer({ keys, issuer: instanceId, clock, states }),
      idempotency: new PostgresIdempotency(database),
      strict: true,
      report: (message: string) => void lines.push(message),
    };
    app.use(mount('/api/v1', routes, surroundings));
    const handle = app.callback();
    const server = createServer((request, response) => void handle(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const made = new AccountServer(origin, url, database, auth, keys);
    domain.subscribe((event) => void made.told.push(event));
    Object.assign(made, { log: lines, replaced });
    made.#close = async () => {
      server.closeAllConnections();
      server.close();
      await pool.close();
      await redis.close();
      await close();
    };
    return made;
  }

  async ask(method: string, route: string, body?: unknown, asking: Asking = {}): Promise<Told> {
    const { token, cookie, origin = this.origin, from } = asking;
    const response = await fetch(`${this.origin}/api/v1${route}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(cookie ? { cookie } : {}),
        ...(origin ? { origin } : {}),
        ...(from ? { 'x-forwarded-for': from } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = (text ? JSON.parse(text) : {}) as Record<string, unknown>;
    const cookieSet = response.headers.getSetCookie()[0]?.split(';')[0];
    const code = response.ok ? undefined : (json['code'] as string);
    return { status: response.status, code, json, headers: response.headers, cookie: cookieSet };
  }

  post(route: string, body?: unknown, asking?: Asking): Promise<Told> {
    return this.ask('POST', route, body, asking);
  }

  /** An account with PASSWORD. */
  async register(email: string): Promise<string> {
    const made = await this.post('/auth/register', { email, password: PASSWORD });
    if (made.status !== 201) throw new Error(`register ${email}: ${made.status} ${made.code}`);
    return made.json['id'] as string;
  }

  /** An app that has signed in. */
  async app(
    email: string,
    asking?: Asking,
  ): Promise<{ token: string; refreshToken: string; sessionId: string }> {
    const told = await this.post('/auth/login', { email, password: PASSWORD, client: 'app' }, asking);
    if (told.status !== 200) throw new Error(`login ${email}: ${told.status} ${told.code}`);
    const refreshToken = told.json['refreshToken'] as string;
    return {
      token: told.json['accessToken'] as string,
      refreshToken,
      sessionId: refreshToken.split('.')[0] ?? '',
    };
  }

  /** An administrator who has signed in. */
  async admin(email = 'admin@example.org'): Promise<{ id: string; token: string }> {
    const { id } = await this.auth.console.createAdmin(email, PASSWORD);
    return { id, token: (await this.app(email)).token };
  }

  /** Rows of one statement, as a test looks at them. */
  rows<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.database.rows<Row>({ name: '', text }, values);
  }

  /** Types of the events so far, oldest first. */
  async events(): Promise<string[]> {
    const rows = await this.rows<{ type: string }>('SELECT type FROM changes WHERE audit ORDER BY xid, id');
    return rows.map(({ type }) => type);
  }

  close(): Promise<void> {
    return this.#close();
  }
}

async function onSame(url: string) {
  const database = await Database.open({ url, poolSize: 5, prepared: true, onError: () => undefined });
  return { database, url, close: () => database.close() };
}
