import type * as z from 'zod/mini';
import type { ErrorCode } from './errors.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** Where a route hangs: `api` = a workspace's base, `app` = the bundled server's own /app/v1, `root` = the origin. */
export type Base = 'api' | 'app' | 'root';

/** Who may call: `anyone` needs no account (on loopback still the launch key), `keyless` not even that. */
export type Access = 'keyless' | 'anyone' | 'user' | 'admin';

/** The document's families of cached answers, which also name their keys and how long they live. */
export type AnswerFamily = 'profile' | 'task' | 'list' | 'stats';

type Schema = z.ZodMiniType;
type ObjectSchema = z.ZodMiniObject;

/**
 * One route: at once its validation, its types, its client and its documentation.
 * `path` is in OpenAPI form (`/tasks/{id}`). `errors` names what the route itself can answer beyond
 * `COMMON_ERRORS`. `answer` null means 204; `download` means the body is a file, not JSON.
 */
export interface Route {
  readonly id: string;
  readonly method: Method;
  readonly base: Base;
  /** `team`: only where people sign in with accounts; a personal workspace answers 404. */
  readonly serves?: 'team';
  /** Only a team can do it: its workspace in the app passes it on, and says TEAM_UNREACHABLE while the team is away. */
  readonly relayed?: true;
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  readonly params?: ObjectSchema;
  readonly query?: ObjectSchema;
  readonly body?: Schema;
  /** Largest body in bytes; LIMITS.bodyBytes when absent. */
  readonly bodyLimit?: number;
  readonly status: 200 | 201 | 204;
  readonly answer: Schema | null;
  /**
   * What is told while it works, to who accepts application/x-ndjson: lines of {progress}, and a last one of {answer} or
   * {error}. Who hangs up ends the work.
   */
  readonly progress?: Schema;
  readonly download?: boolean;
  /** Takes long and holds much: a team's server does only some at once. */
  readonly heavy?: true;
  /** A repeat under the same Idempotency-Key answers as the first did. */
  readonly idempotent?: boolean;
  /**
   * A team's server may answer it from its cache. `timed`: the answer depends on the time, always or when one of these is in
   * the query; then it is not older than the minute.
   */
  readonly cached?: { readonly family: AnswerFamily; readonly timed?: true | readonly string[] };
  readonly errors: readonly ErrorCode[];
}

/** Keeps the literal types of a route's schemas. */
export function defineRoute<const R extends Route>(route: R): R {
  return route;
}

type Output<S> = S extends Schema ? z.output<S> : undefined;

/** What a handler receives, parsed. */
export interface Input<R extends Route> {
  readonly params: Output<R['params']>;
  readonly query: Output<R['query']>;
  readonly body: Output<R['body']>;
}

type Given<S> = S extends Schema ? z.input<S> : never;

/** What a caller hands in: query values as themselves (the client writes them as text). */
export type CallInput<R extends Route> = (R['params'] extends Schema
  ? { params: Output<R['params']> }
  : unknown) &
  (R['query'] extends Schema ? { query?: Partial<Output<R['query']>> } : unknown) &
  (R['body'] extends Schema ? { body: Given<R['body']> } : unknown);

/** What a route tells while it works. */
export type Progress<R extends Route> = Output<R['progress']>;

/** What a route answers. */
export type Answer<R extends Route> = R['answer'] extends Schema ? z.output<R['answer']> : undefined;

/** What any route may answer, whatever it does. */
export const COMMON_ERRORS = [
  'VALIDATION',
  'FOREIGN_ORIGIN',
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'REQUEST_TIMEOUT',
  'INTERNAL',
  'STORE_UNAVAILABLE',
  'TIMED_OUT',
] as const satisfies readonly ErrorCode[];

/** What a route behind the launch key may answer besides. */
export const LAUNCH_KEY_ERRORS = ['LAUNCH_KEY_REQUIRED'] as const satisfies readonly ErrorCode[];

/** What any route of a team's server may answer besides. */
export const TEAM_ERRORS = ['RATE_LIMITED'] as const satisfies readonly ErrorCode[];

/** What a route that is passed on to a team may answer besides. */
export const RELAY_ERRORS = ['TEAM_UNREACHABLE', 'RATE_LIMITED'] as const satisfies readonly ErrorCode[];

/** What a route that needs an account may answer besides. */
export const SIGNED_IN_ERRORS = [
  'UNAUTHENTICATED',
  'TOKEN_EXPIRED',
  'SESSION_ENDED',
] as const satisfies readonly ErrorCode[];

/** What a route with a body may answer besides. */
export const BODY_ERRORS = [
  'MALFORMED_JSON',
  'FORBIDDEN_KEY',
  'TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
] as const satisfies readonly ErrorCode[];

/** What a route that writes may answer besides. */
export const WRITE_ERRORS = ['DISK_FULL'] as const satisfies readonly ErrorCode[];
