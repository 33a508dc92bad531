import type { ErrorAnswer, ErrorCode } from './errors.ts';
import { LINES_TYPE, linesOf } from './lines.ts';
import type { Answer, CallInput, Progress, Route } from './route.ts';

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

export interface CallOptions<P = unknown> {
  readonly signal?: AbortSignal;
  readonly idempotencyKey?: string;
  /** Lets the request go on when its page goes away; browsers take 64 KiB of such bodies at once. */
  readonly keepalive?: boolean;
  /** Hears what a route tells while it works. */
  readonly onProgress?: (progress: P) => void;
}

export type Call = <R extends Route>(
  route: R,
  input: CallInput<R>,
  options?: CallOptions<Progress<R>>,
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
  return async (route, input, { signal, idempotencyKey, keepalive, onProgress } = {}) => {
    const given = input as { params?: unknown; query?: unknown; body?: unknown };
    const accept = onProgress ? `${LINES_TYPE}, application/json` : 'application/json';
    const headers: Record<string, string> = { accept, ...options.headers?.() };
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
      if (onProgress && response.body && response.headers.get('content-type')?.startsWith(LINES_TYPE))
        return (await lastOf(response.body, onProgress as (progress: unknown) => void, signal)) as never;
      return (route.download ? await response.text() : await response.json()) as never;
    }
    const answer = (await response.json().catch(() => null)) as ErrorAnswer | null;
    if (!answer?.code)
      throw new ApiError('INTERNAL', response.status, `The server answered ${response.status}.`);
    throw errorOf(answer);
  };
}

const errorOf = ({ code, statusCode, message, details, requestId }: ErrorAnswer): ApiError =>
  new ApiError(code, statusCode, message, details, requestId);

/** Hands on what is told on the way, and answers what stands at its end. */
async function lastOf(
  body: ReadableStream<Uint8Array>,
  onProgress: (progress: unknown) => void,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  try {
    for await (const line of linesOf(body)) {
      if ('answer' in line) return line.answer;
      if ('error' in line) throw errorOf(line.error);
      onProgress(line.progress);
    }
  } catch (error) {
    if (error instanceof ApiError || signal?.aborted) throw error;
  }
  throw new ApiError('UNREACHABLE', 0, 'The answer ended before it was whole.');
}
