import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { codeOf, readWhole, replaceWhole, type FileSystem, type Machine } from './files.ts';
import { realFiles } from './files.ts';

/** What the lock file says about the process that holds a folder. `info` is the holder's own, for a second start to read. */
export interface LockInfo {
  readonly pid: number;
  readonly start: string;
  readonly boot: string;
  readonly host: string;
  /** Names this one locking, so that nobody removes another than the one that was judged. */
  readonly nonce: string;
  readonly info?: Readonly<Record<string, string | number>>;
}

/** A folder held by this process. */
export interface FolderLock {
  /** Says something to whoever finds the folder held, such as {port, controlKey}; the file's mode is 0600. */
  describe(info: Readonly<Record<string, string | number>>): Promise<void>;
  release(): Promise<void>;
}

export const LOCK_FILE = 'lock';
/** Claims upon claims of processes that died while taking over; more than this has never a good reason. */
const DEPTH = 8;
/** How often a file of ours may vanish before the folder itself must be gone. */
const SWEPT = 3;

function parse(bytes: Buffer | null): LockInfo | null {
  try {
    const value: unknown = bytes && JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null && 'nonce' in value && 'pid' in value
      ? (value as LockInfo)
      : null;
  } catch {
    return null;
  }
}

/** Whether the process that wrote this may still run. In doubt it does. */
function alive(lock: LockInfo, machine: Machine): boolean {
  if (lock.boot !== machine.boot) return lock.host !== machine.host;
  const start = machine.startOf(lock.pid);
  if (start === null) return false;
  return start === '' || lock.start === '' || start === lock.start;
}

/** Who holds the folder now; null when nobody does. Reads only. */
export async function readLock(folder: string, files: FileSystem = realFiles): Promise<LockInfo | null> {
  const lock = parse(await readWhole(files, path.join(folder, LOCK_FILE)).catch(() => null));
  return lock && alive(lock, files.machine) ? lock : null;
}

/**
 * Takes a lock file that nobody alive holds. A stale one is only replaced by who first claimed it under its nonce, so of
 * any number that find it at once one wins; a claim whose maker died is taken over in the same way.
 */
async function claim(file: string, mine: Buffer, files: FileSystem, depth = 0): Promise<LockInfo | null> {
  for (let round = 0; round < 50; round++) {
    try {
      await files.createWhole(file, mine);
      return null;
    } catch (error) {
      const code = codeOf(error);
      // Whoever got the folder meanwhile has swept our temporary file away with those of starts that died.
      if (code === 'ENOENT' && round < SWEPT) continue;
      if (code !== 'EEXIST') throw error;
    }
    let bytes = await readWhole(files, file);
    // Where the file system knows no links, the content comes a moment after the name.
    for (let wait = 0; bytes && !parse(bytes) && wait < 15; wait++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      bytes = await readWhole(files, file);
    }
    if (!bytes) continue;
    const held = parse(bytes);
    if (held && alive(held, files.machine)) return held;
    const nonce = held?.nonce ?? 'unreadable';
    if (depth >= DEPTH) return held;
    const claimFile = `${file}.${nonce}`;
    const other = await claim(claimFile, mine, files, depth + 1);
    if (other) return other;
    try {
      const now = await readWhole(files, file);
      if (now && (parse(now)?.nonce ?? 'unreadable') === nonce) {
        await replaceWhole(files, file, mine);
        return null;
      }
    } finally {
      await files.remove(claimFile);
    }
  }
  return null;
}

/** Takes the folder for this process; answers who holds it when that is another. One folder, one holder. */
export async function acquireLock(
  folder: string,
  files: FileSystem = realFiles,
): Promise<{ readonly lock: FolderLock } | { readonly heldBy: LockInfo }> {
  const { machine } = files;
  const file = path.join(folder, LOCK_FILE);
  const lock: LockInfo = {
    pid: machine.pid,
    start: machine.startOf(machine.pid) ?? '',
    boot: machine.boot,
    host: machine.host,
    nonce: randomUUID(),
  };
  const encode = (value: LockInfo): Buffer => Buffer.from(JSON.stringify(value));
  const heldBy = await claim(file, encode(lock), files);
  if (heldBy) return { heldBy };
  const found = parse(await readWhole(files, file));
  if (found?.nonce !== lock.nonce) return { heldBy: found ?? lock };
  let released = false;
  return {
    lock: {
      async describe(info) {
        if (!released) await replaceWhole(files, file, encode({ ...lock, info }));
      },
      async release() {
        if (released) return;
        released = true;
        // Not ours any more when somebody removed the file by hand and another start took its place.
        if (parse(await readWhole(files, file))?.nonce === lock.nonce) await files.remove(file);
      },
    },
  };
}
