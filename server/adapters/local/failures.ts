import { CLOSED, CLOSED_ADVICE, type Closed } from '../../contract/notices.ts';
import { sentence } from '../../contract/sentences.ts';
import { AppError, because } from '../../errors.ts';
import { codeOf } from './files.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Why a folder could not be opened as a store; message and advice are for a person. */
export class StoreOpenError extends Error {
  override readonly name = 'StoreOpenError';
  readonly advice: string;
  constructor(
    readonly closed: Closed,
    options?: ErrorOptions,
  ) {
    super(sentence(CLOSED, closed), options);
    this.advice = sentence(CLOSED_ADVICE, closed);
  }

  /** Whether another TaskFlow has it open. */
  get isHeld(): boolean {
    return this.closed.code === 'LOCKED' || this.closed.code === 'LOCKED_ELSEWHERE';
  }
}

/** A failed write as the caller is told: DISK_FULL or STORE_UNAVAILABLE. Nothing of it was kept. */
export function writeFailure(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (FULL.has(codeOf(error)))
    return new AppError(
      'DISK_FULL',
      'The disk is full, so this was not saved. Free some space and try again.',
      undefined,
      { cause: error },
    );
  const code = codeOf(error) === 'ENOENT' ? 'FOLDER_MOVED' : 'NOT_WRITTEN';
  return because('STORE_UNAVAILABLE', { code }, { cause: error });
}

/** A store that could not be loaded, as every caller is told. */
export const loadFailure = (error: unknown): AppError =>
  because('STORE_UNAVAILABLE', { code: 'NOT_READ' }, { cause: error });

/** What kept a folder from being opened, in a person's words. */
export function openFailure(error: unknown, folder: string): StoreOpenError {
  if (error instanceof StoreOpenError) return error;
  return new StoreOpenError(closedBy(codeOf(error), error, folder), { cause: error });
}

function closedBy(code: string, error: unknown, folder: string): Closed {
  if (FULL.has(code)) return { code: 'DISK_FULL', params: { folder } };
  switch (code) {
    case 'ENOTDIR':
    case 'EEXIST':
      return { code: 'NOT_A_FOLDER', params: { folder } };
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return { code: 'NOT_WRITABLE', params: { folder } };
    default:
      return { code: 'UNREADABLE', params: { folder, why: code || String(error) } };
  }
}
