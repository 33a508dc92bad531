import { expect, onTestFinished, test } from 'vitest';
import { startPgBouncer } from '../../../../build/test-services/pgbouncer.ts';
import type { TaskRecord } from '../../../contract/tasks.ts';
import { freshDatabase } from '../../../test/team/database.ts';
import { NO_EFFECTS } from '../../../ports/effects.ts';
import { seedTasks } from '../../../seed/tasks.ts';
import { NOW, PEOPLE, inhabited } from '../../suites/stores.ts';
import { ChangesEventStore } from './changes-fixture.ts';
import { openPostgres } from './index.ts';

const onError = (error: unknown): void => {
  throw error;
};

test('through PgBouncer in transaction mode it migrates, and nothing hangs on one connection', async ({
  skip,
}) => {
  const { url, drop } = await freshDatabase({ empty: true });
  onTestFinished(drop);
  const direct = new URL(url);
  const pooler = await startPgBouncer({ port: Number(direct.port) });
  if (!pooler) return skip('pgbouncer is not installed');
  onTestFinished(pooler.stop);
  const options = {
    url: pooler.url(direct.pathname.slice(1)),
    poolSize: 8,
    // One before 1.21 does not keep what is prepared: that is noticed, and done without.
    prepared: true,
    onError,
    generations: null,
  };
  // Two servers, one of which migrates through the pooler.
  const servers = await Promise.all([1, 2].map(() => openPostgres(options)));
  const [first, second] = servers as [(typeof servers)[0], (typeof servers)[0]];
  const { tasks } = await inhabited(() =>
    Promise.resolve({ ...first, events: new ChangesEventStore(first.database) }),
  );
  const task = seedTasks(1, PEOPLE[0], NOW)[0] as TaskRecord;
  await tasks.write({ kind: 'insert', task, effects: NO_EFFECTS });
  for (let version = 1; version <= 5; version++) {
    const results = await Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        (index % 2 === 0 ? first : second).tasks.writeEach([
          {
            kind: 'replace',
            task: { ...task, title: `edit ${index}`, version: version + 1 },
            expectedVersion: version,
            setsRank: false,
            effects: NO_EFFECTS,
          },
          { kind: 'rank', id: task.id, rank: `a${index}`, updatedAt: task.updatedAt },
        ]),
      ),
    );
    expect(results.filter(([edit]) => edit === 'done')).toHaveLength(1);
  }
  const read: string[] = [];
  for await (const { id } of second.tasks.all()) read.push(id);
  expect(read).toEqual([task.id]);
  for (const { close } of servers) await close();
});
