import type { ErrorAnswer, ErrorCode } from './errors.ts';
import type { Answer, CallInput, Route } from './route.ts';

/** An answer that was no success. `code` is from the closed list; UNREACHABLE means that no answer came at all. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly code: ErrorCode | 'UNREACHABLE',
    readonly status: number,
    message: string,
    readonly details?: unknown,
    readonly requestId?: string,
  ) {
    super(message);
  }
}

export interface ClientOptions {
  /** Base of the `api` routes, like http://127.0.0.1:1234/w/personal/api/v1. */
  readonly api: string;
  /** The origin, for `app` and `root` routes. */
  readonly origin: string;
  readonly headers?: () => Record<string, string>;
  readonly fetch?: typeof fetch;
  /** Milliseconds until a call is given up; 30,000 by default (imports may take longer: pass `signal`). */
  readonly timeout?: number;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly idempotencyKey?: string;
  /** Lets the request go on when its page goes away; browsers take 64 KiB of such bodies at once. */
  readonly keepalive?: boolean;
}

export type Call = <R extends Route>(
  route: R,
  input: CallInput<R>,
  options?: CallOptions,
) => Promise<Answer<R>>;

/** The URL of a call: placeholders filled, query written with repeated keys. */
export function urlOf(
  options: Pick<ClientOptions, 'api' | 'origin'>,
  route: Route,
  input: { params?: unknown; query?: unknown },
): string {
  const base =
    route.base === 'api' ? options.api : route.base === 'app' ? `${options.origin}/app/v1` : options.origin;
  const params = (input.params ?? {}) as Record<string, string>;
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries((input.query ?? {}) as Record<string, unknown>)) {
    if (value === undefined || value === null) continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(key, String(one));
  }
  const text = search.toString();
  return base + path + (text ? `?${text}` : '');
}

/**
 * A typed client: `call(route, {params, query, body})` answers what the route answers.
 * Throws ApiError; never retries by itself.
 */
export function createClient(options: ClientOptions): Call {
  const send = options.fetch ?? fetch;
  return async (route, input, { signal, idempotencyKey, keepalive } = {}) => {
    const given = input as { params?: unknown; query?: unknown; body?: unknown };
    const headers: Record<string, string> = { accept: 'application/json', ...options.headers?.() };
    if (idempotencyKey) headers['idempotency-key'] = idempotencyKey;
    const init: RequestInit = {
      method: route.method,
      headers,
      signal: signal ?? AbortSignal.timeout(options.timeout ?? 30_000),
    };
    if (keepalive) init.keepalive = true;
    if (given.body !== undefined) {
      headers['content-type'] = 'application/json';
      init.body = JSON.stringify(given.body);
    }
    let response: Response;
    try {
      response = await send(urlOf(options, route, given), init);
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new ApiError('UNREACHABLE', 0, 'The server does not answer.');
    }
    if (response.ok) {
      if (response.status === 204) return undefined as never;
      return (route.download ? await response.text() : await response.json()) as never;
    }
    const answer = (await response.json().catch(() => null)) as ErrorAnswer | null;
    if (!answer?.code)
      throw new ApiError('INTERNAL', response.status, `The server answered ${response.status}.`);
    throw new ApiError(answer.code, response.status, answer.message, answer.details, answer.requestId);
  };
}
