import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import type * as Koa from 'koa';
import { safeParse } from 'zod/mini';
import type * as z from 'zod/mini';
import { LIMITS } from '../contract/primitives.ts';
import type { Access, Answer, Input, Progress, Route } from '../contract/route.ts';
import { because } from '../errors.ts';
import type { Actor, RequestMetadata } from '../ports/actor.ts';
import type { Idempotency } from '../ports/idempotency.ts';
import type { CachedAnswers, Place } from './answers.ts';
import { FOR_LARGE } from './arrival.ts';
import { readJson } from './body.ts';
import { inTime, isUnlimited } from './handling-time.ts';
import { sendLines, wantsLines, type Live } from './live.ts';
import { once } from './idempotency.ts';
import { listKeysOf, parse, readQuery } from './input.ts';
import { leaveAfter, type Turns } from './turns.ts';

/** What a handler gets: the parsed input, who asks, and what is kept with events. */
export interface Asked<R extends Route> extends Input<R> {
  readonly actor: Actor;
  readonly metadata: RequestMetadata;
  /** The request's Idempotency-Key, for acts that can make it last. */
  readonly idempotencyKey: string | null;
  /** Of a route with `progress`, where the asker listens while it works. */
  readonly live: Live<Progress<R>> | null;
}

/** A file that is streamed. */
export interface Download {
  readonly filename: string;
  readonly contentType: string;
  readonly body: AsyncIterable<string>;
}

type Returned<R extends Route> = R['download'] extends true
  ? Download
  : R['answer'] extends null
    ? void
    : Answer<R>;

/** What stands around a route and is the same for all of one mount. */
export interface Surroundings {
  /**
   * Who asks; null where `access` needs nobody. Throws when what it needs is missing (a launch key, a token) or the store
   * is closed. Whether an admin's route may be used is looked at here, by role.
   */
  readonly admit: (ctx: Koa.Context, access: Access) => Promise<Actor | null>;
  readonly idempotency: Idempotency;
  /** Before it is said of a path or method that there is none; throws where too many ask. Absent on a person's own machine. */
  readonly stray?: (ctx: Koa.Context) => Promise<void>;
  /** Of routes that are heavy; absent on a person's own machine. */
  readonly turns?: Turns;
  /** Absent where answers are not cached. */
  readonly answers?: CachedAnswers;
  /** Checks an answer against its schema always (throws), or one in a hundred (reports). */
  readonly strict: boolean;
  readonly report: (message: string, details: unknown) => void;
}

/** A route with its handler, ready to be mounted. */
export interface Bound {
  readonly route: Route;
  readonly run: (ctx: Koa.Context, surroundings: Surroundings) => Promise<void>;
}

type Work = (ctx: Koa.Context, around: Surroundings, actor: Actor, place: Place | null) => Promise<void>;

const NOBODY: Actor = { id: '', role: 'user' };
const CHECK_ONE_IN = 100;
const JSON_TYPE = 'application/json; charset=utf-8';
const noFields = new Set<string>();

/** Joins a route object and its handler: input is parsed, the answer checked and stripped. */
export function bind<const R extends Route>(
  route: R,
  handler: (asked: Asked<R>, ctx: Koa.Context) => Promise<Returned<R>> | Returned<R>,
): Bound {
  const lists = route.query ? listKeysOf(route.query) : noFields;
  const known = new Set(route.query ? Object.keys(route.query.shape) : []);
  const isCut = !isUnlimited(route.path);
  const patience = isCut ? null : FOR_LARGE;

  const input = async (ctx: Koa.Context): Promise<Input<R>> => {
    const params = route.params ? parse(route.params, ctx['params']) : undefined;
    const query = route.query ? parse(route.query, readQuery(ctx.querystring, lists, known)) : undefined;
    const body = route.body
      ? parse(route.body, await readJson(ctx.req, route.bodyLimit ?? LIMITS.bodyBytes, patience))
      : undefined;
    return { params, query, body } as Input<R>;
  };

  const run = async (ctx: Koa.Context, around: Surroundings): Promise<void> => {
    const actor = (await around.admit(ctx, route.access)) ?? NOBODY;
    if (route.access === 'admin' && actor.role !== 'admin')
      throw because('FORBIDDEN', { code: 'ADMIN_ONLY' });
    const { answers } = around;
    const place = (answers && (await answers.place(route, ctx, actor))) ?? null;
    if (answers && place && (await sendKept(ctx, answers, place))) return;
    const working = inTurn(ctx, around, actor, place);
    await (isCut ? inTime(working) : working);
  };

  const inTurn: Work = async (ctx, around, actor, place) => {
    const leave = route.heavy && around.turns?.take(actor.id);
    try {
      await work(ctx, around, actor, place);
    } finally {
      if (leave && route.download) leaveAfter(ctx.res, leave);
      else leave?.();
    }
  };

  const work: Work = async (ctx, around, actor, place) => {
    const { answers } = around;
    const given = await input(ctx);
    const idempotencyKey = (route.idempotent && ctx.get('idempotency-key')) || null;
    const metadata = metadataOf(ctx, actor);
    const asked: Asked<R> = { actor, metadata, idempotencyKey, live: null, ...given };
    if (route.download) {
      sendDownload(ctx, (await handler(asked, ctx)) as Download);
      return;
    }
    if (route.progress && wantsLines(ctx)) {
      const { progress } = route;
      await sendLines<Progress<R>>(
        ctx,
        (told) => asJson(progress, told, route, around),
        async (live) => checked(route, await handler({ ...asked, live }, ctx), around),
      );
      return;
    }
    const act = async () => ({
      status: route.status as number,
      body: checked(route, await handler(asked, ctx), around),
    });
    const answer = idempotencyKey
      ? await once(around.idempotency, actor.id, idempotencyKey, [ctx.method, ctx.path, given.body], act)
      : await act();
    // Once a write is answered, nobody gets what was true before it.
    if (route.method !== 'GET') await answers?.settled();
    if (answers && place && answer.body !== null) await sendFresh(ctx, answers, place, answer.body);
    else send(ctx, answer.status, answer.body);
  };
  return { route, run };
}

