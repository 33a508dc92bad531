import type { Middleware } from 'koa';
import type { Logger } from 'pino';

/**
 * One line for each request, with the id that its events carry too. Reads that went well are lines of level debug: they are
 * most of all requests, and the metrics count them; so is what failed because something is away (http/errors.ts tells of
 * that, once). The query stays out: it holds what people search for.
 */
export function requestLog(log: Logger): Middleware {
  return (ctx, next) => {
    const began = performance.now();
    ctx.res.once('close', () => {
      const { statusCode } = ctx.res;
      const isRead = ctx.method === 'GET' || ctx.method === 'HEAD';
      const isQuiet = statusCode === 503 || (statusCode < 400 && isRead);
      const level = isQuiet ? 'debug' : 'info';
      if (!log.isLevelEnabled(level)) return;
      log[level](
        {
          requestId: ctx.state['requestId'] as string,
          method: ctx.method,
          path: ctx.path,
          status: statusCode,
          ms: Math.round(performance.now() - began),
          // Closed before its end: by a client that did not wait.
          ...(ctx.res.writableFinished ? {} : { cut: true }),
        },
        'request',
      );
    });
    return next();
  };
}
