import { randomBytes } from 'node:crypto';
import { ApiError, type Call } from '../../contract/client.ts';
import { refresh } from '../../contract/auth.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SecretStore } from './secret-store.ts';

/** Access tokens are renewed when they have no longer than this left. Milliseconds. */
const EARLY = 60_000;

interface Saved {
  readonly refreshToken: string;
  /** Of the token after this one; saved before it is asked for, so that a lost answer costs nothing. */
  readonly next?: string;
}

/** Keeps what a sign-in gave, for SessionTokens to go on with. */
export const keepSession = (secrets: SecretStore, key: string, refreshToken: string): Promise<void> =>
  secrets.set(key, JSON.stringify({ refreshToken } satisfies Saved));

/** Throws ApiError UNAUTHENTICATED, also for what is no session any more: a new sign-in mends it. */
function savedIn(text: string | null): Saved {
  try {
    const saved = JSON.parse(text ?? '') as Partial<Saved> | null;
    if (typeof saved?.refreshToken === 'string') return saved as Saved;
  } catch {
    // It was cut short, or somebody wrote into it.
  }
  throw new ApiError('UNAUTHENTICATED', 401, 'Sign in.');
}

export interface SessionTokensOptions {
  readonly secrets: SecretStore;
  /** The workspace's id. */
  readonly key: string;
  readonly call: Call;
  readonly clock: Clock;
}

/** The access token of a team's session, renewed with the refresh token in time; one renewal at once. */
export class SessionTokens {
  #access: { readonly token: string; readonly until: number } | null = null;
  #renewing: Promise<string> | null = null;

  constructor(private readonly options: SessionTokensOptions) {}

  /** Rejects with ApiError: UNAUTHENTICATED without a session, SESSION_ENDED, UNREACHABLE. */
  token(): Promise<string> {
    const { clock } = this.options;
    if (this.#access && clock.now() < this.#access.until - EARLY) return Promise.resolve(this.#access.token);
    return this.renew();
  }

  /** Whether `token` would ask the team. */
  get isDue(): boolean {
    return !this.#access || this.options.clock.now() >= this.#access.until - EARLY;
  }

  /** After one was refused. */
  renew(): Promise<string> {
    this.#renewing ??= this.#renew().finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  async #renew(): Promise<string> {
    const { secrets, key, call, clock } = this.options;
    const saved = savedIn(await secrets.get(key));
    const { refreshToken } = saved;
    const next = saved.next ?? randomBytes(32).toString('base64url');
    if (!saved.next) await secrets.set(key, JSON.stringify({ refreshToken, next } satisfies Saved));
    const asked = clock.now();
    const { accessToken, expiresIn } = await call(refresh, { body: { refreshToken, next } });
    this.#access = { token: accessToken, until: asked + expiresIn * 1000 };
    // Somebody may have signed in anew meanwhile: then theirs stands.
    if ((await secrets.get(key)) === JSON.stringify({ refreshToken, next } satisfies Saved))
      await keepSession(secrets, key, `${refreshToken.split('.')[0] ?? ''}.${next}`);
    return accessToken;
  }
}
