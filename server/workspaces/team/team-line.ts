import type { Answer, CallInput, Route } from '../../contract/route.ts';
import { ApiError } from '../../contract/client.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import { AppError, because } from '../../errors.ts';
import type { TeamConnection } from '../replica/team-connection.ts';

/** A team that can be asked anything, as whoever is signed in. */
export interface TeamLine extends TeamConnection {
  /** Rejects with ApiError. */
  ask<R extends Route>(route: R, input: CallInput<R>): Promise<Answer<R>>;
}

const UNSIGNED: ReadonlySet<string> = new Set(['UNAUTHENTICATED', 'TOKEN_EXPIRED', 'SESSION_ENDED']);

/**
 * What a team said no with, in the words of this server. Whether it is away or wants a sign-in, nothing was done. What is no
 * answer of a team stays what it is.
 */
export function asAppError(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  if (error.code === 'UNREACHABLE')
    return new AppError(
      'TEAM_UNREACHABLE',
      'The team cannot be reached, and only it can do this. Try again when you are connected.',
      undefined,
      { cause: error },
    );
  if (UNSIGNED.has(error.code)) return because('TEAM_UNREACHABLE', { code: 'SIGN_IN_FIRST' });
  const code: ErrorCode = error.code;
  return new AppError(code, error.message, error.details, { cause: error });
}

/** Waits for a team, at most `ms` milliseconds. Throws TEAM_UNREACHABLE, or what the team refused it with. */
export async function answered<T>(asking: Promise<T>, ms: number): Promise<T> {
  let late: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    late = setTimeout(() => reject(new ApiError('UNREACHABLE', 0, 'no answer in time')), ms);
  });
  try {
    return await Promise.race([asking, silence]);
  } catch (error) {
    throw asAppError(error);
  } finally {
    clearTimeout(late);
  }
}
