import type { Page } from '@playwright/test';
import { createTask, getTask } from '../../server/contract/tasks.ts';
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

test.describe('with a server that is killed', () => {
  test.use({ expected: SERVER_GONE });

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
