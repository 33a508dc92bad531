import { listTasks } from '../../server/contract/tasks.ts';
import { SERVER_GONE, expect, test } from './test.ts';

test.use({ expected: SERVER_GONE });

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

test('whoever types before the page has come loses no letter', async ({ app, page, complaints: _ }) => {
  await page.goto(app.link);
  const start = page.getByRole('button', { name: /Work offline/ });
  // In one go, so that no page can have come between the click and the keys.
  await start.evaluate((button) => {
    (button as HTMLElement).click();
    for (const key of 'cBuy oil')
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  });
  const line = page.getByRole('dialog').getByRole('textbox');
  await expect(line).toHaveValue('Buy oil');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row', { name: /Buy oil/ })).toBeVisible();

  // And at a later start, while the window still asks for what it needs.
  const early = async (press: () => Promise<void>): Promise<void> => {
    let pressed = (): void => undefined;
    const held = new Promise<void>((resolve) => (pressed = resolve));
    await page.route(/\/app\/v1\/settings/, async (route) => {
      await held;
      await route.continue();
    });
    const asked = page.waitForRequest(/\/app\/v1\/settings/);
    await page.goto(`${app.origin}/tasks`);
    await asked;
    await press();
    pressed();
    await page.unrouteAll({ behavior: 'wait' });
  };
  await early(() => page.keyboard.type('cBuy salt'));
  await expect(line).toHaveValue('Buy salt');
  // The letters behind Ctrl+K are the palette's, and do nothing to the list.
  await early(async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('Buy');
  });
  await expect(page.getByRole('option', { name: /Buy oil/ })).toBeVisible();
});
