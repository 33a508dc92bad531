import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { freePort } from '../../../build/test-services/free-port.ts';
import { startPostgres } from '../../../build/test-services/postgres.ts';

const compose = parse(
  readFileSync(path.resolve(import.meta.dirname, '../../../docker-compose.yml'), 'utf8'),
) as {
  readonly services: Readonly<Record<string, { readonly command: readonly string[] }>>;
};

/** The words of a service's command, as Compose hands them on without a file .env. */
const commandOf = (name: string): string[] =>
  (compose.services[name]?.command ?? []).map((word) => word.replace(/\$\{\w+:-([^}]*)\}/g, '$1'));

test('Redis starts by the words of docker-compose.yml, asks for its password, and gives way when it is full', async () => {
  const [program = '', ...words] = commandOf('redis');
  const port = await freePort();
  const folder = mkdtempSync(path.join(tmpdir(), 'taskflow-compose-'));
  const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  const child = spawn(process.env['REDIS_SERVER'] ?? program, [...words, ...own], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const redis = new Redis({ port, password: 'taskflow', lazyConnect: true, retryStrategy: () => 20 });
  redis.on('error', () => undefined);
  await vi.waitFor(async () => expect(await redis.ping()).toBe('PONG'), { timeout: 10_000 });
  expect(await redis.config('GET', 'save')).toEqual(['save', '300 100']);
  expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'allkeys-lru']);
  const stranger = new Redis({ port, retryStrategy: () => null });
  stranger.on('error', () => undefined);
  await expect(stranger.ping()).rejects.toThrow('NOAUTH');
  stranger.disconnect();
  redis.disconnect();
  child.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
});

test('PostgreSQL starts by the words of docker-compose.yml, with room for four servers', async () => {
  const [, ...settings] = commandOf('postgres');
  const server = await startPostgres({ settings });
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  const { rows } = await client.query<{ most: string }>('SHOW max_connections');
  expect(Number(Object.values(rows[0] ?? {})[0])).toBeGreaterThan(4 * 20);
  await client.end();
  await server.stop();
});
