import { createHash } from 'node:crypto';
import path from 'node:path';

/** A mistake in how the app was called; its message is a whole sentence. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

/**
 * Reads `--data DIR` (or `--data=DIR`) from the shell's arguments; null is this account's own folder. Throws OptionError
 * where none is named: that is a variable of a script that was not set, and another folder than was meant must not be opened.
 */
export function dataFolderOf(argv: readonly string[]): string | null {
  const at = argv.findIndex((text) => text === '--data' || text.startsWith('--data='));
  const flag = argv[at];
  if (flag === undefined) return null;
  const isBare = flag === '--data';
  const given = isBare ? argv[at + 1] : flag.slice('--data='.length);
  if (!given || (isBare && given.startsWith('-')))
    throw new OptionError('--data names no folder. Give the path of one, or leave it out.');
  return path.resolve(given);
}

/**
 * Where Chromium keeps its profile. Electron's single-instance lock lives there, so each data folder has its own; it
 * is never inside the data folder, which may be read-only, and the app must still open to say so.
 */
export function profileFolder(appData: string, dataFolder: string | null): string {
  const own = path.join(appData, 'TaskFlow-shell');
  if (dataFolder === null) return own;
  return path.join(own, 'folders', createHash('sha256').update(dataFolder).digest('hex').slice(0, 16));
}
