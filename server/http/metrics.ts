import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { notFound } from '../errors.ts';
import type { Answered } from './answered.ts';

/** A figure that is read when somebody asks for the metrics; one for each value of its label. */
export interface Figure {
  readonly help: string;
  /** The label's name, where `read` answers several. */
  readonly label?: string;
  readonly read: () => number | Promise<number> | Readonly<Record<string, number>>;
}

export interface MetricsOptions {
  /** Asked for as a bearer token; null: only this machine may read, and not through a proxy. */
  readonly token: string | null;
  /** By name, without the prefix `taskflow_`. */
  readonly figures: Readonly<Record<string, Figure>>;
}

const PATH = '/metrics';
const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const LOOPBACK = /^(::ffff:)?127\.|^::1$/;

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

function mayRead(ctx: Context, token: string | null): boolean {
  if (token !== null) return timingSafeEqual(hash(ctx.get('authorization')), hash(`Bearer ${token}`));
  const isForwarded = ctx.get('x-forwarded-for') !== '' || ctx.get('forwarded') !== '';
  return !isForwarded && LOOPBACK.test(ctx.req.socket.remoteAddress ?? '');
}

/** The pattern of the route that answered; what has none (the window's files, paths nobody knows) is one. */
const routeOf = (ctx: Context): string => {
  const matched: unknown = ctx['_matchedRoute'];
  return typeof matched === 'string' ? matched : 'other';
};

/** What was counted of one method of a route: its labels are made and looked at once, not for each request. */
interface Counted {
  readonly method: string;
  readonly route: string;
  /** By the first digit of their status; those that the counter was not told of yet. */
  readonly answers: number[];
  readonly took: (seconds: number) => void;
}

/** Counts and times requests by route pattern. */
function requestsOf(registers: Registry[]): Answered {
  const known = new Map<string, Counted>();
  const durations = new Histogram({
    name: 'taskflow_http_request_duration_seconds',
    help: 'From the request to the end of its answer',
    labelNames: ['method', 'route'],
    buckets: SECONDS,
    registers,
  });
  new Counter({
    name: 'taskflow_http_requests_total',
    help: 'Requests that were answered, by the first digit of their status',
    labelNames: ['method', 'route', 'status'],
    registers,
    collect() {
      for (const { method, route, answers } of known.values())
        for (const [digit, count] of answers.entries()) {
          if (count > 0) this.inc({ method, route, status: `${digit}xx` }, count);
          answers[digit] = 0;
        }
    },
  });
  const countedOf = (method: string, route: string): Counted => {
    const name = `${method} ${route}`;
    let counted = known.get(name);
    if (!counted) {
      const took = durations.labels(method, route).observe;
      counted = { method, route, answers: [0, 0, 0, 0, 0, 0], took };
      known.set(name, counted);
    }
    return counted;
  };
  return (ctx, seconds) => {
    if (ctx.path === PATH) return;
    const { answers, took } = countedOf(ctx.method, routeOf(ctx));
    const digit = Math.floor(ctx.res.statusCode / 100);
    answers[digit] = (answers[digit] ?? 0) + 1;
    took(seconds);
  };
}

/** What counts and times each request, and what answers GET /metrics in Prometheus' text format. */
export function metrics({ token, figures }: MetricsOptions): { count: Answered; answer: Middleware } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const count = requestsOf([registry]);
  for (const [name, figure] of Object.entries(figures)) registry.registerMetric(gaugeOf(name, figure));

  const answer = async (ctx: Context): Promise<void> => {
    if (ctx.method !== 'GET' || !mayRead(ctx, token)) throw notFound();
    ctx.set('cache-control', 'no-store');
    ctx.type = registry.contentType;
    ctx.body = await registry.metrics();
  };
  return { count, answer: (ctx, next) => (ctx.path === PATH ? answer(ctx) : next()) };
}

/** What cannot be read just now is NaN, so that the others still are. */
function gaugeOf(name: string, { help, label, read }: Figure): Gauge {
  return new Gauge({
    name: `taskflow_${name}`,
    help,
    labelNames: label === undefined ? [] : [label],
    registers: [],
    async collect() {
      const value = await Promise.resolve()
        .then(read)
        .catch(() => Number.NaN);
      if (typeof value === 'number') this.set(value);
      else for (const [key, one] of Object.entries(value)) this.set({ [label ?? 'name']: key }, one);
    },
  });
}
