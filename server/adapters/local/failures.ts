import { AppError } from '../../errors.ts';
import { codeOf } from './files.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Why a folder could not be opened as a store; message and advice are for a person. */
export class StoreOpenError extends Error {
  override readonly name = 'StoreOpenError';
  constructor(
    readonly code: 'LOCKED' | 'NOT_WRITABLE' | 'NOT_A_FOLDER' | 'DISK_FULL' | 'TOO_NEW' | 'UNREADABLE',
    message: string,
    readonly advice: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
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
  if (codeOf(error) === 'ENOENT')
    return new AppError(
      'STORE_UNAVAILABLE',
      'The data folder was moved or deleted, so this was not saved. Put it back, or export your tasks in Settings before you close TaskFlow.',
      undefined,
      { cause: error },
    );
  return new AppError(
    'STORE_UNAVAILABLE',
    'The data folder cannot be written just now, so this was not saved. Check that the disk is connected and try again.',
    undefined,
    { cause: error },
  );
}

/** A store that could not be loaded, as every caller is told. */
export const loadFailure = (error: unknown): AppError =>
  new AppError(
    'STORE_UNAVAILABLE',
    'The data could not be read from the disk. Check that it is connected, then start TaskFlow again.',
    undefined,
    { cause: error },
  );

/** What kept a folder from being opened, in a person's words. */
export function openFailure(error: unknown, folder: string): StoreOpenError {
  if (error instanceof StoreOpenError) return error;
  const code = codeOf(error);
  const cause = { cause: error };
  if (FULL.has(code))
    return new StoreOpenError(
      'DISK_FULL',
      `The disk of ${folder} is full.`,
      'Free some space and start again.',
      cause,
    );
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return new StoreOpenError(
      'NOT_A_FOLDER',
      `${folder} is not a folder.`,
      'Choose another data folder, or move the file of that name away.',
      cause,
    );
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new StoreOpenError(
      'NOT_WRITABLE',
      `${folder} cannot be written.`,
      'Give your account the right to write there, or choose another data folder.',
      cause,
    );
  return new StoreOpenError(
    'UNREADABLE',
    `${folder} cannot be read (${code || String(error)}).`,
    'Check that the disk is connected, then start again.',
    cause,
  );
}
