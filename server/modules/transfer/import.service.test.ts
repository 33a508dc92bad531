import { expect, test } from 'vitest';
import { MemoryFiles } from '../../adapters/local/memory-files.ts';
import { openLocalStore } from '../../adapters/local/index.ts';
import type { EventStore } from '../events/index.ts';
import { ImportService } from './import.service.ts';

const clock = { now: () => Date.parse('2026-11-25T10:00:00Z') };
const ME = { id: 'aaaaaaaa-0000-4000-8000-000000000000', role: 'admin' } as const;

const csv = (count: number, notes: string): string =>
  ['title,notes', ...Array.from({ length: count }, (_, n) => `task ${n},${notes}`)].join('\n');

test('a changed file asks for what happened to its tasks as often as one with a single task', async () => {
  const store = await openLocalStore({ folder: '/import', clock, files: new MemoryFiles(), backups: false });
  let asked = 0;
  const events: EventStore = {
    list: (...given) => (asked++, store.events.list(...given)),
    entitiesWith: (...given) => (asked++, store.events.entitiesWith(...given)),
    all: (actorId) => store.events.all(actorId),
  };
  const imports = new ImportService({
    tasks: store.tasks,
    users: store.users,
    events,
    clock,
    instanceId: '0f5a3d52-7c0e-5f7b-9a55-5a8a6c4d3e21',
    backup: () => Promise.resolve(),
    replaceAll: null,
    changed: () => undefined,
  });
  const bring = (content: string) =>
    imports.import(ME, { format: 'csv', content, mode: 'merge', preview: false }, { requestId: null });
  await bring(csv(60, 'first'));
  expect(await bring(csv(60, 'second'))).toMatchObject({ created: 0, updated: 60 });
  expect(asked).toBe(2);
  await store.close();
});
