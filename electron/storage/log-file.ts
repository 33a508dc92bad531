import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

const LARGEST_BYTES = 5 * 1024 * 1024;
const KEPT = 3;

/** A log that keeps its last files (server.log, server.log.1, …), each up to `largest` bytes. Never throws. */
export class LogFile {
  #bytes: number;

  constructor(
    readonly file: string,
    private readonly largest = LARGEST_BYTES,
  ) {
    try {
      mkdirSync(path.dirname(file), { recursive: true });
    } catch {
      // write() finds out as well
    }
    this.#bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  }

  write(chunk: string | Uint8Array): void {
    try {
      if (this.#bytes > 0 && this.#bytes + chunk.length > this.largest) this.#rotate();
      appendFileSync(this.file, chunk, { mode: 0o600 });
      this.#bytes += chunk.length;
    } catch {
      // A full disk must not take the app down with its log.
    }
  }

  #rotate(): void {
    for (let age = KEPT - 1; age >= 1; age -= 1) {
      const from = age === 1 ? this.file : `${this.file}.${age - 1}`;
      if (statSync(from, { throwIfNoEntry: false })) renameSync(from, `${this.file}.${age}`);
    }
    this.#bytes = 0;
  }
}
