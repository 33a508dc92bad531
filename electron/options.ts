import { createHash } from 'node:crypto';
import path from 'node:path';

/** Reads `--data DIR` (or `--data=DIR`) from the shell's arguments; null is this account's own folder. */
export function dataFolderOf(argv: readonly string[]): string | null {
  for (const [at, text] of argv.entries()) {
    const given = text === '--data' ? argv[at + 1] : text.startsWith('--data=') ? text.slice(7) : undefined;
    if (given) return path.resolve(given);
  }
  return null;
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
