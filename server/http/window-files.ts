import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { send } from '@koa/send';
import type { Middleware } from 'koa';
import { AppError, notFound } from '../errors.ts';
import { isWindowPath } from './guard.ts';

/** Vite names these by their content. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

async function sendFile(ctx: Parameters<Middleware>[0], file: string, root: string): Promise<boolean> {
  try {
    await send(ctx, file, { root, maxAge: 0, hidden: false });
  } catch (error) {
    const status = (error as { status?: number }).status;
    if (status !== undefined && status < 500) return false;
    throw error;
  }
  // Of a hidden one nothing is said, and nothing is sent.
  if (!ctx.body) return false;
  ctx.set('cache-control', HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache');
  return true;
}

/** What kind of server the window comes from: the one bundled with the app, or a team's. */
export type WindowHost = 'app' | 'team';

/** index.html with the kind of server in it, read once: so the window knows without asking. */
function pageOf(root: string, host: WindowHost): () => Promise<string> {
  let page: Promise<string> | null = null;
  return () =>
    (page ??= readFile(path.join(root, 'index.html'), 'utf8').then((text) =>
      text.replace('<html ', `<html data-host="${host}" `),
    )).catch((error: unknown) => {
      page = null;
      throw error;
    });
}

/** The window's files out of one folder and nothing beside it; a page's address that is no file gets index.html. */
export function windowFiles(root: string, host: WindowHost): Middleware {
  const page = pageOf(root, host);
  return async (ctx) => {
    if (!isWindowPath(ctx.path)) throw notFound();
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
      ctx.set('allow', 'GET, HEAD');
      throw new AppError('METHOD_NOT_ALLOWED', `${ctx.method} is not possible here; GET is.`);
    }
    const isPage = ctx.path === '/' || ctx.path === '/index.html';
    if (!isPage && (await sendFile(ctx, ctx.path, root))) return;
    if (!isPage && /\.\w+$/.test(ctx.path)) throw notFound();
    ctx.set('cache-control', 'no-cache');
    ctx.type = 'text/html; charset=utf-8';
    ctx.body = await page().catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? notFound() : error;
    });
  };
}
