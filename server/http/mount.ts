import Router, { type Layer } from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { Bound, Surroundings } from './bind.ts';
import { AppError, notFound } from '../errors.ts';

/** What a request meets: the route, its pattern for the metrics, and what its path says. */
interface Met {
  readonly bound: Bound;
  readonly pattern: string;
  readonly params: Readonly<Record<string, string>>;
}

const NO_PARAMS = {};

const depthOf = (method: string, path: string): string => `${method} ${path.split('/').length}`;

/**
 * Serves bound routes under a prefix. Within it nothing falls through: a path nobody knows is 404, a known one with
 * another method 405 with Allow.
 */
export function mount(prefix: string, routes: readonly Bound[], surroundings: Surroundings): Middleware {
  // Case and trailing slashes count, so that the guard and the router read a path the same way.
  const router = new Router({ prefix, sensitive: true, strict: true });
  const bounds = new Map<object, Bound>();
  // Most requests are for a path without parameters: those are known by name.
  const plain = new Map<string, Met>();
  // The others are held against the few patterns of their method that are as deep.
  const deep = new Map<string, Layer[]>();
  for (const bound of routes) {
    const { method, path } = bound.route;
    // One path makes one layer; the router's own type says that several would make a router.
    const layer = router.register(path.replace(/\{(\w+)\}/g, ':$1'), [method], () => undefined) as Layer;
    bounds.set(layer, bound);
    if (layer.path === prefix + path)
      plain.set(`${method} ${layer.path}`, { bound, pattern: layer.path, params: NO_PARAMS });
    else {
      const depth = depthOf(method, prefix + path);
      deep.set(depth, [...(deep.get(depth) ?? []), layer]);
    }
  }

  const find = (ctx: Context): Met | AppError => {
    const { method, path } = ctx;
    const known = plain.get(`${method} ${path}`);
    if (known) return known;
    const near = deep.get(depthOf(method, path))?.find((one) => one.match(path));
    const layer = near ?? router.match(path, method).pathAndMethod[0];
    const bound = layer && bounds.get(layer);
    if (layer && bound) {
      const pattern = typeof layer.path === 'string' ? layer.path : prefix;
      return { bound, pattern, params: layer.params(path, layer.captures(path)) };
    }
    const others = router.match(path, method).path;
    if (others.length === 0) return notFound();
    const allowed = [...new Set(others.flatMap((one) => one.methods))];
    const names = allowed.join(', ');
    ctx.set('allow', names);
    const sentence = `${method} is not possible here; ${names} ${allowed.length > 1 ? 'are' : 'is'}.`;
    return new AppError('METHOD_NOT_ALLOWED', sentence);
  };

  const refuse = async (ctx: Context, refusal: AppError): Promise<never> => {
    await surroundings.stray?.(ctx);
    throw refusal;
  };

  return (ctx, next) => {
    const isOurs =
      prefix === '' ? routes.some(({ route }) => route.path === ctx.path) : ctx.path.startsWith(`${prefix}/`);
    if (!isOurs) return next();
    const met = find(ctx);
    if (met instanceof AppError) return refuse(ctx, met);
    const { bound, pattern, params } = met;
    ctx['params'] = params;
    ctx['_matchedRoute'] = pattern;
    return bound.run(ctx, surroundings);
  };
}

const JOINED = /^\/w\/([^/]+)\/api\/v1\//;

/** Serves workspaces that come and go while the app runs: each under /w/{id}/api/v1, by what `find` has for its id. */
export function mountEach(find: (id: string) => Middleware | null): Middleware {
  return async (ctx, next) => {
    const id = JOINED.exec(ctx.path)?.[1];
    const serve = id === undefined ? null : find(id);
    await (serve ?? ((_ctx, on) => on()))(ctx, next);
  };
}
