import { listTasks } from '../../server/contract/tasks.ts';
import { expect, test } from './test.ts';

test.use({ expected: [/ERR_CONNECTION_REFUSED/] });

test('a new person works at once: first run, quick add, done, and all of it is on the disk', async ({
  app,
  page,
  complaints: _,
}) => {
  await page.goto(app.link);
  await page.getByRole('button', { name: /Work offline/ }).click();
  await expect(page.getByRole('row', { name: /Press C and write a task/ })).toBeVisible();

  await page.keyboard.press('c');
  await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
  await page.keyboard.type('Phone Ada tomorrow 9am p1 // about the map');
  await expect(page.getByRole('dialog')).toContainText(/09:00/);
  await page.keyboard.press('Enter');
  const row = page.getByRole('row', { name: /Phone Ada/ });
  await expect(row).toContainText('Tomorrow');

  await row.getByRole('checkbox').click();
  await expect(page.getByText(/Phone Ada.*moved to Done|moved to Done.*/).first()).toBeVisible();
  await expect
    .poll(async () => (await app.call(listTasks, { query: { search: 'Phone Ada' } })).items)
    .toMatchObject([
      {
        title: 'Phone Ada',
        status: 'done',
        priority: 'urgent',
        dueAllDay: false,
        description: 'about the map',
      },
    ]);

  // The code in the link works once; what was shown as saved is there after a kill.
  await app.stop('SIGKILL');
  await app.run();
  const [task] = (await app.call(listTasks, { query: { search: 'Phone Ada' } })).items;
  expect(task?.completedAt).not.toBeNull();
});

test('the samples go with one click, and come back with Ctrl Z', async ({ app, page, complaints: _ }) => {
  await page.goto(app.link);
  await page.getByRole('button', { name: /Work offline/ }).click();
  await page.getByRole('button', { name: 'Remove the samples' }).click();
  await expect.poll(async () => (await app.call(listTasks, {})).total).toBe(0);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await app.call(listTasks, {})).total).toBe(6);
});
