import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './free-port.ts';
import { endsWithThis } from './last-will.mjs';

export interface TestPgBouncer {
  readonly url: (database: string) => string;
  readonly at: number;
  readonly stop: () => Promise<void>;
}

function versionOf(program: string): readonly [number, number] | null {
  const { stdout, error } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  const found = error ? null : /PgBouncer (\d+)\.(\d+)/.exec(stdout);
  return found ? [Number(found[1]), Number(found[2])] : null;
}

/**
 * PgBouncer (or PGBOUNCER) in transaction mode in front of a PostgreSQL on 127.0.0.1; null where it is not installed.
 * `listensAt`: to come back where it was.
 */
export async function startPgBouncer({
  port,
  listensAt,
}: {
  port: number;
  listensAt?: number;
}): Promise<TestPgBouncer | null> {
  const program = process.env['PGBOUNCER'] ?? 'pgbouncer';
  const version = versionOf(program);
  if (!version) return null;
  // From 1.21 on it keeps prepared statements in transaction mode.
  const keepsPrepared = version[0] > 1 || version[1] >= 21;
  const folder = mkdtempSync(path.join(tmpdir(), 'taskflow-pgbouncer-'));
  chmodSync(folder, 0o755);
  const at = listensAt ?? (await freePort());
  const file = path.join(folder, 'pgbouncer.ini');
  const settings = [
    '[databases]',
    `* = host=127.0.0.1 port=${port} user=postgres password=test`,
    '[pgbouncer]',
    `listen_addr = 127.0.0.1\nlisten_port = ${at}`,
    'unix_socket_dir =',
    'auth_type = any',
    'pool_mode = transaction\ndefault_pool_size = 3',
    // Its own 15 s would be added to every outage of PostgreSQL.
    'server_login_retry = 1',
    ...(keepsPrepared ? ['max_prepared_statements = 600'] : []),
  ];
  writeFileSync(file, settings.join('\n'));
  // It refuses to be root.
  const asUser = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn(program, [...asUser, file], { stdio: ['ignore', 'ignore', 'pipe'] });
  endsWithThis(child, { folder });
  const ended = once(child, 'exit');
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.once('exit', () => reject(new Error(`pgbouncer ended: ${said}`)));
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('process up')) resolve();
    });
  });
  return {
    url: (database) => `postgres://postgres:test@127.0.0.1:${at}/${database}`,
    at,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
