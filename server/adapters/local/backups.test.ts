import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TaskRecord } from '../../contract/tasks.ts';
import { seedTasks } from '../../seed/tasks.ts';
import { LocalBackups } from './backups.ts';
import { realFiles } from './files.ts';

const NOW = Date.parse('2026-11-24T10:00:00Z');
const seed = Number(process.env['TASKFLOW_SEED'] ?? Date.now() % 2 ** 31);
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'taskflow-backups-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function backupsOf(tasks: readonly TaskRecord[], now = NOW): LocalBackups {
  const everything = () =>
    Promise.resolve({
      tasks: tasks.length,
      operations: (async function* () {
        for (const task of tasks) yield { op: 'task' as const, task };
      })(),
    });
  return new LocalBackups(realFiles, folder, { now: () => now }, everything);
}

test('a copy of several megabytes, with every kind of text, comes back as it was', async () => {
  const tasks = seedTasks(2_000, 'me', NOW).map((task, i) => ({
    ...task,
    description: `${'ü€𝄞\n\r\u2028'.repeat(i % 200)}${i}`,
  }));
  const backups = backupsOf(tasks);
  const { id } = await backups.make('manual');
  expect((await backups.read(id)).tasks).toEqual(tasks);
});

test(`a damaged copy is refused where it is damaged, and the one before it is found (seed ${seed})`, async () => {
  const tasks = seedTasks(400, 'me', NOW);
  await backupsOf(tasks, NOW - 1000).make('manual');
  const backups = backupsOf(tasks.slice(0, 300));
  const { id } = await backups.make('manual');
  const file = path.join(folder, 'backups', id);
  const whole = await readFile(file);
  // A small generator of places, so that a seed repeats a run.
  let state = seed;
  const place = (): number => (state = (state * 48_271) % 2_147_483_647) % whole.length;
  const damages = [
    Buffer.alloc(0),
    Buffer.from('no gzip at all'),
    ...Array.from({ length: 30 }, () => whole.subarray(0, place())),
    ...Array.from({ length: 30 }, () => {
      const from = place();
      return Buffer.from(whole).fill(0, from, Math.min(from + 64, whole.length));
    }),
  ];
  for (const damaged of damages.filter((bytes) => !bytes.equals(whole))) {
    await writeFile(file, damaged);
    await expect(backups.read(id)).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' });
  }
  expect((await backups.newest())?.content.tasks).toEqual(tasks);
});
