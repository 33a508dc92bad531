import { createHash } from 'node:crypto';
import { AppError } from '../../errors.ts';
import type { Limit, LimitState } from '../../ports/limits.ts';

/** Allowances of failed logins in 15 minutes. */
export interface LoginLimitSet {
  /** 10: somebody who forgot a password. */
  readonly placeAndAccount: Limit;
  /** 50: one place that tries many accounts. */
  readonly place: Limit;
  /** 100: many places that try one account. Places that signed in to it before are exempt, so that nobody locks it. */
  readonly account: Limit;
}

export const LOGIN_WINDOW_SECONDS = 15 * 60;
/** Points of the three, as multiples of the first (RATE_LIMIT_LOGIN). */
export const LOGIN_FACTORS = { placeAndAccount: 1, place: 5, account: 10 } as const;

/** One attempt, which is counted until it turns out well. */
export interface Attempt {
  /** It was right, or was not looked at: it counts for nothing. */
  forgive(): Promise<void>;
  /** It was right: what this place failed at this account before is forgotten too. */
  succeed(): Promise<void>;
}

const UNLIMITED: Attempt = { forgive: () => Promise.resolve(), succeed: () => Promise.resolve() };

/** Counts attempts before anything is hashed; what is taken at once cannot be outrun by asking in parallel. */
export class LoginLimits {
  constructor(private readonly limits: LoginLimitSet | null) {}

  /** Throws RATE_LIMITED, whose details have `retryAfter` in seconds. */
  async begin(place: string, email: string, knownPlace: boolean): Promise<Attempt> {
    if (!this.limits) return UNLIMITED;
    const { placeAndAccount, place: byPlace, account } = this.limits;
    const name = nameOf(email);
    const pair = `${place}|${name}`;
    const taken: (readonly [Limit, string])[] = [
      [placeAndAccount, pair],
      [byPlace, place],
      ...(knownPlace ? [] : [[account, name] as const]),
    ];
    for (const [limit, key] of taken) refuse(await limit.take(key));
    const forgive = async (): Promise<void> => {
      for (const [limit, key] of taken) await limit.take(key, -1);
    };
    return {
      forgive,
      succeed: async () => {
        await forgive();
        await placeAndAccount.reset(pair);
      },
    };
  }

  /** Counts one registration of a place, which costs a hash and tells whether an address is taken. */
  async register(place: string): Promise<void> {
    if (this.limits) refuse(await this.limits.place.take(place));
  }
}

/** Of one length whatever was typed, and no address at rest. */
const nameOf = (email: string): string => createHash('sha256').update(email).digest('base64url').slice(0, 22);

function refuse({ allowed, resetIn }: LimitState): void {
  if (allowed) return;
  const minutes = Math.max(1, Math.ceil(resetIn / 60));
  throw new AppError(
    'RATE_LIMITED',
    `Too many attempts. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
    { retryAfter: Math.max(1, resetIn) },
  );
}
