import { expect, test } from 'vitest';
import { seedTasks } from '../../seed/tasks.ts';
import { NO_EFFECTS } from '../../ports/effects.ts';
import type { OpenFile } from './files.ts';
import { openLocalStore } from './index.ts';
import { MemoryFiles } from './memory-files.ts';

const ME = '0b5e1a52-7d1c-4c58-9a6f-3f1f0c5b7a01';
const NOW = Date.parse('2026-11-24T10:00:00Z');
const clock = { now: () => NOW };

/** Keeps a copy of the disk after each write to the log, or has no room at one of them. */
class WatchedFiles extends MemoryFiles {
  readonly states: MemoryFiles[] = [];
  fullAt = Number.NaN;

  override async open(file: string, mode: 'read' | 'write' | 'create'): Promise<OpenFile> {
    const opened = await super.open(file, mode);
    return {
      ...opened,
      write: async (bytes, position) => {
        if (file.includes('log-') && --this.fullAt === 0)
          throw Object.assign(new Error('ENOSPC: full'), { code: 'ENOSPC' });
        await opened.write(bytes, position);
        if (file.includes('log-')) this.states.push(this.copy());
      },
    };
  }
}

const writesOf = (count: number) =>
  seedTasks(count, ME, NOW).map((task) => ({
    kind: 'insert' as const,
    task: { ...task, description: task.id.repeat(60) },
    effects: NO_EFFECTS,
  }));

async function titlesOn(files: MemoryFiles): Promise<number> {
  const store = await openLocalStore({ folder: '/data', clock, files, backups: false });
  await store.loaded;
  let count = 0;
  for await (const _ of store.tasks.all()) count++;
  await store.close();
  return count;
}

test('a write of many megabytes goes out in parts, and wherever it stops there is nothing of it', async () => {
  const [first, ...rest] = writesOf(2_500);
  const files = new WatchedFiles();
  const store = await openLocalStore({ folder: '/data', clock, files, backups: false });
  await store.tasks.writeAll([first as (typeof rest)[number]]);
  files.states.length = 0;
  expect(await store.tasks.writeAll(rest)).toBe('done');
  const states = files.states.splice(0);
  await store.close();
  expect(states.length).toBeGreaterThan(2);
  const found: number[] = [];
  for (const state of states) found.push(await titlesOn(state));
  // The last of them is its header, which makes it whole.
  expect(found).toEqual([...states.slice(1).map(() => 1), 2_500]);
});

test('a write that fails in its middle leaves nothing, and the next one stands where it would have', async () => {
  const [first, ...rest] = writesOf(2_500);
  const files = new WatchedFiles();
  const store = await openLocalStore({ folder: '/data', clock, files, backups: false });
  await store.loaded;
  files.fullAt = 2;
  await expect(store.tasks.writeAll(rest)).rejects.toMatchObject({ code: 'DISK_FULL' });
  await store.tasks.writeAll([first as (typeof rest)[number]]);
  await store.close();
  expect(await titlesOn(files.copy())).toBe(1);
});
