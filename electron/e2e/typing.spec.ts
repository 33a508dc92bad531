import type { Page } from '@playwright/test';
import { createTask, getTask, listTasks } from '../../server/contract/tasks.ts';
import { SERVER_GONE, expect, test } from './test.ts';

/** Opens the editor of a task's description. */
async function write(page: Page): Promise<void> {
  await page.getByText('Add a description').click();
  await expect(page.locator('textarea:focus')).toHaveValue('');
}

test('what was typed in the moment before the tab was closed is there when it is opened again', async ({
  app,
  window: page,
  context,
}) => {
  const task = await app.call(createTask, { body: { title: 'Closed too early' } });
  await page.goto(`${app.origin}/tasks/${task.id}`);
  await write(page);
  await page.keyboard.insertText('The last word');
  await Promise.all([page.waitForEvent('close'), page.close({ runBeforeUnload: true })]);

  const next = await context.newPage();
  await next.goto(`${app.origin}/tasks/${task.id}`);
  await expect(next.getByText('Draft kept')).toBeVisible();
  await next.getByRole('button', { name: 'Go on writing' }).click();
  await expect(next.locator('textarea:focus')).toHaveValue('The last word');
});

test('a line that Enter was pressed on in the last moment of a page is a task, once', async ({
  app,
  window: page,
}) => {
  await page.keyboard.press('c');
  await page.getByRole('dialog').getByRole('textbox').fill('In the last moment');
  await page.keyboard.press('Enter');
  await page.goto('about:blank');
  await page.goto(`${app.origin}/tasks`);
  await expect(page.getByRole('row', { name: /In the last moment/ })).toHaveCount(1);
  await expect.poll(async () => (await app.call(listTasks, {})).total).toBe(1);
});

test.describe('with a server that is killed', () => {
  test.use({ expected: SERVER_GONE });

  test('kill -9, Enter, and a page that is left before the server is back: the line is a task all the same', async ({
    app,
    window: page,
  }) => {
    const { port } = new URL(app.origin);
    await page.keyboard.press('c');
    await page.getByRole('dialog').getByRole('textbox').fill('Nobody heard this');
    await app.stop('SIGKILL');
    await page.keyboard.press('Enter');
    await expect(page.getByText('“Nobody heard this” was not kept.')).toBeVisible();
    await page.goto('about:blank');
    await app.run(port);
    await page.goto(`${app.origin}/tasks`);
    await expect(page.getByRole('row', { name: /Nobody heard this/ })).toBeVisible();
    await expect.poll(async () => (await app.call(listTasks, {})).total).toBe(1);
    expect(
      await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('makings'))),
    ).toEqual([]);
  });

  test('kill -9, Enter on a title, and a reload: it is offered as a draft', async ({ app, window: page }) => {
    const task = await app.call(createTask, { body: { title: 'As it was' } });
    await page.goto(`${app.origin}/tasks/${task.id}`);
    const { port } = new URL(app.origin);
    await page.getByRole('textbox', { name: 'Title' }).fill('As it is to be');
    await app.stop('SIGKILL');
    await page.keyboard.press('Enter');
    await expect(page.getByText('“As it was” was not changed.')).toBeVisible();
    await expect(page.getByText('This title is not saved yet')).toBeVisible();
    await page.goto('about:blank');
    await app.run(port);
    await page.goto(`${app.origin}/tasks/${task.id}`);
    await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('As it is to be');
    await expect(page.getByText('This title is not saved yet')).toBeVisible();
  });

  test('kill -9 while typing: the text stays in the window, says so, and is kept once the server is back', async ({
    app,
    window: page,
  }) => {
    const task = await app.call(createTask, { body: { title: 'In the middle of a thought' } });
    await page.goto(`${app.origin}/tasks/${task.id}`);
    await write(page);
    await page.keyboard.type('Before, ');
    const { port } = new URL(app.origin);
    await app.stop('SIGKILL');
    await page.keyboard.type('meanwhile');
    await expect(page.getByText(/does not answer.*stays in this window/)).toBeVisible();
    await expect(page.locator('textarea:focus')).toHaveValue('Before, meanwhile');

    await app.run(port);
    await expect(page.getByText(/stays in this window/)).toBeHidden();
    await page.keyboard.press('Control+Enter');
    await expect
      .poll(async () => (await app.call(getTask, { params: { id: task.id } })).description)
      .toBe('Before, meanwhile');
  });
});
