import type { Logger } from 'pino';
import { Seldom } from '../ports/seldom.ts';
import type { Answered } from './answered.ts';

/**
 * One line for each request, with the id that its events carry too. Reads that went well are lines of level debug: they are
 * most of all requests, and the metrics count them; so is what failed because something is away (http/errors.ts tells of
 * that, once). What is refused because too many ask is told once a minute, with how many were alike: else who asks without end
 * would fill the disk. The query stays out: it holds what people search for.
 */
export function requestLog(log: Logger): Answered {
  const refusals = new Seldom();
  return (ctx, seconds) => {
    const { statusCode } = ctx.res;
    const isRead = ctx.method === 'GET' || ctx.method === 'HEAD';
    const alike = statusCode === 429 ? refusals.take('429') : 0;
    const isQuiet = alike === null || statusCode === 503 || (statusCode < 400 && isRead);
    const level = isQuiet ? 'debug' : 'info';
    if (!log.isLevelEnabled(level)) return;
    log[level](
      {
        requestId: ctx.state['requestId'] as string,
        method: ctx.method,
        path: ctx.path,
        status: statusCode,
        ms: Math.round(seconds * 1000),
        ...(alike ? { alike } : {}),
        // Closed before its end: by a client that did not wait.
        ...(ctx.res.writableFinished ? {} : { cut: true }),
      },
      'request',
    );
  };
}
