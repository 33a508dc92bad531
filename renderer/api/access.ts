import { login, logout, refresh } from '../../server/contract/auth.ts';
import { ApiError, createClient, type Call } from '../../server/contract/client.ts';
import type { Answer } from '../../server/contract/route.ts';
import type { Pass } from './pass.ts';

/** Why nobody is signed in: not yet, the session ended, the account was disabled, another person signed in in this browser. */
export type SignedOut = 'new' | 'ended' | 'disabled' | 'replaced';

export type AccessState =
  | { readonly is: 'starting' }
  | { readonly is: 'unreachable' }
  | { readonly is: 'in' }
  | { readonly is: 'out'; readonly why: SignedOut };

/** The parts of a browser that signing in needs. */
export interface AccessPlace {
  readonly origin: string;
  /** Whether somebody has signed in here: without it nobody is asked for a cookie that is not there. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Runs one at a time among all windows of this browser. */
  readonly locked: <T>(run: () => Promise<T>) => Promise<T>;
  /** What the list of devices calls this one. */
  readonly device: string;
  /** Loads the page anew: what is in memory belongs to somebody else. */
  readonly reload: () => void;
  readonly fetch?: typeof fetch;
}

const HINT = 'taskflow.signedIn';
/** Milliseconds before its end at which a token is renewed. */
const BEFORE_END_MS = 60_000;
/** Milliseconds between tries while the network fails. */
const AGAIN_MS = [500, 2000, 5000];
/** Milliseconds until the next round of tries. */
const ROUND_MS = 15_000;

/** What a request answers that needs another token. */
const STALE = new Set<string>(['TOKEN_EXPIRED', 'SESSION_ENDED', 'UNAUTHENTICATED']);

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether the same may be answered later: nobody is there, or too many ask. */
const passes = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);

/** Whose an access token is; it is read, not believed: the server decides what it is good for. */
export function subjectOf(token: string): string | null {
  try {
    const part = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const { sub } = JSON.parse(atob(part)) as { sub?: unknown };
    return typeof sub === 'string' ? sub : null;
  } catch {
    return null;
  }
}

/**
 * A person's sign-in on a team's server. The access token is in memory only and renewed by the HttpOnly cookie, a minute
 * before it ends or when a request finds it ended. While nobody is signed in, requests wait and go out after the sign-in:
 * what was typed is not lost.
 */
export class Access implements Pass {
  #token: string | null = null;
  #endsAt = 0;
  #userId: string | null = null;
  #state: AccessState = { is: 'starting' };
  #renewing: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #states = new Set<() => void>();
  readonly #tokens = new Set<(token: string) => void>();
  /** Without a token: for the doors that anybody may knock at. */
  readonly open: Call;
  readonly #client: Call;

  constructor(private readonly place: AccessPlace) {
    const options = {
      api: `${place.origin}/api/v1`,
      origin: place.origin,
      ...(place.fetch ? { fetch: place.fetch } : {}),
    };
    this.open = createClient(options);
    this.#client = createClient({ ...options, headers: () => ({ authorization: `Bearer ${this.#token}` }) });
  }

