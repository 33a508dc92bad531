import Koa from 'koa';
import compress from 'koa-compress';
import type { Logger } from 'pino';
import { ROUTES } from './contract/routes.ts';
import { openApi } from './contract/openapi.ts';
import type { Bound, Surroundings } from './http/bind.ts';
import { docs } from './http/docs.ts';
import { errors, handlingTime, requestId } from './http/errors.ts';
import { securityHeaders } from './http/headers.ts';
import { mount } from './http/mount.ts';
import { windowFiles } from './http/window-files.ts';

/** Routes under one prefix, with what stands around them. */
export interface Mounted {
  readonly prefix: string;
  readonly routes: readonly Bound[];
  readonly surroundings: Surroundings;
}

export interface AppOptions {
  readonly mounts: readonly Mounted[];
  readonly log: Logger;
  readonly version: string;
  /** ws://127.0.0.1:PORT, known when the server listens. */
  readonly socketOrigin: () => string;
  readonly windowFolder: string;
  readonly docsFolder: string;
}

/** The whole order of middleware. The guard has looked at each request before (http/guard.ts). */
export function createApp({ mounts, log, version, socketOrigin, windowFolder, docsFolder }: AppOptions): Koa {
  const app = new Koa();
  app.on('error', (error: NodeJS.ErrnoException) => {
    // Somebody closed a tab: that is no failure.
    const level =
      error.code === 'ERR_STREAM_PREMATURE_CLOSE' || error.code === 'ECONNRESET' ? 'debug' : 'error';
    log[level]({ err: error }, 'answer not sent');
  });
  app.use(requestId);
  app.use(securityHeaders(socketOrigin));
  app.use(compress({ threshold: 2048, br: false }));
  app.use(errors(log));
  app.use(handlingTime);
  app.use(docs(docsFolder, () => openApi(ROUTES, version)));
  for (const { prefix, routes, surroundings } of mounts) app.use(mount(prefix, routes, surroundings));
  app.use(windowFiles(windowFolder));
  return app;
}
