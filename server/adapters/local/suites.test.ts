import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { eventStoreSuite } from '../suites/event-store.suite.ts';
import { idempotencySuite } from '../suites/idempotency.suite.ts';
import { notificationStoreSuite } from '../suites/notification-store.suite.ts';
import { seedTasks } from '../../seed/tasks.ts';
import { NOW, PEOPLE, eventOf, iso } from '../suites/stores.ts';
import { stateStoreSuite } from '../suites/state-store.suite.ts';
import { taskStoreSuite } from '../suites/task-store.suite.ts';
import { userStoreSuite } from '../suites/user-store.suite.ts';
import { LocalIdempotency, openLocalStore, type LocalStore } from './index.ts';

const opened: { readonly store: LocalStore; readonly folder: string }[] = [];

async function make(): Promise<LocalStore> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'taskflow-suite-'));
  const store = await openLocalStore({ folder, clock: { now: () => Date.parse('2026-11-24T10:00:00Z') } });
  opened.push({ store, folder });
  return store;
}

afterEach(async () => {
  for (const { store, folder } of opened.splice(0)) {
    await store.close();
    await rm(folder, { recursive: true });
  }
});

describe('tasks in the local store', () => {
  taskStoreSuite(make);
});
describe('tasks in a replica', () => {
  taskStoreSuite(async () => {
    const store = await make();
    return { ...store, ...store.replica };
  });
});
describe('notifications in a replica', () => {
  notificationStoreSuite(async () => {
    const store = await make();
    return { ...store, ...store.replica };
  });
});
describe('people in the local store', () => {
  userStoreSuite(make);
});
describe('events in the local store', () => {
  eventStoreSuite(make);

  test('a clock that is put back changes nothing about their order', async () => {
    const stores = await make();
    const entity = randomUUID();
    const made = [0, 5000, -5000].map((ms) => eventOf(randomUUID(), entity, { at: iso(NOW + ms) }));
    const [task] = seedTasks(1, PEOPLE[0], NOW, 1);
    if (!task) throw new Error('no task');
    await stores.tasks.write({ kind: 'insert', task, effects: { events: made, notifications: [] } });
    expect((await stores.events.list({ entityId: entity }, { limit: 5 })).items).toEqual(made.toReversed());
  });
});
describe('notifications in the local store', () => {
  notificationStoreSuite(make);
});
describe('state in the local store', () => {
  stateStoreSuite(make);
});
describe('idempotency keys in memory', () => {
  idempotencySuite(async () => {
    let now = 0;
    return {
      keys: new LocalIdempotency({ now: () => now }),
      pass: (ms) => {
        now += ms;
      },
    };
  });

  test('they are bounded, and what is oldest goes first', async () => {
    const keys = new LocalIdempotency({ now: () => 0 });
    for (let index = 0; index < 2100; index++) {
      const begun = await keys.begin('ann', `k${index}`, 'hash');
      if (begun.kind === 'begun') await begun.claim.finish({ status: 200, body: 'x' });
    }
    expect((await keys.begin('ann', 'k2099', 'hash')).kind).toBe('answered');
    expect((await keys.begin('ann', 'k0', 'hash')).kind).toBe('begun');
  });
});
