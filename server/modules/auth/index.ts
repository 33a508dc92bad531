import type { KeyObject } from 'node:crypto';
import type { SigningKeys } from '../../ports/access-token.ts';
import type { Actor } from '../../ports/actor.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DomainEvents } from '../../ports/domain-events.ts';
import type { Generations } from '../../ports/generations.ts';
import type { Limit } from '../../ports/limits.ts';
import type { SessionStates } from '../../ports/session-states.ts';
import type { UserStore } from '../users/index.ts';
import { AccessTokens } from './access-tokens.ts';
import { AccountAdminService } from './account-admin.service.ts';
import { AccountNews } from './account-news.ts';
import type { AccountStore } from './account.store.ts';
import { AuthService, type Registration } from './auth.service.ts';
import { AccountConsole } from './console.ts';
import type { LinkStore } from './link.store.ts';
import { LoginLimits, type LoginLimitSet } from './login-limits.ts';
import type { Passwords } from './passwords.ts';
import type { Origins } from './refresh-cookie.ts';
import { SessionService } from './session.service.ts';
import type { SessionStore } from './session.store.ts';

export { authRoutes } from './auth.routes.ts';
export { accessKeys, browserKey } from './signing-keys.ts';
export { LOGIN_FACTORS, LOGIN_WINDOW_SECONDS, type LoginLimitSet } from './login-limits.ts';
export type { Account, AccountStore, PasswordChange, Registered, Revision } from './account.store.ts';
export type { Link, LinkStore, NewLink } from './link.store.ts';
export type { Passwords } from './passwords.ts';
export type { SessionStore } from './session.store.ts';
export type { SigningKeyStore, StoredKey } from './signing-key.store.ts';

export interface AuthOptions {
  readonly accounts: AccountStore;
  readonly sessionStore: SessionStore;
  readonly links: LinkStore;
  readonly users: UserStore;
  readonly passwords: Passwords;
  readonly states: SessionStates;
  readonly generations: Generations;
  readonly domain: DomainEvents;
  readonly clock: Clock;
  readonly keys: SigningKeys;
  readonly browserKey: KeyObject;
  /** Issuer of access tokens. */
  readonly instanceId: string;
  /** Null: none (RATE_LIMIT_LOGIN=off). */
  readonly limits: LoginLimitSet | null;
  /** What one session may ask, the same that counts its requests; null: none. */
  readonly requests: Limit | null;
  readonly registration: () => Registration;
  readonly firstIsAdmin: boolean;
  readonly origins: () => Origins;
  /** Where links lead, with what stands before `join#token`; PUBLIC_URL and `/` where it is null. */
  readonly linkBase: (() => string) | null;
}

/** A living socket's owner, and until when its token says so. */
export interface Authenticated {
  readonly actor: Actor;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Accounts of a team, wired by constructor. */
export function createAuth(options: AuthOptions) {
  const { accounts, sessionStore, links, users, passwords, states, clock, registration, origins } = options;
  const news = new AccountNews(states, options.generations, options.domain);
  const tokens = new AccessTokens(options.keys, options.instanceId, clock);
  const limits = new LoginLimits(options.limits);
  const linkBase = options.linkBase ?? (() => `${origins().own}/`);
  const { firstIsAdmin, browserKey, requests } = options;
  const auth = new AuthService({
    accounts,
    sessions: sessionStore,
    links,
    passwords,
    tokens,
    limits,
    news,
    clock,
    registration,
    firstIsAdmin,
  });
  const sessions = new SessionService({
    sessions: sessionStore,
    tokens,
    news,
    clock,
    browserKey,
    requests,
  });
  const admin = new AccountAdminService({ accounts, links, users, news, clock, registration, linkBase });
  const console = new AccountConsole({ accounts, passwords, admin, clock });

  /** Who a token stands for, where there is no request (sockets); null: nobody. Throws STORE_UNAVAILABLE. */
  const authenticate = async (token: string): Promise<Authenticated | null> => {
    const claims = tokens.read(token);
    const state = claims && (await states.get(claims.sessionId, claims));
    if (!claims || state?.userId !== claims.userId) return null;
    const actor = { id: claims.userId, role: state.role, sessionId: claims.sessionId };
    return { actor, expiresAt: claims.expiresAt };
  };
  return { auth, sessions, admin, console, authenticate };
}

export type Auth = ReturnType<typeof createAuth>;
