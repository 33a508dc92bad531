import { once } from 'node:events';
import { afterEach, expect, inject, test, vi } from 'vitest';
import { startMongo } from '../../../build/test-services/mongo.ts';
import { freePort } from '../../../build/test-services/free-port.ts';
import { freshDatabase } from './database.ts';
import { ownMongo, withoutMongo } from './mongo.ts';
import { placesOf } from './places.ts';
import { startTeamServer, type Person } from './team-server.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

interface History {
  readonly items: readonly { readonly id: string; readonly type: string }[];
  readonly partial: boolean;
}
const historyOf = async (person: Person, task: unknown): Promise<History> =>
  (await person.request('GET', `/tasks/${String(task)}/history?limit=100`)).json as unknown as History;

/** Makes a task and edits it: one event each. */
async function edit(person: Person, edits: number): Promise<string> {
  const { json: task } = await person.request('POST', '/tasks', { title: 'Edited' });
  for (let version = 1; version <= edits; version++) {
    const set = { version, title: `Edited ${version}` };
    expect((await person.request('PATCH', `/tasks/${String(task['id'])}`, set)).status).toBe(200);
  }
  return String(task['id']);
}

const eventsIn = async (mongodbUrl: string, databaseUrl: string, redisUrl: string): Promise<string> =>
  (await placesOf({ mongodbUrl, databaseUrl, redisUrl })).get('MongoDB event_logs') ?? '[]';

test.skipIf(withoutMongo)(
  'what either of two servers writes is in the event log once, and both tell it alike',
  async () => {
    const { url: databaseUrl, drop } = await freshDatabase();
    closing.push(drop);
    const first = await startTeamServer({ databaseUrl, databaseDirectUrl: databaseUrl });
    closing.push(first.close);
    const second = await startTeamServer({ databaseUrl, databaseDirectUrl: databaseUrl });
    closing.push(second.close);
    const ada = await first.admin();
    const there = await second.signIn(ada.email);
    const tasks = await Promise.all([edit(ada, 9), edit(there, 9)]);
    const histories = await Promise.all(tasks.map((task) => historyOf(ada, task)));
    for (const [index, history] of histories.entries()) {
      expect(history.partial).toBe(false);
      expect(history.items.map(({ type }) => type)).toEqual([
        ...Array.from({ length: 9 }, () => 'task.updated'),
        'task.created',
      ]);
      expect(await historyOf(there, tasks[index])).toEqual(history);
    }
    const ids = histories.flatMap(({ items }) => items.map(({ id }) => id));
    await vi.waitFor(
      async () => {
        const kept = JSON.parse(await eventsIn(first.mongodbUrl, databaseUrl, inject('redisUrl'))) as {
          _id: string;
        }[];
        expect(kept.map(({ _id }) => _id)).toEqual(expect.arrayContaining(ids));
        expect(new Set(kept.map(({ _id }) => _id)).size).toBe(kept.length);
      },
      { timeout: 20_000, interval: 100 },
    );
    expect(await Promise.all(tasks.map((task) => historyOf(there, task)))).toEqual(histories);
  },
);

test.skipIf(!ownMongo)(
  'MongoDB away from the start, there, away again: writes go on, and each event arrives once',
  async () => {
    const port = await freePort();
    const server = await startTeamServer({ mongodbUrl: `mongodb://127.0.0.1:${port}/team` });
    closing.push(server.close);
    const ada = await server.admin();
    const first = await edit(ada, 5);
    expect(await historyOf(ada, first)).toMatchObject({ partial: true, items: { length: 6 } });
    const ready = await (await fetch(`${server.origin}/readyz`)).json();
    expect(ready).toMatchObject({ status: 'degraded', degraded: ['mongodb'] });

    let mongo = await startMongo(ownMongo, { port });
    closing.push(() => mongo.stop());
    const whole = async (task: string, events: number): Promise<void> => {
      await vi.waitFor(
        async () =>
          expect(await historyOf(ada, task)).toMatchObject({ partial: false, items: { length: events } }),
        { timeout: 20_000, interval: 100 },
      );
    };
    await whole(first, 6);

    mongo.child.kill('SIGKILL');
    await once(mongo.child, 'exit');
    const second = await edit(ada, 5);
    expect(await historyOf(ada, second)).toMatchObject({ partial: true, items: { length: 6 } });
    mongo = await startMongo(ownMongo, { port, folder: mongo.folder });
    await whole(second, 6);
    const relayed = async (): Promise<number> => {
      const text = await (await fetch(`${server.origin}/metrics`)).text();
      return Number(/^taskflow_relay_lag_seconds (\S+)$/m.exec(text)?.[1]);
    };
    await vi.waitFor(async () => expect(await relayed()).toBe(0), { timeout: 20_000, interval: 100 });
    expect(server.logged.filter((line) => line.includes('request failed'))).toEqual([]);
  },
  60_000,
);
