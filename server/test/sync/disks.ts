import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { FileSystem } from '../../adapters/local/files.ts';
import { MemoryFiles } from '../../adapters/local/memory-files.ts';

/** What an app's store lies on. */
export interface Disk {
  readonly folder: string;
  /** The real ones where there are none. */
  readonly files?: FileSystem;
  /** What is there at this moment, for the next life of the app: this one ended here, wherever it was. */
  copy(): Disk;
  remove(): Promise<void>;
}

export class MemoryDisk implements Disk {
  readonly folder = '/replica';

  constructor(readonly files = new MemoryFiles()) {}

  /** What was not synced is lost as well. */
  copy(): MemoryDisk {
    return new MemoryDisk(this.files.afterPowerLoss());
  }

  remove(): Promise<void> {
    return Promise.resolve();
  }
}

/** A folder among the temporary ones. */
export class FolderDisk implements Disk {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'taskflow-disk-'));

  /** While this copies nothing else of this process runs: no write begins in the midst of it. */
  copy(): FolderDisk {
    const next = new FolderDisk();
    cpSync(this.folder, next.folder, { recursive: true });
    // It names this process, which lives.
    rmSync(path.join(next.folder, 'lock'), { force: true });
    return next;
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
