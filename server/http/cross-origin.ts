import cors from '@koa/cors';
import type { Middleware } from 'koa';

const HOUR = 3600;

/** Answers pages of the origins that are named, and no others; their cookies count. Without any, nothing is added. */
export function crossOrigin(origins: readonly string[]): Middleware {
  if (origins.length === 0) return (_ctx, next) => next();
  return cors({
    origin: (ctx) => {
      const origin = ctx.get('origin');
      return origins.includes(origin) ? origin : '';
    },
    credentials: true,
    maxAge: HOUR,
    allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowHeaders: ['authorization', 'content-type', 'if-none-match', 'idempotency-key', 'x-request-id'],
    exposeHeaders: [
      'etag',
      'retry-after',
      'x-request-id',
      'ratelimit-limit',
      'ratelimit-remaining',
      'ratelimit-reset',
    ],
  });
}
