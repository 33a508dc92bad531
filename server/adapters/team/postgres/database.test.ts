import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { AppError } from '../../../errors.ts';
import { createLog } from '../../../log.ts';
import { freshDatabase, openFresh } from '../../../test/team/database.ts';
import { Database } from './database.ts';

test('a statement answers rows, and a failed transaction leaves nothing', async () => {
  const { database, close } = await openFresh();
  const count = { name: 'test-count', text: 'SELECT count(*)::int AS n FROM tombstones' };
  const bury = { name: 'test-bury', text: 'INSERT INTO tombstones (task_id) VALUES ($1)' };
  const failed = database.transaction(async (tx) => {
    await tx.rows(bury, ['3f0c1f7a-6c1e-4b43-9c39-0d6c1f0f3f11']);
    await tx.rows(bury, ['3f0c1f7a-6c1e-4b43-9c39-0d6c1f0f3f11']);
  });
  await expect(failed).rejects.toMatchObject({ code: '23505' });
  expect(await database.rows(count, [])).toEqual([{ n: 0 }]);
  await close();
});

test('at most as many connections as the pool may have are made, and five of them stay', async () => {
  const { url, drop } = await freshDatabase();
  const onError = (error: unknown): never => {
    throw error;
  };
  const database = await Database.open({ url, poolSize: 8, prepared: true, onError });
  const slow = { name: '', text: 'SELECT pg_sleep(0.2)' };
  const asked = Promise.all(Array.from({ length: 20 }, () => database.rows(slow, [])));
  await vi.waitFor(() => expect(database.connections).toMatchObject({ used: 8, waiting: 12 }), {
    interval: 2,
  });
  await asked;
  expect(database.connections).toEqual({ used: 0, idle: 8, waiting: 0 });
  // After ten seconds, which nobody waits for here.
  const { master } = database.source.driver as unknown as { master: pg.Pool };
  expect(master.options).toMatchObject({ min: 5, max: 8 });
  await database.close();
  const small = await Database.open({ url, poolSize: 5, prepared: true, onError });
  const { master: own } = small.source.driver as unknown as { master: pg.Pool };
  expect(own.options).toMatchObject({ min: 0, max: 5 });
  await small.close();
  await drop();
});

test('a database that is gone is STORE_UNAVAILABLE', async () => {
  const { database, close } = await openFresh();
  const kill = { name: '', text: 'SELECT pg_terminate_backend(pg_backend_pid())' };
  const error = await database.rows(kill, []).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(AppError);
  expect((error as AppError).code).toBe('STORE_UNAVAILABLE');
  await close();
});

test('a password that was changed meanwhile is an outage, not a fault of this program', async () => {
  const { url, drop } = await freshDatabase();
  const other = new pg.Client(url);
  await other.connect();
  const role = `rotated_${process.pid}`;
  await other.query(`CREATE ROLE ${role} LOGIN PASSWORD 'before'`);
  const at = new URL(url);
  at.username = role;
  at.password = 'before';
  const onError = (): void => undefined;
  const database = await Database.open({ url: at.href, poolSize: 5, prepared: true, onError });
  const sleep = { name: '', text: 'SELECT pg_sleep(0.05)' };
  await database.rows(sleep, []);
  await other.query(`ALTER ROLE ${role} PASSWORD 'after'`);
  // What is open stays; more than that cannot be had.
  const asked = await Promise.allSettled([database.rows(sleep, []), database.rows(sleep, [])]);
  expect(asked).toMatchObject([
    { status: 'fulfilled' },
    { reason: { code: 'STORE_UNAVAILABLE', cause: { code: '28P01' } } },
  ]);
  await database.close();
  await other.query(`DROP ROLE ${role}`);
  await other.end();
  await drop();
});

test('where PostgreSQL has no more connections than these, they do all the work', async () => {
  const { url, drop } = await freshDatabase();
  const other = new pg.Client(url);
  await other.connect();
  const role = `few_${process.pid}`;
  await other.query(`CREATE ROLE ${role} LOGIN PASSWORD 'x' CONNECTION LIMIT 2`);
  const at = new URL(url);
  at.username = role;
  at.password = 'x';
  const onError = (): void => undefined;
  const database = await Database.open({ url: at.href, poolSize: 8, prepared: true, onError });
  const sleep = { name: '', text: 'SELECT pg_sleep(0.02)' };
  const asked = await Promise.allSettled(Array.from({ length: 40 }, () => database.rows(sleep, [])));
  expect(asked.filter(({ status }) => status === 'rejected')).toEqual([]);
  await database.close();
  await other.query(`DROP ROLE ${role}`);
  await other.end();
  await drop();
});

test('the end of an idle connection is told without what pg knows of it', async () => {
  const told: unknown[] = [];
  const { url, drop } = await freshDatabase();
  const database = await Database.open({
    url,
    poolSize: 5,
    prepared: true,
    onError: (error) => void told.push(error),
  });
  const other = new pg.Client(url);
  await other.connect();
  await other.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  await vi.waitFor(() => expect(told).toHaveLength(1), { timeout: 15_000 });
  const lines: string[] = [];
  createLog('info', { write: (line) => void lines.push(line) }).warn({ err: told[0] }, 'away');
  expect(lines[0]).toContain('STORE_UNAVAILABLE');
  expect(lines[0]).not.toMatch(/secretKey|connectionParameters/);
  await other.end();
  await database.close();
  await drop();
});
