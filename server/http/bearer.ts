import type { ServerResponse } from 'node:http';
import type * as Koa from 'koa';
import koaJwt from 'koa-jwt';
import { LRUCache } from 'lru-cache';
import type { Access } from '../contract/route.ts';
import { AppError } from '../errors.ts';
import { claimsOf, type AccessClaims, type SigningKeys } from '../ports/access-token.ts';
import type { Actor } from '../ports/actor.ts';
import type { Clock } from '../ports/clock.ts';
import type { SessionStates } from '../ports/session-states.ts';

export interface BearerOptions {
  readonly keys: SigningKeys;
  /** The team's instanceId: a token of another team is none here. */
  readonly issuer: string;
  readonly clock: Clock;
  readonly states: SessionStates;
}

const MOST_VERIFIED = 10_000;

/** Who asks, by the access token of the Authorization header. */
export type Admit = (ctx: Koa.Context, access: Access) => Promise<Actor | null>;

/**
 * koa-jwt verifies the token, with one algorithm and the key that it names. Whether its session lives, and what role its
 * user has, is asked for each request: koa-jwt's own `isRevoked` would make every outage a 401 for everybody.
 * Throws UNAUTHENTICATED, TOKEN_EXPIRED, SESSION_ENDED, STORE_UNAVAILABLE.
 */
export function bearer({ keys, issuer, clock, states }: BearerOptions): Admit {
  const options = {
    // jsonwebtoken takes a KeyObject; koa-jwt's types are older than those.
    secret: ((header: { kid?: unknown }) =>
      Promise.resolve(keys.find(header.kid))) as unknown as koaJwt.SecretLoader,
    algorithms: ['HS256'],
    issuer,
    passthrough: true,
    // Read anew at each verification: expiry goes by the team's time.
    get clockTimestamp() {
      return Math.floor(clock.now() / 1000);
    },
  };
  const verify = koaJwt(options);
  // A window shows one token a few thousand times: what was verified is known by its whole text, until it expires.
  const verified = new LRUCache<string, AccessClaims>({ max: MOST_VERIFIED });

  const knownIn = ({ req }: Koa.Context): AccessClaims | null => {
    const known = verified.get(req.headers.authorization ?? '');
    return known && known.expiresAt > clock.now() ? known : null;
  };

  const claimsIn = async (ctx: Koa.Context): Promise<AccessClaims> => {
    await verify(ctx as Parameters<typeof verify>[0], () => Promise.resolve());
    const claims = claimsOf(ctx.state['user']);
    if (claims) {
      verified.set(ctx.get('authorization'), claims);
      return claims;
    }
    const failure = ctx.state['jwtOriginalError'] as Error | undefined;
    const isExpired = failure?.name === 'TokenExpiredError';
    ctx.set('www-authenticate', isExpired ? 'Bearer error="invalid_token"' : 'Bearer');
    throw isExpired
      ? new AppError('TOKEN_EXPIRED', 'The access token has expired. Renew it by /auth/refresh.')
      : new AppError('UNAUTHENTICATED', 'You are not signed in. Sign in.');
  };

  return async (ctx, access) => {
    if (access === 'anyone' || access === 'keyless') return null;
    vary(ctx.res, 'Authorization');
    const claims = knownIn(ctx) ?? (await claimsIn(ctx));
    const state = await states.get(claims.sessionId, claims);
    if (state?.userId === claims.userId)
      return { id: state.userId, role: state.role, sessionId: claims.sessionId, tokenId: claims.jti };
    ctx.set('www-authenticate', 'Bearer error="invalid_token"');
    throw new AppError('SESSION_ENDED', 'This device was signed out. Sign in again.');
  };
}

/** Koa's own reads what stands there by its grammar, at each request. */
function vary(response: ServerResponse, field: string): void {
  const known = response.getHeader('vary');
  response.setHeader('vary', known === undefined ? field : `${String(known)}, ${field}`);
}
