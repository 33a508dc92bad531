import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres, type TestPostgres } from '../../../../build/test-services/postgres.ts';
import type { TaskRecord } from '../../../contract/tasks.ts';
import type { TaskWrite } from '../../../modules/tasks/task.store.ts';
import { NO_EFFECTS } from '../../../ports/effects.ts';
import { seedTasks } from '../../../seed/tasks.ts';
import { openPostgres, type Postgres } from './index.ts';

const ID = '11111111-1111-4111-8111-111111111111';
const [GONE] = seedTasks(1, ID, 0) as [TaskRecord];
/** Of one task, so that they go one after another: the third has to wait for two. */
const EDIT: TaskWrite = {
  kind: 'replace',
  task: GONE,
  expectedVersion: null,
  setsRank: false,
  effects: NO_EFFECTS,
};

let server: TestPostgres;
let team: Postgres;

beforeAll(async () => {
  server = await startPostgres();
  await server.server.createDatabase('team');
  const onError = (): void => undefined;
  team = await openPostgres({
    url: server.url('team'),
    poolSize: 5,
    prepared: true,
    onError,
    generations: null,
  });
});
afterAll(async () => {
  await team.close();
  await server.stop();
});

/** Many at once, more than the pool has connections; answers the codes of those that failed, and how long all took. */
async function ask(): Promise<{ codes: Set<string>; ms: number }> {
  const started = performance.now();
  const writes = Array.from({ length: 3 }, () => team.tasks.write(EDIT));
  // They have their connections before the others ask for theirs.
  await new Promise((resolve) => setImmediate(resolve));
  const asked = await Promise.allSettled([
    ...Array.from({ length: 12 }, () => team.tasks.get(ID)),
    ...writes,
    ...Array.from({ length: 3 }, () =>
      team.database.transaction((tx) => tx.rows({ name: '', text: 'SELECT 1' }, [])),
    ),
  ]);
  const codes = asked.map((one) =>
    one.status === 'rejected' ? String((one.reason as { code?: string }).code ?? one.reason) : 'answered',
  );
  return { codes: new Set(codes), ms: performance.now() - started };
}

/** Asks until it answers; how long that took. */
async function untilAnswered(): Promise<number> {
  const started = performance.now();
  for (;;) {
    const { codes } = await ask();
    if (codes.size === 1 && codes.has('answered')) return performance.now() - started;
    if (performance.now() - started > 10_000) return Number.POSITIVE_INFINITY;
  }
}

/** Everything that PostgreSQL runs, its connections included. */
function signal(name: 'SIGSTOP' | 'SIGCONT'): void {
  const main = Number(
    readFileSync(path.join(server.folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0],
  );
  const listing = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).stdout.trim().split('\n');
  const pairs = listing.map((line) => line.trim().split(/\s+/).map(Number));
  for (const [pid] of pairs.filter(([, parent]) => parent === main)) process.kill(pid as number, name);
  process.kill(main, name);
}

test('stopped: STORE_UNAVAILABLE within 3 s; started again: it answers within 5 s', async () => {
  expect(await ask()).toMatchObject({ codes: new Set(['answered']) });
  await server.server.stop();
  const away = await ask();
  expect(away.codes).toEqual(new Set(['STORE_UNAVAILABLE']));
  expect(away.ms).toBeLessThan(3_000);
  expect(await team.ready()).toBe(false);
  await server.server.start();
  expect(await untilAnswered()).toBeLessThan(5_000);
  expect(await team.ready()).toBe(true);
});

test('hung: every wait ends within 6 s, `ready` within 2; running again: it answers within 5 s', async () => {
  expect(await ask()).toMatchObject({ codes: new Set(['answered']) });
  signal('SIGSTOP');
  try {
    const started = performance.now();
    const ready = team.ready().then((is) => ({ is, ms: performance.now() - started }));
    const hung = await ask();
    expect([...hung.codes]).toEqual(['STORE_UNAVAILABLE']);
    expect(hung.ms).toBeLessThan(6_000);
    const { is, ms } = await ready;
    expect(is).toBe(false);
    expect(ms).toBeLessThan(2_200);
  } finally {
    signal('SIGCONT');
  }
  expect(await untilAnswered()).toBeLessThan(5_000);
});
