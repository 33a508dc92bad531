import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { connect } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';
import { endsWithThis } from './last-will.mjs';

/** Where tests find MongoDB: a server that runs already, a program to start, or neither and why. */
export type MongoFound =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'program'; readonly name: 'mongod' | 'FerretDB'; readonly file: string }
  | { readonly kind: 'none'; readonly why: string };

/** The first that holds: MONGODB_URL, MONGOD, mongod on the PATH, FerretDB built with Go; else none. */
export async function findMongo(say: (line: string) => void): Promise<MongoFound> {
  const url = process.env['MONGODB_URL'];
  if (url) return { kind: 'url', url };
  const mongod = process.env['MONGOD'] ?? onPath('mongod');
  if (mongod) return { kind: 'program', name: 'mongod', file: mongod };
  const go = onPath('go', ['/usr/local/go/bin']);
  if (!go) return { kind: 'none', why: 'no MONGODB_URL, no mongod, and no Go to build FerretDB with' };
  try {
    return { kind: 'program', name: 'FerretDB', file: await ferretdb(go, say) };
  } catch (error) {
    return { kind: 'none', why: `FerretDB could not be built: ${(error as Error).message}` };
  }
}

function onPath(program: string, more: readonly string[] = []): string | null {
  const ending = process.platform === 'win32' ? '.exe' : '';
  for (const folder of [...(process.env['PATH'] ?? '').split(path.delimiter), ...more]) {
    const file = path.join(folder, program + ending);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this one.
    }
  }
  return null;
}

const SOURCE = path.join(import.meta.dirname, 'ferretdb');

/** The program of ./ferretdb, built once and kept in the account's cache under a hash of its source. */
async function ferretdb(go: string, say: (line: string) => void): Promise<string> {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum', 'main.go']) hash.update(readFileSync(path.join(SOURCE, file)));
  const cache = path.join(process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'), 'taskflow');
  const built = path.join(cache, `ferretdb-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(built)) return built;
  say('Building FerretDB, which stands in for MongoDB in tests (once, one to two minutes) …');
  mkdirSync(cache, { recursive: true });
  // Two that build at once do not write into each other's file.
  const making = `${built}-${randomBytes(4).toString('hex')}`;
  await promisify(execFile)(go, ['build', '-trimpath', '-ldflags', '-s -w', '-o', making, '.'], {
    cwd: SOURCE,
    env: { ...process.env, CGO_ENABLED: '0' },
    timeout: 10 * 60_000,
  });
  renameSync(making, built);
  return built;
}

export interface TestMongo {
  /** Of one database in it. */
  readonly url: (database: string) => string;
  readonly port: number;
  /** For signals: SIGSTOP and SIGCONT pause it, SIGKILL is a crash. */
  readonly child: ChildProcess;
  readonly folder: string;
  readonly stop: () => Promise<void>;
}

/** Starts a program that `findMongo` found. With `folder` what it keeps stays; `port`: to come back where it was. */
export async function startMongo(
  file: string,
  { port, folder }: { port?: number; folder?: string } = {},
): Promise<TestMongo> {
  const home = folder ?? mkdtempSync(path.join(tmpdir(), 'taskflow-mongo-'));
  const at = port ?? (await freePort());
  const child = spawn(file, ['--port', String(at), '--bind_ip', '127.0.0.1', '--dbpath', home], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  endsWithThis(child, folder ? {} : { folder: home });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
  const ended = once(child, 'exit');
  const failed = ended.then(([code]) => {
    throw new Error(`${path.basename(file)} ended with ${String(code)}: ${said}`);
  });
  await Promise.race([failed, answers(at)]);
  failed.catch(() => undefined);
  return {
    url: (database) => `mongodb://127.0.0.1:${at}/${database}`,
    port: at,
    child,
    folder: home,
    stop: async () => {
      // One that is paused (SIGSTOP) hears nothing else.
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await ended;
      if (!folder) rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Waits until a port of 127.0.0.1 takes connections. */
async function answers(port: number): Promise<void> {
  for (;;) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
