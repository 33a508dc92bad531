import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { codeOf, type FileSystem } from '../../adapters/local/files.ts';
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

  /** While this copies, nothing else of this process begins; one write or rename that has begun may end in the midst of it. */
  copy(): FolderDisk {
    const next = new FolderDisk();
    copyFiles(this.folder, next.folder);
    // It names this process, which lives.
    rmSync(path.join(next.folder, 'lock'), { force: true });
    return next;
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

function copyFiles(from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) {
      mkdirSync(target);
      copyFiles(source, target);
      continue;
    }
    try {
      copyFileSync(source, target);
    } catch (error) {
      // A temporary file that has got its name meanwhile: the name has been listed too.
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  }
}
