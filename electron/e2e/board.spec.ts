import { createTask, getTask, listTasks } from '../../server/contract/tasks.ts';
import { expect, test } from './test.ts';

test('a card crosses the board by keyboard, and says so', async ({ app, window: page }) => {
  const task = await app.call(createTask, { body: { title: 'Carry me' } });
  await app.call(createTask, { body: { title: 'Already there', status: 'in_progress' } });
  await page.goto(`${app.origin}/tasks?view=board`);
  await page.getByText('Carry me').first().waitFor();
  await page.getByTestId('card').filter({ hasText: 'Carry me' }).focus();
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

test('several cards go together, and Esc puts back what is in the air', async ({ app, window: page }) => {
  for (const title of ['One', 'Two', 'Stays']) await app.call(createTask, { body: { title } });
  await page.goto(`${app.origin}/tasks?view=board`);
  const card = (title: string) => page.getByRole('row', { name: title });
  const column = page.locator('[data-column="in_review"]');
  await card('One').click({ modifiers: ['ControlOrMeta'] });
  await card('Two').click({ modifiers: ['ControlOrMeta'] });
  const drag = async (): Promise<void> => {
    const from = await card('Two').boundingBox();
    const to = await column.boundingBox();
    if (!from || !to) throw new Error('The board is not on the screen.');
    await page.mouse.move(from.x + 20, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(to.x + 60, to.y + 120, { steps: 8 });
    await expect(page.locator('.lifted .badge')).toHaveText('2');
  };
  await drag();
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(page.locator('.lifted')).toHaveCount(0);
  await expect(column.getByRole('row')).toHaveCount(0);
  await drag();
  await page.mouse.up();
  await expect(column.getByRole('row')).toHaveText([/^One/, /^Two/]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(column.getByRole('row')).toHaveCount(0);
  await expect(page.locator('[data-column="todo"]').getByRole('row')).toHaveText([/^One/, /^Two/, /^Stays/]);
});
