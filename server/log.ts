import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import pino, { type DestinationStream, type Logger } from 'pino';

/** Names under which secrets could travel; masked wherever they stand, up to two levels down. */
const SECRETS: ReadonlySet<string> = new Set([
  'key',
  'token',
  'launchKey',
  'controlKey',
  'password',
  'refreshToken',
  'accessToken',
  'invite',
  'authorization',
  'cookie',
  'set-cookie',
  'code_',
  'x-taskflow-launch',
  'x-taskflow-control',
]);
const MASK = '[masked]';
const DEEPEST = 2;

/**
 * The same value, or a copy with masks where it has secrets. pino's own `redact` does that for these names in 50 µs a line,
 * which is a fifth of what a write costs; this takes one.
 */
function masked(value: object, depth: number): object {
  let copy: Record<string, unknown> | null = null;
  for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
    const shown = SECRETS.has(name) ? MASK : within(inner, depth);
    if (shown !== inner) (copy ??= { ...value })[name] = shown;
  }
  return copy ?? value;
}

/** What a log tells of an error is made by `serializers.err`, and looked through there. */
function within(inner: unknown, depth: number): unknown {
  const isLooked =
    depth < DEEPEST && typeof inner === 'object' && inner !== null && !(inner instanceof Error);
  return isLooked ? masked(inner, depth + 1) : inner;
}

/** A log of JSON lines. `secrets` are values of this start that must appear in none of them, in whatever text. */
export function createLog(level: string, sink: DestinationStream, secrets: readonly string[] = []): Logger {
  const hiding: DestinationStream = {
    write: (line) => sink.write(secrets.reduce((text, secret) => text.replaceAll(secret, MASK), line)),
  };
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { log: (fields) => masked(fields, 0) as typeof fields },
      serializers: { err: (error: Error) => within(pino.stdSerializers.err(error), 0) },
    },
    hiding,
  );
}

const LARGEST_BYTES = 5 * 1024 * 1024;
const KEPT = 3;

/**
 * A log file of mode 0600, in a folder that is there, that is turned at 5 MB, three old ones kept. Writing is synchronous and
 * small; a disk that takes no more loses log lines, never the app.
 */
export class LogFile {
  readonly #file: string;
  #descriptor: number | null = null;
  #bytes = 0;

  constructor(folder: string) {
    this.#file = path.join(folder, 'taskflow.log');
    try {
      this.#open();
    } catch {
      this.#descriptor = null;
    }
  }

  write(line: string): void {
    if (this.#descriptor === null) return;
    try {
      this.#bytes += writeSync(this.#descriptor, line);
      if (this.#bytes > LARGEST_BYTES) this.#turn();
    } catch {
      // Nobody is left to tell.
    }
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  #open(): void {
    this.#descriptor = openSync(this.#file, 'a', 0o600);
    this.#bytes = fstatSync(this.#descriptor).size;
  }

  #turn(): void {
    this.close();
    for (let age = KEPT - 1; age >= 1; age--) {
      try {
        renameSync(`${this.#file}.${age}`, `${this.#file}.${age + 1}`);
      } catch {
        // There is none of that age yet.
      }
    }
    renameSync(this.#file, `${this.#file}.1`);
    this.#open();
  }
}
