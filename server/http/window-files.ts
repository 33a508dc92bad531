import { send } from '@koa/send';
import type { Middleware } from 'koa';
import { AppError, notFound } from '../errors.ts';
import { isWindowPath } from './guard.ts';

/** Vite names these by their content. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

async function sendFile(ctx: Parameters<Middleware>[0], path: string, root: string): Promise<boolean> {
  try {
    await send(ctx, path, { root, maxAge: 0, hidden: false });
  } catch (error) {
    const status = (error as { status?: number }).status;
    if (status !== undefined && status < 500) return false;
    throw error;
  }
  ctx.set('cache-control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
  return true;
}

/** The window's files out of one folder and nothing beside it; a page's address that is no file gets index.html. */
export function windowFiles(root: string): Middleware {
  return async (ctx) => {
    if (!isWindowPath(ctx.path)) throw notFound();
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
      ctx.set('allow', 'GET, HEAD');
      throw new AppError('METHOD_NOT_ALLOWED', `${ctx.method} is not possible here; GET is.`);
    }
    const path = ctx.path === '/' ? '/index.html' : ctx.path;
    if (await sendFile(ctx, path, root)) return;
    if (/\.\w+$/.test(path) || !(await sendFile(ctx, '/index.html', root))) throw notFound();
  };
}
