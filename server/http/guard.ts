import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorCode } from '../contract/errors.ts';
import { sendRawError } from './raw-error.ts';

/** What this server is, to compare with. Keys are secrets of this start. */
export interface Self {
  /** Exactly what Host must say: 127.0.0.1:PORT. */
  readonly host: string;
  readonly launchKey: string;
  /** Lets a second start on the same folder ask for a fresh link, and nothing else. */
  readonly controlKey: string;
}

export const LAUNCH_HEADER = 'x-taskflow-launch';
export const CONTROL_HEADER = 'x-taskflow-control';
export const LINK_PATH = '/app/v1/link';
const LAUNCH_PATH = '/app/v1/launch';
export const SOCKET_PATH = '/socket.io/';

/** `keyed`: showed the launch key. `open`: without it, for what holds no data. `socket`: an upgrade that must show it in CONNECT. */
export type Verdict =
  | { readonly pass: 'keyed' | 'open' | 'socket' }
  | { readonly pass: null; readonly code: ErrorCode; readonly message: string };

/** The parts of a request that decide. A header that came twice is several values. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly upgrade: boolean;
  readonly header: (name: string) => readonly string[];
}

const refuse = (code: ErrorCode, message: string): Verdict => ({ pass: null, code, message });
const FOREIGN = 'This request did not come from TaskFlow’s own window. Open TaskFlow by its own link.';
const NO_KEY = 'The launch key is missing or old. Open TaskFlow again: npm start, or its icon.';

/** Compares in a time that tells nothing about where two secrets differ. */
export function sameSecret(given: string, secret: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(secret);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The path of a request as every layer behind the guard reads it: up to ? or #, not decoded. */
const pathOf = (url: string): string => /^[^?#]*/.exec(url)?.[0] ?? '';

/**
 * Whether a path is of the window's files, which hold no data and need no key. Only they are served without one; that
 * the other routes saw the key is checked again where they are bound.
 */
export function isWindowPath(path: string): boolean {
  if (path === '/api/docs' || path.startsWith('/api/docs/')) return true;
  return !/^\/(api|app|socket\.io|livez|readyz|metrics)(\/|$)|^\/w\/[^/]*\/api(\/|$)/i.test(path);
}

/** Decides about one request or upgrade from its headers alone. Pure: the table of its test is the documentation. */
export function judge(asked: Asked, self: Self): Verdict {
  const { method, upgrade } = asked;
  const reads = method === 'GET' || method === 'HEAD';
  if (!asked.url.startsWith('/') || asked.url.startsWith('//')) return refuse('FOREIGN_ORIGIN', FOREIGN);
  const path = pathOf(asked.url);
  const hosts = asked.header('host');
  if (hosts.length !== 1 || hosts[0] !== self.host) return refuse('FOREIGN_ORIGIN', FOREIGN);
  const origins = asked.header('origin');
  const ownOrigin = origins.length === 1 && origins[0] === `http://${self.host}`;
  if (origins.length > 0 && !ownOrigin) return refuse('FOREIGN_ORIGIN', FOREIGN);

  const sites = asked.header('sec-fetch-site');
  const site = sites[0];
  // A person who follows a link to the window (the forwarding file is one) is no attack: it shows the shell without data.
  const navigation =
    reads &&
    asked.header('sec-fetch-mode')[0] === 'navigate' &&
    asked.header('sec-fetch-dest')[0] === 'document' &&
    isWindowPath(path);
  if (sites.length > 1 || (site !== undefined && site !== 'same-origin' && site !== 'none' && !navigation))
    return refuse('FOREIGN_ORIGIN', FOREIGN);
  // A browser always names the origin of a write; one that is a browser's and does not is not ours.
  if (!reads && site !== undefined && !ownOrigin) return refuse('FOREIGN_ORIGIN', FOREIGN);

  const keys = asked.header(LAUNCH_HEADER);
  const keyed = keys.length === 1 && sameSecret(keys[0] ?? '', self.launchKey);
  if (upgrade) {
    if (path !== SOCKET_PATH) return refuse('NOT_FOUND', 'There is nothing here.');
    if (keyed) return { pass: 'keyed' };
    return keys.length === 0 && ownOrigin ? { pass: 'socket' } : refuse('LAUNCH_KEY_REQUIRED', NO_KEY);
  }
  if (keyed) return { pass: 'keyed' };
  if (reads && isWindowPath(path)) return { pass: 'open' };
  if (method === 'POST' && path === LAUNCH_PATH) return { pass: 'open' };
  const controls = asked.header(CONTROL_HEADER);
  const controlled = controls.length === 1 && sameSecret(controls[0] ?? '', self.controlKey);
  if (method === 'POST' && path === LINK_PATH && controlled) return { pass: 'keyed' };
  return refuse('LAUNCH_KEY_REQUIRED', NO_KEY);
}

const keyedRequests = new WeakSet<IncomingMessage>();

/** Whether the guard saw the launch key on this request: asked again by whatever serves data. */
export const isKeyed = (request: IncomingMessage): boolean => keyedRequests.has(request);

function read(request: IncomingMessage, upgrade: boolean): Asked {
  return {
    method: request.method ?? '',
    url: request.url ?? '',
    upgrade,
    header: (name) => request.headersDistinct[name] ?? [],
  };
}

/**
 * Puts the guard before every listener that the server has by now; Koa never sees /socket.io, so it stands here.
 * Call it last, when socket.io is attached.
 */
export function guardServer(server: Server, self: () => Self): void {
  const requestListeners = server.listeners('request');
  const upgradeListeners = server.listeners('upgrade');
  server.removeAllListeners('request');
  server.removeAllListeners('upgrade');
  server.on('request', (request, response) => {
    const verdict = judge(read(request, false), self());
    if (verdict.pass === null) {
      sendRawError(response, verdict.code, verdict.message, request.url ?? '');
      return;
    }
    if (verdict.pass === 'keyed') keyedRequests.add(request);
    for (const listener of requestListeners) Reflect.apply(listener, server, [request, response]);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const verdict = judge(read(request, true), self());
    if (verdict.pass === null) {
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    if (verdict.pass === 'keyed') keyedRequests.add(request);
    for (const listener of upgradeListeners) Reflect.apply(listener, server, [request, socket, head]);
  });
}
