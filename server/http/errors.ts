import { randomUUID } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import type { Logger } from 'pino';
import { AppError } from '../errors.ts';
import { Seldom } from '../ports/seldom.ts';
import { errorAnswer } from './raw-error.ts';

/** Gives every request an id: the caller's when it is plain, else a new one. It links answer, log and events. */
export const requestId: Middleware = (ctx, next) => {
  const given = ctx.req.headers['x-request-id'];
  const id = typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
  ctx.state['requestId'] = id;
  ctx.res.setHeader('x-request-id', id);
  return next();
};

/** Whatever was thrown, as the caller may hear of it. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const status = (error as { status?: unknown } | null)?.status;
  if (error instanceof URIError || status === 400)
    return new AppError('VALIDATION', 'This address cannot be read.');
  if (status === 404) return new AppError('NOT_FOUND', 'There is nothing here.');
  return new AppError(
    'INTERNAL',
    'Something went wrong here. Try again; the log has the reason.',
    undefined,
    {
      cause: error,
    },
  );
}

/** Seconds to wait, as text: a limit knows them, and what is away for a moment is worth one second. */
function retryAfterOf({ status, details }: AppError): string | null {
  const known = (details as { retryAfter?: unknown } | undefined)?.retryAfter;
  if (typeof known === 'number') return String(known);
  return status === 503 ? '1' : null;
}

/** Turns whatever is thrown into the contract's one shape. What is not meant for the caller stays in the log. */
export function errors(log: Logger): Middleware {
  const outages = new Seldom();
  const tell = (ctx: Context, error: AppError): void => {
    // Of what is away every request fails alike, and metrics count them; a failure of ours is always told.
    const alike = error.code === 'INTERNAL' ? 0 : outages.take(error.code);
    if (alike === null) return;
    const { method, path } = ctx;
    const requestId = ctx.state['requestId'] as string;
    log.error(
      { requestId, method, path, code: error.code, ...(alike > 0 && { alike }), err: error.cause ?? error },
      'request failed',
    );
  };
  return async (ctx, next) => {
    try {
      await next();
    } catch (thrown) {
      const error = asAppError(thrown);
      const requestId = ctx.state['requestId'] as string;
      if (error.status >= 500) tell(ctx, error);
      if (ctx.headerSent) {
        ctx.req.destroy();
        return;
      }
      for (const name of ['etag', 'content-encoding', 'content-disposition']) ctx.remove(name);
      ctx.status = error.status;
      ctx.set('cache-control', 'no-store');
      const retryAfter = retryAfterOf(error);
      if (retryAfter) ctx.set('retry-after', retryAfter);
      // The rest of the body was not read: after this answer the connection cannot go on.
      if (!ctx.req.complete && ctx.method !== 'GET' && ctx.method !== 'HEAD') ctx.set('connection', 'close');
      ctx.type = 'application/json; charset=utf-8';
      ctx.body = JSON.stringify(
        errorAnswer(error.code, error.message, { path: ctx.path, requestId }, error.details),
      );
    }
  };
}
