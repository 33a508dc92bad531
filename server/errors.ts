import { ERRORS, type ErrorCode, type Issue } from './contract/errors.ts';
import { issueAt } from './contract/issues-of.ts';
import type { IssueTold } from './contract/issues.ts';
import { REASONS, type Reason } from './contract/reasons.ts';
import { sentence } from './contract/sentences.ts';

/**
 * A failure that the caller is told about. `code` decides the HTTP status; `message` is for a person and may leave the
 * process, `cause` never does.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly status: number;
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details?: unknown,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.status = ERRORS[code];
  }
}

/** For what does not exist and for what may not be seen: the same words, so that nothing tells them apart. */
export const notFound = (): AppError => new AppError('NOT_FOUND', 'There is nothing here.');

/** A failure that says why more closely, in a sentence of the closed list: the window has it in other languages. */
export function because(
  code: ErrorCode,
  reason: Reason,
  options?: ErrorOptions & { readonly advice?: string; readonly details?: Readonly<Record<string, unknown>> },
): AppError {
  const { code: name, params } = reason;
  const message = [sentence(REASONS, reason), options?.advice].filter(Boolean).join(' ');
  return new AppError(
    code,
    message,
    { ...options?.details, reason: name, ...(params && { params }) },
    options,
  );
}

/** An input that is not taken: what is wrong with it, the first of it as the message. */
export function invalid(issues: readonly Issue[], options?: ErrorOptions): AppError {
  const { path, message } = issues[0] ?? issueAt('', { code: 'NOT_EXPECTED' });
  return new AppError('VALIDATION', path ? `${path}: ${message}` : `The input ${message}.`, issues, options);
}

/** The same of one field. */
export const invalidAt = (path: string, told: IssueTold, options?: ErrorOptions): AppError =>
  invalid([issueAt(path, told)], options);
