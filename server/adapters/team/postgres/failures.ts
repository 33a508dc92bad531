import type { ErrorCode } from '../../../contract/errors.ts';
import { AppError } from '../../../errors.ts';

/** Connection failures, shutdowns and time limits, by SQLSTATE (PostgreSQL, appendix A) or Node's code. */
const AWAY =
  /^(08...|57P0[1-5]|53[23]00|E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|HOSTUNREACH|NOTFOUND|AI_AGAIN))$/;
const TOO_SLOW = /^(57014|25P0[34]|55P03)$/;
/** A schema that asks for a newer server, or a standby that has not taken over yet. */
const ONLY_READS = '25006';
const NO_ROOM = /^53100$/;
/** A pooler has given a connection on which the name is unknown, or known already. */
const UNPREPARED = /^(26000|42P05)$/;
const AGAIN = /^(40001|40P01)$/;
const MESSAGES =
  /timeout|terminated|Connection ended|not queryable|starting up|shutting down|Cannot use a pool/i;

const codeOf = (error: unknown): string => (error as { code?: string } | null)?.code ?? '';

function kindOf(error: unknown): ErrorCode | null {
  const code = codeOf(error);
  if (AWAY.test(code) || code === ONLY_READS) return 'STORE_UNAVAILABLE';
  if (TOO_SLOW.test(code)) return 'TIMED_OUT';
  if (NO_ROOM.test(code)) return 'DISK_FULL';
  // pg's own errors have a message only.
  const isServers = /^[0-9A-Z]{5}$/.test(code);
  return !isServers && error instanceof Error && MESSAGES.test(error.message) ? 'STORE_UNAVAILABLE' : null;
}

const WORDS: Partial<Record<ErrorCode, string>> = {
  STORE_UNAVAILABLE: 'The team’s database does not answer. Try again shortly.',
  TIMED_OUT: 'The team’s database took too long. Try again shortly.',
  DISK_FULL: 'The team’s database has no room left. Nothing was saved.',
};

const NO_WRITES = 'The team’s database lets this server only read: it may have to be updated.';

/** An error of pg in the application's terms where it is about the database's state; else as it is. */
export function asAppError(error: unknown): unknown {
  const code = kindOf(error);
  if (!code) return error;
  const words = codeOf(error) === ONLY_READS ? NO_WRITES : (WORDS[code] ?? '');
  return new AppError(code, words, undefined, { cause: error });
}

/** The end of a connection that nobody used, or why there is none. pg's error has the whole client in it, down to the key that cancels. */
export const brokenOff = (error: unknown): AppError =>
  new AppError('STORE_UNAVAILABLE', WORDS.STORE_UNAVAILABLE ?? '', undefined, { cause: error });

/** Whether a statement was refused because a pooler does not keep prepared ones. */
export const isUnprepared = (error: unknown): boolean => UNPREPARED.test(codeOf(error));

/** Whether PostgreSQL, a role or a database of it, has as many connections as it may have. */
export const isFull = (error: unknown): boolean => codeOf(error) === '53300';

/** Whether it undid everything and may go well the next time. */
export const isRetryable = (error: unknown): boolean => AGAIN.test(codeOf(error)) || isUnprepared(error);

/** Whether nobody can say what its connection is still doing. What PostgreSQL answered by a SQLSTATE leaves it usable. */
export function isBroken(error: unknown): boolean {
  if (error === null) return false;
  const cause = error instanceof AppError ? error.cause : error;
  const code = codeOf(cause);
  if (/^(08|57P|25P)/.test(code)) return true;
  if (/^[0-9A-Z]{5}$/.test(code)) return false;
  return error instanceof AppError
    ? error.code === 'STORE_UNAVAILABLE'
    : cause instanceof Error && MESSAGES.test(cause.message);
}

/** The constraint that an error says was violated: `unique` or `foreign` with its name, or null. */
export function violationOf(
  error: unknown,
): { readonly kind: 'unique' | 'foreign'; readonly name: string } | null {
  const { code, constraint } = error as { code?: string; constraint?: string };
  if (code === '23505') return { kind: 'unique', name: constraint ?? '' };
  if (code === '23503') return { kind: 'foreign', name: constraint ?? '' };
  return null;
}
