import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import pino, { type DestinationStream, type Logger } from 'pino';

/** Names under which secrets could travel; masked wherever they stand, up to two levels down. */
const SECRETS = [
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
];

/** A log of JSON lines. `secrets` are values of this start that must appear in none of them, in whatever text. */
export function createLog(level: string, sink: DestinationStream, secrets: readonly string[] = []): Logger {
  const paths = SECRETS.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]);
  const masked: DestinationStream = {
    write: (line) => sink.write(secrets.reduce((text, secret) => text.replaceAll(secret, '[masked]'), line)),
  };
  return pino(
    { level, redact: { paths, censor: '[masked]' }, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    masked,
  );
}

const LARGEST_BYTES = 5 * 1024 * 1024;
const KEPT = 3;

/**
 * A log file of mode 0600 that is turned at 5 MB, three old ones kept. Writing is synchronous and small; a disk that
 * takes no more loses log lines, never the app.
 */
export class LogFile {
  readonly #file: string;
  #descriptor: number | null = null;
  #bytes = 0;

  constructor(folder: string) {
    this.#file = path.join(folder, 'taskflow.log');
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
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
