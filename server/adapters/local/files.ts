import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, type BigIntStats } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** One open file. Errors are Node's, with `code`. Positions and lengths are bytes. */
export interface OpenFile {
  size(): Promise<number>;
  /** Fills `into` from `position`; answers how many bytes there were (fewer only at the end). */
  read(into: Uint8Array, position: number): Promise<number>;
  /** All of it or an error; after an error any part of it may be in the file. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** fdatasync: when it resolves, what was written survives a loss of power. */
  datasync(): Promise<void>;
  truncate(length: number): Promise<void>;
  /** Whether this file is still found under a name: not once it or its folder was moved or removed. */
  isAt(file: string): Promise<boolean>;
  close(): Promise<void>;
}

/** What identifies a process beyond its pid, so that a lock of a dead one is recognised although the pid was given again. */
export interface Machine {
  readonly pid: number;
  readonly host: string;
  /** Changes with each boot; '' where the system does not tell. */
  readonly boot: string;
  /** When the process started, opaque; null: no such process; '' where the system does not tell. */
  startOf(pid: number): string | null;
}

/** The files below a store: the real ones, or in fault tests some that forget, run full or fail. */
export interface FileSystem {
  readonly machine: Machine;
  /** `create` makes a new file (mode 0600) and fails with EEXIST; `write` opens one that is there for both. */
  open(file: string, mode: 'read' | 'write' | 'create'): Promise<OpenFile>;
  /** A new file that appears with its content or not at all; EEXIST when the name is taken. */
  createWhole(file: string, bytes: Uint8Array): Promise<void>;
  /** Makes the folder (mode 0700) and its parents where they are missing. */
  makeFolder(folder: string): Promise<void>;
  /** The names in a folder. */
  names(folder: string): Promise<string[]>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file; one that is not there is fine. */
  remove(file: string): Promise<void>;
  /** fsync of the folder: names made, changed and removed survive a loss of power. */
  syncFolder(folder: string): Promise<void>;
}

export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** Reads in a file, and closes it again; null when there is none. */
export async function reading<T>(
  files: FileSystem,
  file: string,
  read: (open: OpenFile) => Promise<T>,
): Promise<T | null> {
  let open: OpenFile;
  try {
    open = await files.open(file, 'read');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
  try {
    return await read(open);
  } finally {
    await open.close();
  }
}

/** The whole of a file, or null when there is none. */
export const readWhole = (files: FileSystem, file: string): Promise<Buffer | null> =>
  reading(files, file, async (open) => {
    const bytes = Buffer.alloc(await open.size());
    const length = await open.read(bytes, 0);
    return bytes.subarray(0, length);
  });

/** Replaces a file in one step: a reader, or a start after a crash, sees the old content or the new. */
export async function replaceWhole(files: FileSystem, file: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`;
  const open = await files.open(temporary, 'create');
  try {
    await open.write(bytes, 0);
    await open.datasync();
  } catch (error) {
    await open.close();
    await files.remove(temporary).catch(() => undefined);
    throw error;
  }
  await open.close();
  await files.rename(temporary, file);
}

class RealFile implements OpenFile {
  private identity: Promise<BigIntStats> | null = null;
  constructor(private readonly handle: fs.FileHandle) {}
  async size(): Promise<number> {
    return (await this.handle.stat()).size;
  }
  async read(into: Uint8Array, position: number): Promise<number> {
    let done = 0;
    while (done < into.length) {
      const { bytesRead } = await this.handle.read(into, done, into.length - done, position + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return done;
  }
  async write(bytes: Uint8Array, position: number): Promise<void> {
    let done = 0;
    while (done < bytes.length) {
      const { bytesWritten } = await this.handle.write(bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
  }
  datasync(): Promise<void> {
    return this.handle.datasync();
  }
  truncate(length: number): Promise<void> {
    return this.handle.truncate(length);
  }
  async isAt(file: string): Promise<boolean> {
    const there = await fs.stat(file, { bigint: true }).catch(() => null);
    this.identity ??= this.handle.stat({ bigint: true });
    const { dev, ino } = await this.identity;
    return there !== null && there.ino === ino && there.dev === dev;
  }
  close(): Promise<void> {
    return this.handle.close();
  }
}

function bootId(): string {
  try {
    if (process.platform === 'linux') return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    if (process.platform === 'darwin')
      return execFileSync('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid'], { timeout: 500 })
        .toString()
        .trim();
  } catch {
    // A sandbox may hide it; the pid alone then decides.
  }
  return '';
}

function startOf(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return null;
  }
  try {
    // Field 22 of stat, in ticks since boot; the name in field 2 may hold spaces and brackets.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? '');
  } catch {
    return '';
  }
}

/** Whether a folder can be synced as a file: Windows refuses, and its file system journals names by itself. */
const FOLDERS_SYNC = process.platform !== 'win32';

const isFolder = async (folder: string): Promise<boolean> =>
  (await fs.stat(folder).catch(() => null))?.isDirectory() ?? false;

class RealFiles implements FileSystem {
  readonly machine: Machine = { pid: process.pid, host: os.hostname(), boot: bootId(), startOf };

  async open(file: string, mode: 'read' | 'write' | 'create'): Promise<OpenFile> {
    const flag = mode === 'read' ? 'r' : mode === 'write' ? 'r+' : 'wx+';
    return new RealFile(await fs.open(file, flag, 0o600));
  }
  async createWhole(file: string, bytes: Uint8Array): Promise<void> {
    const temporary = path.join(path.dirname(file), `.${randomUUID()}.tmp`);
    await fs.writeFile(temporary, bytes, { mode: 0o600, flag: 'wx' });
    try {
      await fs.link(temporary, file);
    } catch (error) {
      // exFAT and some network drives know no links: there the name appears a moment before its content.
      if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP', 'EMLINK'].includes(codeOf(error))) throw error;
      await fs.writeFile(file, bytes, { mode: 0o600, flag: 'wx' });
    } finally {
      await fs.rm(temporary, { force: true });
    }
  }
  /** Step by step: Node's own recursive mkdir never ends where a folder stays ENOENT below one that is there, as in /proc. */
  async makeFolder(folder: string): Promise<void> {
    if (await isFolder(folder)) return;
    const parent = path.dirname(folder);
    if (parent !== folder) await this.makeFolder(parent);
    try {
      await fs.mkdir(folder, { mode: 0o700 });
    } catch (error) {
      if (codeOf(error) === 'ENOENT')
        throw Object.assign(new Error('No folder can be made here', { cause: error }), { code: 'EACCES' });
      // Another start may have been quicker.
      if (codeOf(error) !== 'EEXIST' || !(await isFolder(folder))) throw error;
    }
  }
  names(folder: string): Promise<string[]> {
    return fs.readdir(folder);
  }
  rename(from: string, to: string): Promise<void> {
    return fs.rename(from, to);
  }
  async remove(file: string): Promise<void> {
    await fs.rm(file, { force: true });
  }
  async syncFolder(folder: string): Promise<void> {
    if (!FOLDERS_SYNC) return;
    const handle = await fs.open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

/** The files of this computer. */
export const realFiles: FileSystem = new RealFiles();
