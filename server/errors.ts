import { ERRORS, type ErrorCode } from './contract/errors.ts';

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
