import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createTask, getTask, listTasks, updateTask } from '../../server/contract/tasks.ts';
import { exportTasks } from '../../server/contract/transfer.ts';
import { SERVER_GONE, expect, test } from './test.ts';

test.use({ expected: SERVER_GONE });

const TICKTICK = path.resolve(import.meta.dirname, '../../server/test/fixtures/transfer/ticktick-export.csv');

test('kill -9 in the middle of the work: the window finds its way back and nothing is gone', async ({
  app,
  page,
}) => {
  const task = await app.call(createTask, { body: { title: 'Written before the kill' } });
  await page.goto(app.link);
  await page.getByRole('button', { name: /Work offline/ }).click();
  await expect(page.getByRole('row', { name: /Written before the kill/ })).toBeVisible();
  await app.stop('SIGKILL');
  await app.run();
  expect(await app.call(getTask, { params: { id: task.id } })).toMatchObject({
    title: 'Written before the kill',
  });
  await page.goto(app.link);
  await expect(page.getByRole('row', { name: /Written before the kill/ })).toBeVisible();
});

test('a draft of a description survives a kill', async ({ app, window: page }) => {
  const task = await app.call(createTask, { body: { title: 'Half a thought' } });
  await page.goto(`${app.origin}/tasks/${task.id}`);
  const editor = page.locator('textarea:focus');
  // The page may still be settling: a click that opened nothing is made again.
  await expect(async () => {
    await page.getByText('Add a description').click();
    await expect(editor).toHaveValue('', { timeout: 1000 });
  }).toPass();
  const kept = page.waitForResponse(
    (response) =>
      response.request().method() === 'PUT' && (response.request().postData() ?? '').includes('to think of'),
  );
  await page.keyboard.type('Something that took a while to think of');
  await kept;
  await app.stop('SIGKILL');
  await app.run();
  await page.goto(app.link);
  await page.goto(`${app.origin}/tasks/${task.id}`);
  await expect(page.getByText('Draft kept')).toBeVisible();
  await page.getByRole('button', { name: 'Go on writing' }).click();
  await expect(page.locator('textarea:focus')).toHaveValue('Something that took a while to think of');
});

test('the TickTick export: imported, worked on, killed, restarted, exported without loss', async ({
  app,
  window: page,
}) => {
  await page.goto(`${app.origin}/settings/transfer`);
  await page.locator('input[type=file]').setInputFiles(TICKTICK);
  await expect(page.getByRole('heading', { name: '11 new tasks' })).toBeVisible();
  await expect(page.getByText(/repeat/i).first()).toBeVisible();
  await page.getByRole('button', { name: 'Import 11 tasks' }).click();
  await expect(page.getByText(/Imported: 11 new tasks/)).toBeVisible();

  await page.getByRole('button', { name: 'Show the tasks' }).click();
  await expect(page.getByRole('row', { name: /Buy groceries/ })).toBeVisible();
  const before = await app.call(listTasks, { query: { limit: 100 } });
  expect(before.total).toBe(11);
  const groceries = before.items.find((task) => task.title === 'Buy groceries');
  await app.call(updateTask, {
    params: { id: groceries?.id ?? '' },
    body: {
      version: groceries?.version ?? 0,
      status: 'in_progress',
      description: 'Weekly, and the good bread',
    },
  });

  await app.stop('SIGKILL');
  await app.run();
  const exported = JSON.parse(String(await app.call(exportTasks, { query: { format: 'json' } }))) as {
    tasks: { title: string; description: string | null; source?: { raw?: string } }[];
  };
  expect(exported.tasks).toHaveLength(11);
  expect(exported.tasks.find((task) => task.title === 'Buy groceries')?.description).toBe(
    'Weekly, and the good bread',
  );
  const file = await readFile(TICKTICK, 'utf8');
  for (const task of exported.tasks) {
    expect(file).toContain(task.title);
    expect(task.source?.raw).toBeTruthy();
  }

  // The same file again makes nothing twice.
  await page.goto(app.link);
  await page.goto(`${app.origin}/settings/transfer`);
  await page.locator('input[type=file]').setInputFiles(TICKTICK);
  await expect(page.getByRole('heading', { name: /already here/ })).toBeVisible();
});
