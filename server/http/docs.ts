import type { IncomingMessage } from 'node:http';
import type { Middleware } from 'koa';
import { send } from '@koa/send';
import { AppError, notFound } from '../errors.ts';

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>TaskFlow API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
<div id="docs"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/init.js"></script>
`;

/** Runs in the page: the key is the window's, kept under this origin. */
const INIT = `const key = localStorage.getItem('taskflow.launchKey') ?? '';
SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#docs',
  validatorUrl: null,
  deepLinking: true,
  persistAuthorization: false,
  requestInterceptor: (request) => {
    request.headers['x-taskflow-launch'] = key;
    return request;
  },
});
`;

const FILES = new Set(['swagger-ui.css', 'swagger-ui-bundle.js']);

/** /api/docs, which needs no internet and holds no data, and /api/openapi.json, for whoever may read it. */
export function docs(
  folder: string,
  mayRead: (request: IncomingMessage) => boolean,
  document: () => unknown,
): Middleware {
  let text: string | null = null;
  return async (ctx, next) => {
    if (!/^\/api\/(docs(\/|$)|openapi\.json$)/.test(ctx.path)) {
      await next();
      return;
    }
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
      ctx.set('allow', 'GET, HEAD');
      throw new AppError('METHOD_NOT_ALLOWED', `${ctx.method} is not possible here; GET is.`);
    }
    ctx.set('cache-control', 'no-cache');
    const file = ctx.path.slice('/api/docs/'.length);
    if (ctx.path === '/api/openapi.json') {
      if (!mayRead(ctx.req)) throw new AppError('LAUNCH_KEY_REQUIRED', 'The launch key is missing.');
      ctx.type = 'application/json; charset=utf-8';
      ctx.body = text ??= JSON.stringify(document());
    } else if (ctx.path === '/api/docs' || file === '') {
      ctx.type = 'text/html; charset=utf-8';
      ctx.body = PAGE;
    } else if (file === 'init.js') {
      ctx.type = 'text/javascript; charset=utf-8';
      ctx.body = INIT;
    } else if (FILES.has(file)) await send(ctx, file, { root: folder });
    else throw notFound();
  };
}
