import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { endSession, listSessions, updateUser } from '../../server/contract/auth.ts';
import { createTask, getTask, listTasks, updateTask, type Task } from '../../server/contract/tasks.ts';
import { flaws } from './axe.ts';
import { smallPicture } from './picture.ts';
import { activity, expect, fillSignIn, test, type Member } from './team.ts';
import { SERVER_GONE } from './test.ts';

const DOORS = [
  ['sign-in', '/'],
  ['join', `/join#${'A'.repeat(43)}`],
  ['reset', `/reset#${'A'.repeat(43)}`],
  ['cut', '/join#cut'],
] as const;
const PICTURED = new Set(['sign-in', 'people']);
const PICTURES = path.resolve(import.meta.dirname, '../../docs/screenshots');
const row = (page: Page, title: string) => page.getByRole('row', { name: new RegExp(title) });

async function rolePage(page: Page, name: 'People' | 'Invitations'): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('link', { name }).click();
}

test('somebody is invited, joins by the link, gets a task at once, and loses it again', async ({
  as,
  browse,
}) => {
  const ada = await as('Ada');
  await rolePage(ada, 'Invitations');
  await ada.getByLabel('E-mail address').fill('wanda@example.org');
  await ada.getByRole('button', { name: 'Make an invitation' }).click();
  const link = await ada.getByLabel('Link', { exact: true }).inputValue();
  await ada.getByRole('button', { name: 'Done' }).click();
  await expect(row(ada, 'wanda@example.org')).toBeVisible();

  const wanda = await browse(link);
  // The token is in no history.
  await expect(wanda).toHaveURL('/join');
  await wanda.getByLabel('First name').fill('Wanda');
  await wanda.getByLabel('E-mail address').fill('wanda@example.org');
  await wanda.getByLabel('Password', { exact: true }).fill('short');
  await wanda.keyboard.press('Enter');
  await expect(wanda.getByText('It needs at least 10 characters.')).toBeVisible();
  await wanda.getByLabel('Password', { exact: true }).fill('tent poles and string');
  await wanda.keyboard.press('Enter');
  await wanda.locator('.pill', { hasText: 'Connected' }).waitFor();

  // Ada makes a task for her in one line; it is there without a load.
  await ada.keyboard.press('Escape');
  await ada
    .getByRole('button', { name: /^New task/ })
    .first()
    .waitFor();
  await ada.keyboard.press('c');
  await ada.getByRole('dialog').getByRole('textbox').fill('Pack the tents +Wanda p1');
  await expect(ada.locator('.quick .read')).toContainText('Wanda');
  await ada.keyboard.press('Enter');
  await expect(row(wanda, 'Pack the tents')).toBeVisible();
  await expect(wanda.getByRole('link', { name: /^Inbox/ })).toContainText('1');
  await wanda.getByRole('link', { name: /^Inbox/ }).click();
  await wanda.getByRole('link', { name: /Ada Lindqvist assigned Pack the tents to you/ }).click();

  // Whoever has only been given it cannot delete it.
  await wanda.getByRole('button', { name: 'More' }).click();
  await expect(wanda.getByRole('menuitem', { name: /Delete/ })).toBeDisabled();
  await wanda.keyboard.press('Escape');
  // While a menu closes, letters are still its own.
  await expect(wanda.getByRole('menu')).toBeHidden();

  // Both see what the other does, and who it was.
  await wanda.keyboard.press('e');
  await row(ada, 'Pack the tents').waitFor({ state: 'hidden' });
  await ada.getByRole('link', { name: 'Activity' }).click();
  await expect(ada.getByText(/^Wanda/).first()).toBeVisible();

  // Taken away, it goes from her screen, which says so.
  await ada.goBack();
  const id = wanda.url().split('/').at(-1) ?? '';
  await ada.goto(`/tasks/${id}`);
  await ada.getByRole('button', { name: /^Assignee/ }).click();
  await ada.getByRole('combobox').fill('Ada');
  await ada.keyboard.press('Enter');
  await expect(wanda.getByText('This task is no longer visible to you')).toBeVisible();
});

const edit = ({ call }: Member, { id, version }: Task, title: string): Promise<Task> =>
  call(updateTask, { params: { id }, body: { version, title } });