function metadataOf(ctx: Koa.Context, { sessionId }: Actor): RequestMetadata {
  const userAgent = ctx.get('user-agent').slice(0, 256);
  // Koa's own, so that a trusted proxy's word counts where the entry says so (app.proxy).
  // A socket for both families writes IPv4 addresses into IPv6; and what a proxy hands on may be anything.
  const ipAddress = ctx.ip.replace(/^::ffff:(?=\d+\.)/i, '').slice(0, 64);
  return {
    requestId: ctx.state['requestId'] as string,
    ...(userAgent ? { userAgent } : {}),
    ...(ipAddress ? { ipAddress } : {}),
    ...(sessionId ? { sessionId } : {}),
  };
}

/** The answer as JSON, stripped to its schema where it is checked; null for 204. */
const checked = (route: Route, value: unknown, around: Surroundings): string | null =>
  route.answer === null ? null : asJson(route.answer, value, route, around);

function asJson(schema: z.ZodMiniType, value: unknown, route: Route, around: Surroundings): string {
  if (!around.strict && Math.random() * CHECK_ONE_IN >= 1) return JSON.stringify(value);
  const result = safeParse(schema, value);
  if (result.success) return JSON.stringify(result.data);
  around.report(`The answer of ${route.id} does not fit its schema`, result.error.issues.slice(0, 10));
  if (around.strict)
    throw new Error(`answer of ${route.id}: ${JSON.stringify(result.error.issues.slice(0, 5))}`);
  return JSON.stringify(value);
}

function send(ctx: Koa.Context, status: number, body: string | null): void {
  ctx.status = status;
  if (body === null) {
    ctx.set('cache-control', 'no-store');
    ctx.body = null;
    return;
  }
  ctx.res.setHeader('content-type', JSON_TYPE);
  if (ctx.method !== 'GET' && ctx.method !== 'HEAD') ctx.res.setHeader('cache-control', 'no-store');
  else if (isUnchanged(ctx, `"${hash('sha1', body, 'base64url')}"`)) return;
  ctx.body = body;
}

/** Answers from the cache, or that nothing changed; false: it is not there. */
async function sendKept(ctx: Koa.Context, answers: CachedAnswers, place: Place): Promise<boolean> {
  if (isUnchanged(ctx, place.etag)) return true;
  const body = await answers.get(place);
  if (!body) return false;
  sendBytes(ctx, await answers.chosen(ctx, place, body));
  return true;
}

/** Answers with what was just made, and keeps it where it was looked for: under the generations of before the work. */
async function sendFresh(
  ctx: Koa.Context,
  answers: CachedAnswers,
  place: Place,
  text: string,
): Promise<void> {
  const body = Buffer.from(text);
  answers.put(place, body);
  sendBytes(ctx, await answers.chosen(ctx, place, body));
}

function sendBytes(ctx: Koa.Context, body: Buffer): void {
  ctx.status = 200;
  ctx.res.setHeader('content-type', JSON_TYPE);
  ctx.body = body;
}

/** Names an answer to a GET; true: the asker has it, and was told so. */
function isUnchanged(ctx: Koa.Context, etag: string): boolean {
  ctx.res.setHeader('cache-control', 'private, no-cache');
  ctx.res.setHeader('etag', etag);
  if (!isKnown(etag, ctx.req.headers['if-none-match'])) return false;
  ctx.status = 304;
  // There is no body that could be packed.
  ctx.compress = false;
  return true;
}

/**
 * Whether the asker has this very answer. Koa's `fresh` would say no under Cache-Control: no-cache, which fetch adds by
 * itself to every request that carries an If-None-Match; this answer was made just now.
 */
const isKnown = (etag: string, known = ''): boolean =>
  known === etag || known.split(',').some((one) => one.trim().replace(/^W\//, '') === etag);

function sendDownload(ctx: Koa.Context, { filename, contentType, body }: Download): void {
  ctx.set('cache-control', 'no-store');
  ctx.set('content-type', contentType);
  ctx.set('content-disposition', `attachment; filename="${filename.replace(/[^\w.-]/g, '_')}"`);
  ctx.body = Readable.from(body, { objectMode: false });
}
