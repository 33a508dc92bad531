import { execFileSync } from 'node:child_process';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { listBackups } from '../../server/contract/app.ts';
import { createTask, deleteTask, listTasks, purgeTask, updateTask } from '../../server/contract/tasks.ts';
import { App, UNPRIVILEGED } from './app.ts';
import { SERVER_GONE, expect, test } from './test.ts';

const row = (page: Page, title: string) => page.getByRole('row', { name: new RegExp(title) });
const titles = async (app: App): Promise<string[]> =>
  (await app.call(listTasks, {})).items.map(({ title }) => title).sort();

async function add(page: Page, title: string): Promise<void> {
  await page.keyboard.press('c');
  await page.getByRole('dialog').getByRole('textbox').fill(title);
  await page.keyboard.press('Enter');
}

/** A row is there before its task is kept: what comes next may only happen to one that is. */
async function addKept(app: App, page: Page, title: string): Promise<void> {
  await add(page, title);
  await expect(row(page, title)).toBeVisible();
  await expect.poll(() => titles(app)).toContain(title);
}

// Servers are killed here, and refuse what does not fit.
test.use({ expected: new RegExp(`status of 50[37]|${SERVER_GONE.source}`) });

test('going back to a copy says first what changes, and can itself be taken back', async ({
  app,
  window: page,
}) => {
  const kept = await app.call(createTask, { body: { title: 'Changed since' } });
  const gone = await app.call(createTask, { body: { title: 'Deleted for good' } });
  await page.goto(`${app.origin}/settings/backups`);
  await page.getByRole('button', { name: 'Make a copy now' }).click();
  const restore = page.getByRole('button', { name: /^Restore: / });
  await expect(restore).toHaveCount(1);
  await app.call(updateTask, {
    params: { id: kept.id },
    body: { version: kept.version, title: 'New words' },
  });
  await app.call(deleteTask, { params: { id: gone.id }, query: {} });
  await app.call(purgeTask, { params: { id: gone.id } });
  await app.call(createTask, { body: { title: 'Newer than the copy' } });

  await restore.click();
  const preview = page.getByRole('alertdialog');
  await expect(preview).toContainText('1 task comes back');
  await expect(preview).toContainText('1 changes back');
  await expect(preview).toContainText('One task that is newer than this copy goes.');
  expect(await titles(app)).toEqual(['New words', 'Newer than the copy']);
  await preview.getByRole('button', { name: 'Go back' }).click();
  await expect(page.getByText(/You are back at/)).toBeVisible();
  expect(await titles(app)).toEqual(['Changed since', 'Deleted for good']);

  // What was there before is a copy of its own.
  await expect(restore).toHaveCount(2);
  expect((await app.call(listBackups, {})).items.map(({ reason }) => reason).sort()).toEqual([
    'manual',
    'restore',
  ]);
});

test('a full disk: what did not fit is said and kept in hand, and goes once there is room', async ({
  app,
  window: page,
}) => {
  test.skip(process.platform !== 'linux', 'prlimit is Linux’s');
  await addKept(app, page, 'While there was room');
  const limit = (bytes: number | string) =>
    execFileSync('prlimit', ['--pid', String(app.pid), `--fsize=${bytes}:unlimited`]);
  limit((await stat(path.join(app.folder, 'log-000001'))).size);
  await add(page, 'Did not fit');
  await expect(page.getByText('“Did not fit” was not kept.')).toBeVisible();
  await expect(page.getByText('The disk is full. Make room, then try again.')).toBeVisible();
  await expect(row(page, 'While there was room')).toBeVisible();
  expect(await titles(app)).toEqual(['While there was room']);
  limit('unlimited');
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(row(page, 'Did not fit')).toBeVisible();
  await expect.poll(() => titles(app)).toContain('Did not fit');
  await app.stop('SIGKILL');
  await app.run();
  expect(await titles(app)).toEqual(['Did not fit', 'While there was room']);
});

test('a data folder that was moved away: nothing is taken for saved, and it goes on when it is back', async ({
  app,
  window: page,
}) => {
  await addKept(app, page, 'Before the move');
  await rename(app.folder, `${app.folder}-moved`);
  await add(page, 'Nowhere to go');
  await expect(page.getByText('“Nowhere to go” was not kept.')).toBeVisible();
  await expect(
    page.getByText(/data folder was moved or deleted.*Put it back, or export your tasks/),
  ).toBeVisible();
  // The way out that the sentence names is open.
  expect(await titles(app)).toEqual(['Before the move']);
  await page.goto(`${app.origin}/settings/transfer`);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Export: .*JSON/ }).click();
  expect(await readFile(await (await download).path(), 'utf8')).toContain('Before the move');

  await rename(`${app.folder}-moved`, app.folder);
  // What had nowhere to go was asked for, and is asked for again.
  await page.goto(`${app.origin}/tasks`);
  await expect(row(page, 'Nowhere to go')).toBeVisible();
  await addKept(app, page, 'Here again');
  await app.stop('SIGKILL');
  await app.run();
  expect(await titles(app)).toEqual(['Before the move', 'Here again', 'Nowhere to go']);
});

test('a folder that may only be read: the window says so, changes nothing, and opens it when it may write again', async ({
  app,
  page,
  complaints: _,
}) => {
  await app.call(createTask, { body: { title: 'Locked in' } });
  await app.stop();
  execFileSync('chmod', ['-R', 'a-w', app.folder]);
  const locked = await App.start(app.folder, UNPRIVILEGED);
  try {
    await page.goto(locked.link);
    await expect(page.getByRole('heading', { name: 'Your tasks cannot be opened' })).toBeVisible();
    await expect(
      page.getByText(`${app.folder} cannot be written. Give your account the right`),
    ).toBeVisible();
  } finally {
    await locked.stop();
    execFileSync('chmod', ['-R', 'u+w', app.folder]);
  }
  await app.run();
  expect(await titles(app)).toEqual(['Locked in']);
});

test('a damaged file: what cannot be read is put aside and said, the rest is there', async ({
  app,
  window: page,
}) => {
  for (const title of ['First', 'Second', 'Third']) await app.call(createTask, { body: { title } });
  await app.stop('SIGKILL');
  const log = path.join(app.folder, 'log-000001');
  const bytes = await readFile(log);
  const at = bytes.indexOf('"Second"');
  bytes.write('#', at + 1);
  await writeFile(log, bytes);

  await app.run();
  await page.goto(app.link);
  const notice = page.getByRole('alert').filter({ hasText: 'could not be read and was put aside' });
  await expect(notice).toContainText('look at the backups in Settings');
  await expect(row(page, 'First')).toBeVisible();
  await expect(row(page, 'Third')).toBeVisible();
  const aside = (await notice.locator('code').textContent()) ?? '';
  expect(await readFile(aside, 'utf8')).toContain('#econd');
  await notice.getByRole('button', { name: 'Close' }).click();
  await expect(notice).toBeHidden();
});

test('a second start on the same folder brings the window of the first', async ({
  app,
  window: page,
  context,
}) => {
  const second = await App.start(app.folder);
  expect(new URL(second.link).origin).toBe(app.origin);
  const other = await context.newPage();
  await other.goto(second.link);
  await add(other, 'From the second start');
  await expect(row(page, 'From the second start')).toBeVisible();
});

test.afterEach(async ({ app }) => {
  await rm(`${app.folder}-moved`, { recursive: true, force: true });
});
