import type { IncomingMessage } from 'node:http';
import Koa, { type Middleware } from 'koa';
import type { Logger } from 'pino';
import type { Bound, Surroundings } from './http/bind.ts';
import { docs } from './http/docs.ts';
import { errors, requestId } from './http/errors.ts';
import { securityHeaders } from './http/headers.ts';
import { mount, mountEach } from './http/mount.ts';
import { packing } from './http/packing.ts';
import { windowFiles, type WindowHost } from './http/window-files.ts';

/** Routes under one prefix, with what stands around them. */
export interface Mounted {
  readonly prefix: string;
  readonly routes: readonly Bound[];
  readonly surroundings: Surroundings;
}

export interface AppOptions {
  readonly mounts: readonly Mounted[];
  /** A workspace that came while the app runs; null: there is none of this id. */
  readonly joined?: (id: string) => Middleware | null;
  readonly log: Logger;
  /** ws://127.0.0.1:PORT, known when the server listens. */
  readonly socketOrigin: () => string;
  readonly windowFolder: string;
  readonly docsFolder: string;
  /** The OpenAPI document of what is mounted. */
  readonly document: () => unknown;
  /** Whether this request may read the OpenAPI document: on loopback with the launch key, on a team server always. */
  readonly mayReadDocs: (request: IncomingMessage) => boolean;
  /** What the window is told of its server, in the page itself. */
  readonly host: WindowHost;
  /** What a team server has and a bundled one has not: metrics, CORS. In order, before any route. */
  readonly around?: readonly Middleware[];
  /** The same before what is no route: documents and the window's files. */
  readonly beforeFiles?: readonly Middleware[];
  /** Proxies in front whose X-Forwarded-For and -Proto count. */
  readonly trustedProxies?: number;
  /** Whether it is reached over https alone. */
  readonly https?: boolean;
}

/** The whole order of middleware. The guard has looked at each request before (http/guard.ts). */
export function createApp(options: AppOptions): Koa {
  const { mounts, log, socketOrigin, docsFolder, trustedProxies = 0 } = options;
  const app = new Koa({ proxy: trustedProxies > 0, maxIpsCount: trustedProxies });
  app.on('error', (error: NodeJS.ErrnoException) => {
    // Somebody closed a tab: that is no failure.
    const level =
      error.code === 'ERR_STREAM_PREMATURE_CLOSE' || error.code === 'ECONNRESET' ? 'debug' : 'error';
    log[level]({ err: error }, 'answer not sent');
  });
  app.use(requestId);
  app.use(securityHeaders(socketOrigin, options.https ?? false));
  // On loopback both ends are this machine: packing and unpacking would be most of what a start costs the server.
  if (options.host === 'team') app.use(packing());
  app.use(errors(log));
  for (const middleware of options.around ?? []) app.use(middleware);
  for (const { prefix, routes, surroundings } of mounts) app.use(mount(prefix, routes, surroundings));
  if (options.joined) app.use(mountEach(options.joined));
  for (const middleware of options.beforeFiles ?? []) app.use(middleware);
  app.use(docs(docsFolder, options.mayReadDocs, options.document));
  app.use(windowFiles(options.windowFolder, options.host));
  return app;
}
