import { createTask, listTasks } from '../../server/contract/tasks.ts';
import { expect, test } from './test.ts';

test('fifty tasks deleted at once come back with one Ctrl Z, in their order', async ({
  app,
  window: page,
}) => {
  for (let n = 1; n <= 50; n++)
    await app.call(createTask, { body: { title: `Task ${String(n).padStart(2, '0')}` } });
  await page.goto(`${app.origin}/tasks`);
  const list = page.getByRole('treegrid');
  await expect(page.getByRole('row', { name: /Task 50/ })).toBeVisible();
  const order = async (): Promise<string[]> =>
    (await app.call(listTasks, { query: { limit: 100 } })).items.map((task) => task.id);
  const before = await order();

  await list.focus();
  await page.keyboard.press('j');
  await page.keyboard.press('Control+a');
  await expect(page.getByText('50 selected')).toBeVisible();
  await page.keyboard.press('Control+Delete');
  await expect.poll(async () => (await order()).length).toBe(0);
  await page.keyboard.press('Control+z');
  await expect.poll(order).toEqual(before);
  await expect(page.getByRole('row', { name: /Task 50/ })).toBeVisible();
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(async () => (await order()).length).toBe(0);
});

test('two windows show each other’s changes at once', async ({ app, window: one, context }) => {
  await app.call(createTask, { body: { title: 'Seen by both' } });
  const two = await context.newPage();
  await one.goto(`${app.origin}/tasks`);
  await two.goto(`${app.origin}/tasks`);
  await expect(one.getByRole('row', { name: /Seen by both/ })).toBeVisible();
  const row = two.getByRole('row', { name: /Seen by both/ });
  await expect(row).toBeVisible();

  await one
    .getByRole('row', { name: /Seen by both/ })
    .getByRole('checkbox')
    .click();
  await expect(row).toBeHidden();

  await two.keyboard.press('c');
  await expect(two.getByRole('dialog').getByRole('textbox')).toBeFocused();
  await two.keyboard.type('From the second window');
  await two.keyboard.press('Enter');
  await expect(one.getByRole('row', { name: /From the second window/ })).toBeVisible();
});

test('search and filters narrow the list, and clear again', async ({ app, window: page }) => {
  await app.call(createTask, { body: { title: 'Ärger mit der Heizung', priority: 'high' } });
  await app.call(createTask, { body: { title: 'Buy bread' } });
  await page.goto(`${app.origin}/tasks`);
  await expect(page.getByRole('row', { name: /Buy bread/ })).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('ärger');
  await expect(page.getByRole('row', { name: /Buy bread/ })).toBeHidden();
  await expect(page.getByRole('row', { name: /Ärger mit der Heizung/ })).toBeVisible();
});
