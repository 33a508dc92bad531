import path from 'node:path';
import type { FileSystem, Machine, OpenFile } from './files.ts';

/** A file's bytes as programs see them, and as they would be after a loss of power. */
interface Disk {
  now: Buffer;
  safe: Buffer;
}

const failure = (code: string, what: string): Error => Object.assign(new Error(`${code}: ${what}`), { code });

/** What may go wrong at a call, and the kinds of call that are counted. */
export interface Faults {
  /** The n-th call from now on that changes or syncs something fails; 1 is the next. Then `times` calls do. */
  failAt?: number;
  times?: number;
  code?: string;
  /** Writes that fail leave the first half of their bytes in the file. */
  torn?: boolean;
  /** Bytes that all files together may have; above it writes fail with ENOSPC. */
  room?: number;
}

/**
 * Files in memory for fault tests: they can forget what was not synced, run full, and fail at the n-th call. Renames and
 * new names survive a loss of power only after syncFolder, contents only after datasync.
 */
export class MemoryFiles implements FileSystem {
  private files = new Map<string, Disk>();
  private safeNames = new Map<string, Disk>();
  private folders = new Set<string>();
  private boot = 1;
  faults: Faults = {};
  /** Calls that changed or synced something, so far. */
  calls = 0;

  get machine(): Machine {
    const boot = String(this.boot);
    return { pid: 1, host: 'memory', boot, startOf: (pid) => (pid === 1 ? '1' : null) };
  }

  /** Everything not synced is gone, or with `keep` its share of bytes from the front; processes too. */
  losePower(keep: (lost: number) => number = () => 0): void {
    this.boot++;
    this.faults = {};
    this.files = new Map(this.safeNames);
    for (const disk of this.files.values()) {
      const grown = Math.max(0, disk.now.length - disk.safe.length);
      const kept = disk.now.subarray(disk.safe.length, disk.safe.length + keep(grown));
      disk.now = Buffer.concat([disk.safe, kept]);
      disk.safe = disk.now;
    }
  }

  /** The process ends; what it wrote stays, synced or not. */
  kill(): void {
    this.boot++;
    this.faults = {};
  }

  /** The content of a file, to look at or to damage; null when there is none. */
  get(file: string): Buffer | null {
    return this.files.get(file)?.now ?? null;
  }

  set(file: string, bytes: Buffer): void {
    const disk: Disk = { now: bytes, safe: bytes };
    this.files.set(file, disk);
    this.safeNames.set(file, disk);
  }

  /** Another disk with the same content, all of it safe. */
  copy(): MemoryFiles {
    const copy = new MemoryFiles();
    copy.boot = this.boot + 1;
    for (const folder of this.folders) copy.folders.add(folder);
    for (const [name, disk] of this.files) copy.set(name, Buffer.from(disk.now));
    return copy;
  }

  /** Another disk, as this one would be after a loss of power at this moment. */
  afterPowerLoss(): MemoryFiles {
    const copy = new MemoryFiles();
    copy.boot = this.boot + 1;
    for (const folder of this.folders) copy.folders.add(folder);
    for (const [name, disk] of this.safeNames) copy.set(name, Buffer.from(disk.safe));
    return copy;
  }

  private step(what: string): void {
    this.calls++;
    const { faults } = this;
    if (faults.failAt === undefined || --faults.failAt > 0) return;
    if (-faults.failAt < (faults.times ?? 1)) throw failure(faults.code ?? 'EIO', what);
  }

  private find(file: string): Disk {
    const disk = this.files.get(file);
    if (!disk) throw failure('ENOENT', file);
    return disk;
  }

  private used(): number {
    let bytes = 0;
    for (const disk of this.files.values()) bytes += disk.now.length;
    return bytes;
  }

  private put(disk: Disk, bytes: Uint8Array, position: number): void {
    const length = Math.max(disk.now.length, position + bytes.length);
    const next = Buffer.alloc(length);
    disk.now.copy(next);
    next.set(bytes, position);
    disk.now = next;
  }

  async open(file: string, mode: 'read' | 'write' | 'create'): Promise<OpenFile> {
    if (mode === 'create') {
      this.step(`open ${file}`);
      if (this.files.has(file)) throw failure('EEXIST', file);
      this.files.set(file, { now: Buffer.alloc(0), safe: Buffer.alloc(0) });
    }
    const disk = this.find(file);
    return {
      size: async () => disk.now.length,
      read: async (into, position) => disk.now.copy(into, 0, Math.min(position, disk.now.length)),
      write: async (bytes, position) => {
        try {
          this.step(`write ${file}`);
        } catch (error) {
          if (this.faults.torn) this.put(disk, bytes.subarray(0, bytes.length >> 1), position);
          throw error;
        }
        const { room } = this.faults;
        const growth = Math.max(0, position + bytes.length - disk.now.length);
        if (room !== undefined && this.used() + growth > room) {
          this.put(disk, bytes.subarray(0, Math.max(0, room - this.used())), position);
          throw failure('ENOSPC', file);
        }
        this.put(disk, bytes, position);
      },
      datasync: async () => {
        this.step(`datasync ${file}`);
        disk.safe = disk.now;
      },
      truncate: async (length) => {
        this.step(`truncate ${file}`);
        disk.now = Buffer.from(disk.now.subarray(0, length));
      },
      isAt: async (name) => this.files.get(name) === disk,
      close: async () => undefined,
    };
  }

  async createWhole(file: string, bytes: Uint8Array): Promise<void> {
    this.step(`create ${file}`);
    if (this.files.has(file)) throw failure('EEXIST', file);
    const whole = Buffer.from(bytes);
    this.files.set(file, { now: whole, safe: whole });
  }

  async makeFolder(folder: string): Promise<void> {
    this.folders.add(folder);
  }

  async names(folder: string): Promise<string[]> {
    if (!this.folders.has(folder)) throw failure('ENOENT', folder);
    return [...this.files.keys()]
      .filter((file) => path.dirname(file) === folder)
      .map((file) => path.basename(file));
  }

  async rename(from: string, to: string): Promise<void> {
    this.step(`rename ${from}`);
    const disk = this.find(from);
    this.files.delete(from);
    this.files.set(to, disk);
  }

  async remove(file: string): Promise<void> {
    this.step(`remove ${file}`);
    this.files.delete(file);
  }

  async syncFolder(folder: string): Promise<void> {
    this.step(`sync ${folder}`);
    for (const name of this.safeNames.keys())
      if (path.dirname(name) === folder && !this.files.has(name)) this.safeNames.delete(name);
    for (const [name, disk] of this.files) if (path.dirname(name) === folder) this.safeNames.set(name, disk);
  }
}