test('at the team’s address: what others do is a dot beside Activity, in every window, until it is looked at', async ({
  team,
  as,
}) => {
  const [ada, noor] = [await team.member('Ada'), await team.member('Noor')];
  let task = await noor.call(createTask, { body: { title: 'Air the huts' } });
  const first = await as('Noor', '/tasks');
  const second = await first.context().newPage();
  await second.goto('/tasks');
  for (const page of [first, second]) await expect(row(page, 'Air the huts')).toBeVisible();
  // Other stories of this team may have left something that she has not looked at.
  await first.getByRole('link', { name: /^Activity/ }).click();
  await expect(first.getByRole('heading', { name: 'Activity', level: 1 })).toBeVisible();
  await expect(first.getByRole('main').getByText('Air the huts').first()).toBeVisible();
  for (const page of [first, second]) await expect(activity(page, false)).toBeVisible();
  await first.getByRole('link', { name: 'Tasks' }).click();

  // One's own, from another device.
  task = await edit(noor, task, 'Air both huts');
  for (const page of [first, second]) {
    await expect(row(page, 'Air both huts')).toBeVisible();
    await expect(activity(page, false)).toBeVisible();
  }
  task = await edit(ada, task, 'Air all huts');
  for (const page of [first, second]) {
    await expect(activity(page, true)).toBeVisible();
    await expect(page.locator('.nav .dot')).toBeVisible();
  }
  await first.reload();
  await expect(activity(first, true)).toBeVisible();
  await first.keyboard.press('[');
  await expect(first.locator('.nav .dot')).toBeVisible();
  expect(await flaws(first)).toEqual([]);
  await first.keyboard.press('[');

  await activity(second, true).click();
  await expect(second.getByText('Air all huts').first()).toBeVisible();
  await expect(activity(first, false)).toBeVisible();
  await second.getByRole('link', { name: 'Tasks' }).click();
  await expect(activity(second, false)).toBeVisible();
  for (const page of [first, second]) {
    await page.reload();
    await expect(row(page, 'Air all huts')).toBeVisible();
    await expect(activity(page, false)).toBeVisible();
    await expect(page.locator('.nav .dot')).toBeHidden();
  }

  // While it is looked at nothing is news; the next change after that is.
  await activity(second, false).click();
  task = await edit(ada, task, 'Air every hut');
  await expect(second.getByText('Air every hut').first()).toBeVisible();
  await expect(activity(first, false)).toBeVisible();
  await second.getByRole('link', { name: 'Tasks' }).click();
  await expect(row(second, 'Air every hut')).toBeVisible();
  await expect(activity(second, false)).toBeVisible();
  await edit(ada, task, 'Air them');
  for (const page of [first, second]) await expect(activity(page, true)).toBeVisible();
});

test.describe('a session that ends', () => {
  // The refusals are what is looked at.
  test.use({ expected: /status of 40[139]/ });

  test('lies over the window; what was typed stays and goes out after the sign-in', async ({ as, team }) => {
    const noor = await team.member('Noor');
    const task = await noor.call(createTask, { body: { title: 'Letter to the ranger' } });
    const page = await as('Noor', `/tasks/${task.id}`);
    await page.getByRole('button', { name: 'Add a description' }).click();
    const editor = page.getByRole('textbox', { name: 'Description' });
    await editor.fill('Dear ranger, the path');

    const { items } = await noor.call(listSessions, {});
    const browser = items.find(({ kind }) => kind === 'browser');
    await noor.call(endSession, { params: { id: browser?.id ?? '' } });
    const over = page.getByRole('alertdialog');
    await expect(over).toContainText('You were signed out');
    await expect(over.getByLabel('E-mail address')).toHaveValue(noor.email);
    await fillSignIn(page, noor.email, 'not the password');
    await expect(over).toContainText('The e-mail address or the password is not right.');
    await fillSignIn(page, noor.email, noor.password);
    await expect(over).toBeHidden();
    await expect
      .poll(async () => (await noor.call(getTask, { params: { id: task.id } })).description)
      .toBe('Dear ranger, the path');
    await expect(page.locator('.pill')).toContainText('Connected');
  });

  test('is called by its name when the account was disabled', async ({ as, team }) => {
    const jonas = await team.member('Jonas');
    const page = await as('Jonas');
    const ada = await as('Ada');
    await rolePage(ada, 'People');
    await ada.getByRole('button', { name: 'What else can be done with Jonas' }).click();
    await ada.getByRole('menuitem', { name: 'Disable the account' }).click();
    await ada.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
    await expect(page.getByRole('alertdialog')).toContainText('This account is disabled');
    await fillSignIn(page, jonas.email, jonas.password);
    await expect(page.getByText('This account is disabled. Ask an administrator').first()).toBeVisible();

    await row(ada, 'Jonas').getByText('Disabled').waitFor();
    await ada.getByRole('button', { name: 'What else can be done with Jonas' }).click();
    await ada.getByRole('menuitem', { name: 'Enable the account' }).click();
    await expect(row(ada, 'Jonas').getByText('Disabled')).toBeHidden();
    await fillSignIn(page, jonas.email, jonas.password);
    await expect(page.getByRole('alertdialog')).toBeHidden();

    // The last administrator stays one.
    await ada.getByRole('button', { name: /^Role of Ada/ }).click();
    await ada.getByRole('option', { name: 'Member' }).click();
    await expect(ada.getByText('It is the last administrator.')).toBeVisible();
  });

  test('ends with a new password by a link, on every device', async ({ as, browse, team }) => {
    const ebba = await team.member('Ebba');
    const old = await as('Ebba');
    const ada = await as('Ada');
    await rolePage(ada, 'People');
    await ada.getByLabel('Search by name or address').fill('ebba');
    await expect(ada.getByText('1 person')).toBeVisible();
    await ada.getByRole('button', { name: 'What else can be done with Ebba' }).click();
    await ada.getByRole('menuitem', { name: 'Make a link for a new password' }).click();
    const link = await ada.getByLabel('Link', { exact: true }).inputValue();

    const page = await browse(link);
    await page.getByLabel('New password').fill('another way up there');
    await page.keyboard.press('Enter');
    await expect(page.getByText('The new password is set.')).toBeVisible();
    await expect(old.getByRole('alertdialog')).toContainText('You were signed out');
    await fillSignIn(page, ebba.email, 'another way up there');
    await expect(page.locator('.pill')).toContainText('Connected');
    const again = await browse(link);
    await again.getByLabel('New password').fill('another way up there');
    await again.keyboard.press('Enter');
    await expect(again.getByText('This link has been used or is too old.')).toBeVisible();
  });
});

