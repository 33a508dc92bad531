import { PassThrough } from 'node:stream';
import type { Context } from 'koa';
import { LINES_TYPE } from '../contract/lines.ts';
import { asAppError } from './errors.ts';
import { errorAnswer } from './raw-error.ts';

/** Somebody who listens while a route works. */
export interface Live<P> {
  readonly tell: (progress: P) => void;
  /** Aborted when they hang up: nobody waits for the rest. */
  readonly signal: AbortSignal;
}

export const wantsLines = (ctx: Context): boolean => ctx.get('accept').includes(LINES_TYPE);

/**
 * Sends what a route tells line by line, and its answer (as JSON) as the last one. What fails before anything was told is
 * thrown, and answered as ever; later it is the last line.
 */
export async function sendLines<P>(
  ctx: Context,
  write: (progress: P) => string,
  work: (live: Live<P>) => Promise<string | null>,
): Promise<void> {
  const lines = new PassThrough();
  const hangUp = new AbortController();
  const { signal } = hangUp;
  ctx.res.once('close', () => hangUp.abort());
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const tell = (progress: P): void => {
    if (signal.aborted) return;
    lines.write(`{"progress":${write(progress)}}\n`);
    begin();
  };
  const working = work({ tell, signal });
  try {
    await Promise.race([begun, working]);
  } catch (error) {
    if (signal.aborted) return;
    throw error;
  }
  void working
    .then(
      (answer) => `{"answer":${answer}}\n`,
      (error: unknown) => `{"error":${JSON.stringify(errorLine(ctx, error, signal))}}\n`,
    )
    .then((line) => (signal.aborted ? lines.destroy() : lines.end(line)));
  ctx.status = 200;
  ctx.type = LINES_TYPE;
  // A proxy that gathers or packs it would hold back what is told.
  ctx.set('cache-control', 'no-store, no-transform');
  ctx.body = lines;
}

function errorLine(ctx: Context, thrown: unknown, signal: AbortSignal) {
  const { code, message, details, status } = asAppError(thrown);
  if (status >= 500 && !signal.aborted) ctx.app.emit('error', thrown, ctx);
  const requestId = ctx.state['requestId'] as string;
  return errorAnswer(code, message, { path: ctx.path, requestId }, details);
}
