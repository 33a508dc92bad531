import type { Context, Middleware } from 'koa';

/** Hears of a request when its answer has gone out, or nobody waits for it any more, and how many seconds that took. */
export type Answered = (ctx: Context, seconds: number) => void;

/** Tells of each request once: one clock and one listener of Node's for all who want to know. */
export const whenAnswered =
  (listeners: readonly Answered[]): Middleware =>
  (ctx, next) => {
    const began = performance.now();
    // Node tells of it once, whatever the end was.
    ctx.res.on('close', () => {
      const seconds = (performance.now() - began) / 1000;
      for (const listen of listeners) listen(ctx, seconds);
    });
    return next();
  };
