import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import * as app from '../contract/app.ts';
import { bundledEntry } from '../../build/test-services/bundles.ts';
import { createTask, listTasks } from '../contract/tasks.ts';
import { importTasks } from '../contract/transfer.ts';
import { ServerProcess } from './process.ts';

let entry = '';
beforeAll(async () => {
  entry = await bundledEntry('desktop');
}, 60_000);

let folder = '';
let server: ServerProcess;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'taskflow-full-'));
  server = await ServerProcess.start(entry, folder);
});
afterEach(async () => {
  await server.end('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** The largest file that the process may write, as a disk without room: writes beyond it fail with EFBIG. */
function room(bytes: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(server.child.pid), `--fsize=${bytes}:unlimited`]);
}

/** Every route that writes, as the window calls it. */
const acts = (): Record<string, () => Promise<unknown>> => ({
  renameWorkspace: () =>
    server.call(app.renameWorkspace, { params: { id: 'personal' }, body: { name: 'Mine' } }),
  updateSettings: () => server.call(app.updateSettings, { body: { theme: 'dark' } }),
  createTask: () => server.call(createTask, { body: { title: 'fits' } }),
  importTasks: () => server.call(importTasks, { body: { format: 'csv', content: 'title\nfrom a file\n' } }),
  makeBackup: () => server.call(app.makeBackup, {}),
});

test.runIf(process.platform === 'linux')(
  'without room each act says DISK_FULL and leaves nothing; with room each goes on',
  async () => {
    room(1);
    for (const [name, act] of Object.entries(acts()))
      await expect(act(), name).rejects.toMatchObject({ code: 'DISK_FULL', status: 507 });
    expect((await server.call(listTasks, {})).total).toBe(0);
    expect(await server.call(app.getSettings, {})).toMatchObject({ theme: 'system' });
    expect((await server.call(app.listWorkspaces, {})).items[0]?.name).toBe('');
    expect((await server.call(app.listBackups, {})).items).toEqual([]);

    room('unlimited');
    for (const [name, act] of Object.entries(acts())) await expect(act(), name).resolves.toBeTruthy();
    expect((await server.call(listTasks, {})).total).toBe(2);
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  },
);