  state = (): AccessState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#states.add(listener);
    return () => void this.#states.delete(listener);
  };

  /** Goes on with the session of this browser, where there is one. */
  async start(): Promise<void> {
    this.#become({ is: 'starting' });
    if (!this.place.storage.getItem(HINT)) return this.#become({ is: 'out', why: 'new' });
    await this.#renew().catch(() => {
      if (this.#state.is === 'starting') this.#become({ is: 'unreachable' });
    });
  }

  /** Throws ApiError: BAD_CREDENTIALS, ACCOUNT_DISABLED, RATE_LIMITED, BUSY. */
  async signIn({ email, password }: { email: string; password: string }): Promise<void> {
    await this.#renewing?.catch(() => undefined);
    const { device } = this.place;
    const { user, ...token } = await this.open(login, {
      body: { email, password, client: 'browser', ...(device ? { device } : {}) },
    });
    this.place.storage.setItem(HINT, '1');
    // Somebody else than before: nothing that is shown or waits here is theirs.
    if (this.#userId !== null && this.#userId !== user.id) return this.place.reload();
    this.#take(token);
  }

  /** Ends this session everywhere and forgets everything of it. */
  async signOut(): Promise<void> {
    await this.#client(logout, {}).catch((error: unknown) => {
      if (!(error instanceof ApiError && STALE.has(error.code))) throw error;
    });
    this.place.storage.removeItem(HINT);
    this.place.reload();
  }

  /** The client of whoever is signed in. One renewal for a token that has ended; a session that has ended is waited for. */
  readonly call: Call = async (route, input, options = {}) => {
    for (let renewals = 0; ;) {
      if (this.#state.is === 'out') {
        await this.#signedIn(options.signal);
        renewals = 0;
      }
      const token = this.#token;
      try {
        return await this.#client(route, input, options);
      } catch (error) {
        if (!(error instanceof ApiError && STALE.has(error.code))) throw error;
        if (token !== this.#token) continue;
        if (renewals++ > 1) throw error;
        await this.#renew().catch((failure: unknown) => {
          if (this.#state.is !== 'out') throw failure;
        });
      }
    }
  };

  token = async (): Promise<string> => {
    if (this.#token !== null && Date.now() > this.#endsAt) await this.#renew().catch(() => undefined);
    return this.#token ?? '';
  };

  onRenewed = (listener: (token: string) => void): (() => void) => {
    this.#tokens.add(listener);
    return () => void this.#tokens.delete(listener);
  };

  another = async (): Promise<void> => {
    const refused = this.#token;
    await this.#renew().catch(() => undefined);
    if (this.#state.is === 'out') await this.#signedIn();
    else if (this.#token === refused) await sleep(ROUND_MS);
  };

  #renew(): Promise<void> {
    return (this.#renewing ??= this.#renewNow().finally(() => (this.#renewing = null)));
  }

  async #renewNow(): Promise<void> {
    if (this.#state.is === 'out') return;
    try {
      const token = await this.place.locked(() => this.#refresh());
      if (this.#userId !== null && subjectOf(token.accessToken) !== this.#userId) this.#leave('replaced');
      else this.#take(token);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'ACCOUNT_DISABLED') this.#leave('disabled');
      else if (error instanceof ApiError && STALE.has(error.code))
        this.#leave(error.code === 'UNAUTHENTICATED' && this.#userId === null ? 'new' : 'ended');
      else if (this.#token !== null) this.#later(ROUND_MS);
      throw error;
    }
  }

  async #refresh(): Promise<Answer<typeof refresh>> {
    for (const wait of AGAIN_MS) {
      try {
        return await this.open(refresh, { body: {} });
      } catch (error) {
        if (!passes(error)) throw error;
        await sleep(wait);
      }
    }
    return this.open(refresh, { body: {} });
  }

  #take({ accessToken, expiresIn }: Answer<typeof refresh>): void {
    this.#token = accessToken;
    this.#userId = subjectOf(accessToken);
    this.#endsAt = Date.now() + expiresIn * 1000;
    this.#later(Math.max(1000, expiresIn * 1000 - BEFORE_END_MS));
    this.#become({ is: 'in' });
    for (const listener of this.#tokens) listener(accessToken);
  }

  #leave(why: SignedOut): void {
    this.#token = null;
    clearTimeout(this.#timer);
    if (why !== 'replaced') this.place.storage.removeItem(HINT);
    this.#become({ is: 'out', why });
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#renew().catch(() => undefined), ms);
  }

  #become(state: AccessState): void {
    this.#state = state;
    for (const listener of this.#states) listener();
  }

  /** Resolves when somebody is signed in; rejects when `signal` aborts first. */
  #signedIn(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const gaveUp = (): void => {
        off();
        reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
      };
      const off = this.subscribe(() => {
        if (this.#state.is !== 'in') return;
        off();
        signal?.removeEventListener('abort', gaveUp);
        resolve();
      });
      if (signal?.aborted) gaveUp();
      else signal?.addEventListener('abort', gaveUp, { once: true });
    });
  }
}
