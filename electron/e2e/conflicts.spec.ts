import type { Page } from '@playwright/test';
import {
  createTask,
  deleteTask,
  getTask,
  listTasks,
  updateTask,
  type Task,
} from '../../server/contract/tasks.ts';
import { getProfile } from '../../server/contract/users.ts';
import { expect, join, joined, pill, reconnect, retitle, row, test } from './joined.ts';

// What a window asks of its team while that one's server is stopped for a copy of its databases.
test.use({ expected: /status of 503/ });

/** Chooses one of the list in the conflict centre; answers where its two texts stand. */
async function choose(page: Page, title: string) {
  await page.getByRole('list', { name: 'Tasks with two versions' }).getByText(new RegExp(title)).click();
  const region = page.getByRole('region', { name: new RegExp(title) });
  await expect(region).toBeVisible();
  return region;
}

test('two people edit the same tasks without a network: edits are merged, and both texts of a conflict wait for a choice', async ({
  app,
  window,
  team,
  computer,
  network,
}) => {
  const [mara, noor] = await Promise.all([team.member('Mara'), team.member('Noor')]);
  const at = { app, page: window };
  const other = await computer();
  const [maras, noors] = await Promise.all([network(), network()]);
  const made = new Map<string, Task>();
  for (const title of ['Empty the van', 'Draw the route', 'Check the ropes', 'Buy gas', 'Book the hut'])
    made.set(title, await mara.call(createTask, { body: { title, assigneeId: noor.user.id } }));
  const atTeam = (title: string) => mara.call(getTask, { params: { id: made.get(title)?.id ?? '' } });
  await Promise.all([join(at.page, maras.origin, mara), join(other.page, noors.origin, noor)]);
  for (const { page } of [at, other]) await expect(row(page, 'Empty the van')).toBeVisible();

  for (const wire of [maras, noors]) wire.leave();
  for (const { page } of [at, other]) await expect(pill(page)).toHaveText('Offline');
  const both = ['Buy gas', 'Check the ropes', 'Draw the route', 'Empty the van'];
  await Promise.all([
    (async () => {
      for (const title of ['Book the hut', ...both]) await retitle(at.page, title, `${title}, says Mara`);
    })(),
    (async () => {
      for (const title of both) await retitle(other.page, title, `${title}, says Noor`);
      await row(other.page, 'Book the hut').getByRole('checkbox').click();
    })(),
  ]);
  await expect(pill(at.page)).toHaveText('Offline · 5 waiting');
  await expect(pill(other.page)).toHaveText('Offline · 5 waiting');
  noors.comeBack();
  await reconnect(other.page);
  maras.comeBack();
  await reconnect(at.page);

  // Different fields of one task: both are there.
  expect(await atTeam('Book the hut')).toMatchObject({ title: 'Book the hut, says Mara', status: 'done' });
  await at.page.getByRole('link', { name: /^Conflicts/ }).click();
  await expect(at.page.getByText('4 to look at')).toBeVisible();
  for (const [title, act] of [
    ['Buy gas', 'Swap: use mine'],
    ['Check the ropes', 'Keep both'],
    ['Draw the route', 'Dismiss'],
  ] as const) {
    const texts = await choose(at.page, title);
    await expect(texts.getByRole('article').first()).toContainText(`${title}, says Noor`);
    await expect(texts.getByRole('article').first()).toContainText(/Noor wrote, \d\d:\d\d/);
    await expect(texts.getByRole('article').last()).toContainText(`${title}, says Mara`);
    await texts.getByRole('button', { name: act }).last().click();
    await expect(texts).toBeHidden();
  }
  await at.page.getByRole('button', { name: 'Dismiss it…' }).click();
  await at.page.getByRole('alertdialog').getByRole('button', { name: 'Dismiss it' }).click();
  await expect(at.page.getByText(/^No conflicts/)).toBeVisible();

  // The other one sees what was decided, without doing anything.
  await expect(row(other.page, 'Buy gas, says Mara')).toBeVisible();
  await expect
    .poll(async () => (await atTeam('Check the ropes')).description)
    .toBe('Check the ropes, says Mara');
  const titles = [];
  for (const title of both) titles.push((await atTeam(title)).title);
  expect(titles).toEqual([
    'Buy gas, says Mara',
    'Check the ropes, says Noor',
    'Draw the route, says Noor',
    'Empty the van, says Noor',
  ]);
  await expect(pill(at.page)).toHaveText('Synced');
});

test('what was deleted, taken away or lost by a restored team while it was edited here can be had again', async ({
  app,
  window: page,
  team,
  network,
}) => {
  const [ada, jonas] = [await team.member('Ada'), await team.member('Jonas')];
  const deleted = await jonas.call(createTask, { body: { title: 'Mend the roof' } });
  const given = { title: 'Oil the door', assigneeId: jonas.user.id };
  const gone = await ada.call(createTask, { body: given });
  const lost = await jonas.call(createTask, { body: { title: 'Paint the signs' } });
  const wire = await network();
  await joined({ app, page }, wire.origin, jonas);
  await expect(row(page, 'Oil the door')).toBeVisible();
  // The window tells the team its person's zone once: nothing of its own is under way when the databases go away.
  await expect.poll(async () => (await jonas.call(getProfile, {})).profile.tz).toBeDefined();
  await team.backUp();
  await reconnect(page);
  await retitle(page, 'Paint the signs', 'Paint the signs red');
  await expect(pill(page)).toHaveText('Synced');
  const titleOf = async ({ id }: Task) => (await jonas.call(getTask, { params: { id } })).title;
  await expect.poll(() => titleOf(lost)).toBe('Paint the signs red');

  wire.leave();
  await team.restore();
  await retitle(page, 'Mend the roof', 'Mend the roof with tar');
  await retitle(page, 'Oil the door', 'Oil the door twice');
  await ada.call(deleteTask, { params: { id: deleted.id }, query: {} });
  await ada.call(updateTask, {
    params: { id: gone.id },
    body: { assigneeId: ada.user.id, version: gone.version },
  });
  expect(await titleOf(lost)).toBe('Paint the signs');
  wire.comeBack();
  await reconnect(page);

  await page.getByRole('link', { name: /^Conflicts/ }).click();
  await expect(page.getByText('3 to look at')).toBeVisible();
  const roof = await choose(page, 'Mend the roof');
  await expect(roof).toContainText('moved it to the trash');
  await roof.getByRole('button', { name: 'Restore with mine' }).last().click();
  const door = await choose(page, 'Oil the door');
  await expect(door).toContainText('went out of your sight');
  await door.getByRole('button', { name: 'Make a new task of mine' }).last().click();
  const signs = await choose(page, 'Paint the signs');
  await expect(signs).toContainText('put back to an earlier state');
  await signs.getByRole('button', { name: 'Put it back' }).last().click();
  await expect(page.getByText(/^No conflicts/)).toBeVisible();

  const titles = async () => (await jonas.call(listTasks, {})).items.map(({ title }) => title).toSorted();
  await expect.poll(titles).toEqual(['Mend the roof with tar', 'Oil the door twice', 'Paint the signs red']);
  expect(await titleOf(deleted)).toBe('Mend the roof with tar');
  expect(await titleOf(lost)).toBe('Paint the signs red');
});
