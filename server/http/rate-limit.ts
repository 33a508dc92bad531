import type * as Koa from 'koa';
import { AppError } from '../errors.ts';
import { placeOf } from '../ports/address.ts';
import type { Limit, LimitState } from '../ports/limits.ts';
import type { Surroundings } from './bind.ts';

type Admit = Surroundings['admit'];

/** Requests a minute; null: without limit (RATE_LIMIT_ANON, RATE_LIMIT_SESSION = off). */
export interface RequestLimits {
  /** Without a session, for each address (an IPv6 /64 counts as one); shared by the servers of a team. */
  readonly anonymous: Limit | null;
  /** What a window loads or asks before anybody signs in: for each address, in this process. */
  readonly open: Limit | null;
  /** Renewals, for each address, in this process; generous, because each session's count besides (session.service.ts). */
  readonly renewals: Limit | null;
  /** With a session, for each session, in this process: an office behind one address is many sessions. */
  readonly session: Limit | null;
}

/** What of a base (/api/v1) is asked for without a session, and often. */
const OPEN_ROUTE = /\/server$/;
const RENEWAL_ROUTE = /\/auth\/refresh$/;

/** Counts the requests of routes: put it around what says who asks. Throws RATE_LIMITED. */
export function limitRequests(admit: Admit, limits: RequestLimits): Admit {
  return async (ctx, access) => {
    let actor;
    try {
      actor = await admit(ctx, access);
    } catch (error) {
      // Tokens that are none are tried out like passwords; who is refused for want of a store is not counted.
      if (error instanceof AppError && error.status < 500) await take(ctx, limits.anonymous, addressOf(ctx));
      throw error;
    }
    if (actor?.sessionId !== undefined) {
      if (limits.session) await take(ctx, limits.session, actor.sessionId);
    } else await take(ctx, allowanceOf(ctx.path, limits), addressOf(ctx));
    return actor;
  };
}

function allowanceOf(path: string, { anonymous, open, renewals }: RequestLimits): Limit | null {
  if (OPEN_ROUTE.test(path)) return open;
  return RENEWAL_ROUTE.test(path) ? renewals : anonymous;
}

/** Counts what leads to no route, though it begins like one. Throws RATE_LIMITED. */
export const limitStrays =
  (limit: Limit | null) =>
  (ctx: Koa.Context): Promise<void> =>
    take(ctx, limit, addressOf(ctx));

/** Counts what is no route, behind those that are: files of the window, documents. Throws RATE_LIMITED. */
export function limitFiles(limit: Limit | null): Koa.Middleware {
  const count = limitStrays(limit);
  return async (ctx, next) => {
    await count(ctx);
    await next();
  };
}

/** Koa's own address: a trusted proxy's word counts where the entry says so. */
const addressOf = (ctx: Koa.Context): string => placeOf(ctx.ip);

async function take(ctx: Koa.Context, limit: Limit | null, key: string): Promise<void> {
  if (!limit) return;
  const state = await limit.take(key);
  tell(ctx, state);
  if (state.allowed) return;
  const retryAfter = Math.max(1, state.resetIn);
  ctx.set('retry-after', String(retryAfter));
  throw new AppError('RATE_LIMITED', `Too many requests. Try again in ${retryAfter} seconds.`, {
    retryAfter,
  });
}

/** The headers of draft-ietf-httpapi-ratelimit-headers-06. */
function tell(ctx: Koa.Context, { limit, remaining, resetIn }: LimitState): void {
  ctx.set('ratelimit-limit', String(limit));
  ctx.set('ratelimit-remaining', String(remaining));
  ctx.set('ratelimit-reset', String(resetIn));
}
