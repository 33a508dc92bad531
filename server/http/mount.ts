import Router from '@koa/router';
import type { Middleware } from 'koa';
import type { Bound, Surroundings } from './bind.ts';
import { AppError, notFound } from '../errors.ts';

/**
 * Serves bound routes under a prefix. Within it nothing falls through: a path nobody knows is 404, a known one with
 * another method 405 with Allow.
 */
export function mount(prefix: string, routes: readonly Bound[], surroundings: Surroundings): Middleware {
  // Case and trailing slashes count, so that the guard and the router read a path the same way.
  const router = new Router({ prefix, sensitive: true, strict: true });
  for (const { route, run } of routes) {
    const path = route.path.replace(/\{(\w+)\}/g, ':$1');
    router.register(path, [route.method], (ctx) => run(ctx, surroundings));
  }
  const dispatch = router.routes();
  return async (ctx, next) => {
    const known =
      prefix === '' ? routes.some(({ route }) => route.path === ctx.path) : ctx.path.startsWith(`${prefix}/`);
    if (!known) {
      await next();
      return;
    }
    const { path, route } = router.match(ctx.path, ctx.method);
    if (!route) {
      if (path.length === 0) throw notFound();
      const allowed = [...new Set(path.flatMap((layer) => layer.methods))];
      ctx.set('allow', allowed.join(', '));
      throw new AppError(
        'METHOD_NOT_ALLOWED',
        `${ctx.method} is not possible here; ${allowed.join(', ')} is.`,
      );
    }
    await dispatch(ctx as never, () => Promise.reject(notFound()));
  };
}
