import { createTask, getTask, listTasks } from '../../server/contract/tasks.ts';
import { expect, test } from './test.ts';

test('a card crosses the board by keyboard, and says so', async ({ app, window: page }) => {
  const task = await app.call(createTask, { body: { title: 'Carry me' } });
  await app.call(createTask, { body: { title: 'Already there', status: 'in_progress' } });
  await page.goto(`${app.origin}/tasks?view=board`);
  await page.getByText('Carry me').first().waitFor();
  await page
    .getByRole('option', { name: /Carry me/ })
    .or(page.getByRole('listitem', { name: /Carry me/ }))
    .first()
    .focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await app.call(getTask, { params: { id: task.id } })).status)
    .toBe('in_progress');
  await expect(page.getByText(/In progress, position \d of 2/)).toBeAttached();
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await app.call(getTask, { params: { id: task.id } })).status).toBe('todo');
});

test('a card is dragged with the mouse to its place in another column', async ({ app, window: page }) => {
  const card = await app.call(createTask, { body: { title: 'Drag me' } });
  for (const title of ['First', 'Second'])
    await app.call(createTask, { body: { title, status: 'in_progress' } });
  await page.goto(`${app.origin}/tasks?view=board`);
  const from = await page.getByText('Drag me').boundingBox();
  const to = await page.getByText('Second', { exact: true }).boundingBox();
  if (!from || !to) throw new Error('The cards are not on the screen.');
  await page.mouse.move(from.x + 20, from.y + 5);
  await page.mouse.down();
  await page.mouse.move(from.x + 40, from.y + 10, { steps: 4 });
  await page.mouse.move(to.x + 20, to.y + 2, { steps: 12 });
  await page.mouse.up();
  await expect
    .poll(async () => (await app.call(getTask, { params: { id: card.id } })).status)
    .toBe('in_progress');
  const column = await app.call(listTasks, {
    query: { status: ['in_progress'], sort: 'rank', order: 'asc' },
  });
  expect(column.items.map((task) => task.title)).toContain('Drag me');
});
