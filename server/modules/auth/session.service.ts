import type { KeyObject } from 'node:crypto';
import type { Session } from '../../contract/auth.ts';
import { AppError, invalidAt, notFound } from '../../errors.ts';
import type { Actor, RequestMetadata } from '../../ports/actor.ts';
import { isoNow, type Clock } from '../../ports/clock.ts';
import type { Effects } from '../../ports/effects.ts';
import { eventOf } from '../../ports/event.ts';
import type { Limit } from '../../ports/limits.ts';
import type { SessionState } from '../../ports/session-states.ts';
import type { AccessToken, AccessTokens } from './access-tokens.ts';
import type { AccountNews } from './account-news.ts';
import { hashOf, readToken, successorOf, tokenOf, type RefreshSecret } from './secrets.ts';
import { isFresh, judgeLate } from './session.ts';
import type { ClientKind, SessionSecrets, SessionStore } from './session.store.ts';

export interface SessionDeps {
  readonly sessions: SessionStore;
  readonly tokens: AccessTokens;
  readonly news: AccountNews;
  readonly clock: Clock;
  /** Makes the successors of browsers' secrets; the same on every server. */
  readonly browserKey: KeyObject;
  /** What one session may ask, renewals included; null: as much as it likes. */
  readonly requests: Limit | null;
}

/** Steps from one secret to the next that are tried while others take them too. */
const MOST_TRIES = 4;

const ended = (): AppError => new AppError('SESSION_ENDED', 'This device was signed out. Sign in again.');

const disabled = (): AppError =>
  new AppError('ACCOUNT_DISABLED', 'This account is disabled. Ask an administrator of your team.');

/** Whether to say so: only to who holds a secret of that very session. */
const isDisabledFor = (session: SessionSecrets, presented: Buffer): boolean =>
  session.disabled &&
  (session.currentHash.equals(presented) || session.previousHash?.equals(presented) === true);

/** Devices that are signed in: renewing, listing, ending. */
export class SessionService {
  constructor(private readonly deps: SessionDeps) {}

  /** An app shows its secret and the next one, which it has saved before it asked. */
  async refreshApp(
    { refreshToken, next }: { refreshToken: string; next: string },
    metadata: RequestMetadata,
  ): Promise<AccessToken> {
    const presented = readToken(refreshToken);
    if (!presented) throw ended();
    return this.#refresh('app', presented, next, metadata);
  }

  /** A browser shows its cookie, and gets the next one. */
  async refreshBrowser(
    cookie: string,
    metadata: RequestMetadata,
  ): Promise<AccessToken & { readonly refreshToken: string }> {
    const presented = readToken(cookie);
    if (!presented) throw ended();
    const secret = successorOf(presented, this.deps.browserKey);
    const access = await this.#refresh('browser', presented, secret, metadata);
    return { ...access, refreshToken: tokenOf({ sessionId: presented.sessionId, secret }) };
  }

  async logout(actor: Actor, metadata: RequestMetadata): Promise<void> {
    const { sessionId } = actor;
    if (sessionId === undefined) throw notFound();
    const effects = this.#act('user.logout', actor, actor.id, metadata);
    if (await this.deps.sessions.end(sessionId, actor.id, effects))
      await this.deps.news.ended([sessionId], actor);
  }

  /** Of a browser that signs in anew, by the cookie that it still had; another account's too. */
  async endReplaced(cookie: string, metadata: RequestMetadata): Promise<void> {
    const presented = readToken(cookie);
    const session = presented && (await this.deps.sessions.secrets(presented.sessionId));
    if (!presented || !session?.alive || session.kind !== 'browser') return;
    if (!session.currentHash.equals(hashOf(presented.secret))) return;
    const actor: Actor = { id: session.userId, role: session.role };
    const effects = this.#act('session.ended', actor, presented.sessionId, metadata);
    await this.#end(presented.sessionId, actor, effects);
  }

  async list(actor: Actor): Promise<Session[]> {
    const items = await this.deps.sessions.list(actor.id);
    return items.map((item) => ({ ...item, current: item.id === actor.sessionId }));
  }

  async end(actor: Actor, sessionId: string, metadata: RequestMetadata): Promise<void> {
    const effects = this.#act('session.ended', actor, sessionId, metadata);
    if (!(await this.#end(sessionId, actor, effects))) throw notFound();
  }

  async #end(sessionId: string, { id }: Actor, effects: Effects): Promise<boolean> {
    const isEnded = await this.deps.sessions.end(sessionId, id, effects);
    if (isEnded) await this.deps.news.ended([sessionId]);
    return isEnded;
  }

  async #refresh(
    kind: ClientKind,
    { sessionId, secret }: RefreshSecret,
    nextSecret: string,
    metadata: RequestMetadata,
  ): Promise<AccessToken> {
    const { sessions } = this.deps;
    await this.#refuseBusy(sessionId);
    const [presented, next] = [hashOf(secret), hashOf(nextSecret)];
    const rotation = { sessionId, kind, presented, next, ipAddress: metadata.ipAddress ?? null };
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const state: SessionState | null = await sessions.rotate(rotation);
      if (state) return this.#renewed(state.userId, sessionId);
      const session = await sessions.secrets(sessionId);
      if (!session) throw ended();
      const late = { kind, presented, next };
      const verdict = judgeLate(session, late);
      switch (verdict) {
        case 'again':
          return this.#renewed(session.userId, sessionId);
        case 'ended':
        case 'foreign':
          throw isDisabledFor(session, presented) ? disabled() : ended();
        case 'current':
          // Either another step was faster and this secret became current by it, or `next` is not a new one.
          if (!isFresh(session, next)) throw invalidAt('next', { code: 'NOT_NEW' });
          break;
        case 'reused': {
          const actor: Actor = { id: session.userId, role: session.role };
          const effects = this.#act('session.reused', actor, sessionId, metadata);
          if (await sessions.endIfCurrent(sessionId, session.currentHash, effects)) {
            await this.deps.news.ended([sessionId]);
            throw ended();
          }
          break;
        }
      }
    }
    throw ended();
  }

  /** Counted now: until its secret was looked at, a session is only what somebody claims, and nobody uses up another's. */
  async #renewed(userId: string, sessionId: string): Promise<AccessToken> {
    await this.deps.requests?.take(sessionId);
    return this.deps.tokens.issue({ userId, sessionId });
  }

  async #refuseBusy(sessionId: string): Promise<void> {
    const state = await this.deps.requests?.look(sessionId);
    if (!state || state.remaining > 0) return;
    const retryAfter = Math.max(1, state.resetIn);
    throw new AppError('RATE_LIMITED', `Too many requests. Try again in ${retryAfter} seconds.`, {
      retryAfter,
    });
  }

  #act(
    type: 'user.logout' | 'session.ended' | 'session.reused',
    actor: Actor,
    entityId: string,
    metadata: RequestMetadata,
  ): Effects {
    const at = isoNow(this.deps.clock);
    return {
      events: [eventOf({ type, actor, entityId, changes: {}, metadata, at })],
      notifications: [],
    };
  }
}