test('two windows of a browser renew at once and both go on', async ({ as, team }) => {
  const noor = await team.member('Noor');
  const first = await as('Noor');
  const context = first.context();
  await context.clock.install();
  const second = await context.newPage();
  await Promise.all([first.goto('/tasks'), second.goto('/tasks')]);
  for (const page of [first, second]) await page.locator('.pill', { hasText: 'Connected' }).waitFor();
  const renewals: number[] = [];
  context.on('response', (response) => {
    if (response.url().endsWith('/auth/refresh')) renewals.push(response.status());
  });
  await context.clock.fastForward('14:30');
  await expect.poll(() => renewals).toEqual([200, 200]);
  await noor.call(createTask, { body: { title: 'Seen by both' } });
  for (const page of [first, second]) await expect(row(page, 'Seen by both')).toBeVisible();
});

test('over https a browser keeps the sign-in where scripts and other hosts do not get at it', async ({
  browse,
  team,
}) => {
  const { email, password } = await team.member('Noor');
  const origin = await team.serveSecurely();
  const page = await browse('/', { baseURL: origin, ignoreHTTPSErrors: true });
  await fillSignIn(page, email, password);
  await expect(page.locator('.pill')).toContainText('Connected');
  const { protocol, readable } = await page.evaluate(() => {
    return { protocol: location.protocol, readable: document.cookie };
  });
  expect([protocol, readable]).toEqual(['https:', '']);
  expect(await page.context().cookies()).toMatchObject([
    { name: '__Host-taskflow_refresh', httpOnly: true, secure: true, sameSite: 'Strict', path: '/' },
  ]);
  await page.reload();
  await expect(page.locator('.pill')).toContainText('Connected');
});

test.describe('a server that is away', () => {
  test.use({ expected: new RegExp(`${SERVER_GONE.source}|status of 50`) });

  test('is said, and what could not be sent is offered again', async ({ as, team }) => {
    const noor = await team.member('Noor');
    await noor.call(createTask, { body: { title: 'Through the tunnel' } });
    const page = await as('Noor');
    await row(page, 'Through the tunnel').waitFor();
    await team.kill();
    await expect(page.locator('.pill')).toContainText('Not connected');
    await row(page, 'Through the tunnel').getByRole('checkbox').click();
    const toast = page.getByRole('alert').filter({ hasText: 'was not changed' });
    await expect(toast).toBeVisible();
    await team.serve();
    await expect(page.locator('.pill')).toContainText('Connected');
    await toast.getByRole('button', { name: 'Retry' }).click();
    await expect
      .poll(async () => (await noor.call(listTasks, { query: { search: 'tunnel' } })).items[0]?.status)
      .toBe('done');
  });
});

test('axe finds nothing on any view of a team, light and dark', async ({ browse, as, team }) => {
  const jonas = await team.member('Jonas');
  const ada = await team.member('Ada');
  await ada.call(updateUser, { params: { id: jonas.user.id }, body: { disabled: true } });
  const look = async (page: Page, name: string): Promise<void> => {
    await page.evaluate(() => document.fonts.ready);
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      expect.soft(await flaws(page, { coloursOnly: theme === 'dark' }), `${name}, ${theme}`).toEqual([]);
      if (!process.env['TASKFLOW_PICTURES'] || !PICTURED.has(name)) continue;
      const file = path.join(PICTURES, `team-${name}-${theme}.png`);
      await writeFile(file, smallPicture(await page.screenshot()));
    }
  };
  const door = await browse('/');
  for (const [name, address] of DOORS) {
    await door.goto(address);
    await door.getByRole('heading').first().waitFor();
    await look(door, name);
  }
  const page = await as('Ada', '/settings/profile');
  for (const name of ['Profile', 'Password', 'Devices', 'People', 'Invitations']) {
    await page.getByRole('link', { name }).click();
    await page.getByRole('heading', { name, level: 1 }).waitFor();
    if (name === 'People') await row(page, 'Jonas').waitFor();
    await look(page, name.toLowerCase());
  }
  await ada.call(updateUser, { params: { id: jonas.user.id }, body: { disabled: false } });
});
