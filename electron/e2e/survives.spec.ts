import { createTask, getTask } from '../../server/contract/tasks.ts';
import { SERVER_GONE, enter, expect, test } from './test.ts';

test.use({ expected: SERVER_GONE });

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
  await page.getByText('Add a description').click();
  await expect(editor).toHaveValue('');
  const kept = page.waitForResponse(
    (response) =>
      response.request().method() === 'PUT' && (response.request().postData() ?? '').includes('to think of'),
  );
  await page.keyboard.type('Something that took a while to think of');
  await kept;
  await app.stop('SIGKILL');
  await app.run();
  await enter(app, page);
  await page.goto(`${app.origin}/tasks/${task.id}`);
  await expect(page.getByText('Draft kept')).toBeVisible();
  await page.getByRole('button', { name: 'Go on writing' }).click();
  await expect(page.locator('textarea:focus')).toHaveValue('Something that took a while to think of');
});

test('a title that is being written survives a kill, and what stood in the list before does too', async ({
  app,
  window: page,
}) => {
  const task = await app.call(createTask, { body: { title: 'Half' } });
  await page.goto(`${app.origin}/tasks`);
  const isKept = (text: string) =>
    page.waitForResponse(
      (response) =>
        response.request().method() === 'PUT' && (response.request().postData() ?? '').includes(text),
    );
  // In the list, and the window is reloaded.
  await expect(page.getByRole('row', { name: /Half/ })).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('F2');
  const keptHere = isKept('Half a title');
  await page.getByRole('textbox', { name: 'Title' }).fill('Half a title');
  await keptHere;
  await page.reload();
  // On its page, and the server is killed.
  await page.goto(`${app.origin}/tasks/${task.id}`);
  await expect(page.getByText('This title is not saved yet')).toBeVisible();
  const kept = isKept('Half a title, and more');
  await page.getByRole('textbox', { name: 'Title' }).fill('Half a title, and more');
  await kept;
  await app.stop('SIGKILL');
  await app.run();
  await enter(app, page);
  await page.goto(`${app.origin}/tasks/${task.id}`);
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Half a title, and more');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('This title is not saved yet')).toBeHidden();
  await expect
    .poll(async () => (await app.call(getTask, { params: { id: task.id } })).title)
    .toBe('Half a title, and more');
});
