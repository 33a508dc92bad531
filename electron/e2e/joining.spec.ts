import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { inviteUser } from '../../server/contract/auth.ts';
import { listUsers } from '../../server/contract/users.ts';
import { addTeam, arrived, expect, joined, look, pill, row, test, write } from './joined.ts';
import { fillSignIn, type DatabaseUrls } from './team.ts';
import { SERVER_GONE, enter } from './test.ts';

// A server that is stopped, and a refused sign-in: a browser writes both down.
test.use({ expected: new RegExp(`${SERVER_GONE.source}|status of 503`) });

const PASSWORD = 'the key is under the stone';

/** Looks at three databases with the connection doctor; the dialog then asks who one is. */
async function lookAtDatabases(page: Page, urls: DatabaseUrls): Promise<void> {
  await addTeam(page);
  await page.getByRole('button', { name: 'By databases' }).click();
  await fillDatabases(page, urls);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
}

async function fillDatabases(page: Page, urls: DatabaseUrls): Promise<void> {
  await page.getByLabel('PostgreSQL').fill(urls.databaseUrl);
  await page.getByLabel('MongoDB').fill(urls.mongodbUrl);
  await page.getByLabel('Redis').fill(urls.redisUrl);
}

async function fillAccount(page: Page, email: string, firstName?: string): Promise<void> {
  if (firstName) await page.getByLabel('First name').fill(firstName);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await arrived(page);
}

test('a team without a server, by its three databases: its first account, then the same from another computer', async ({
  app,
  window: page,
  team,
  computer,
}) => {
  const urls = await team.bareDatabases('without_a_server');
  test.skip(urls === null, 'no MongoDB');
  if (!urls) return;
  await lookAtDatabases(page, { ...urls, redisUrl: 'redis://127.0.0.1:9' });
  await expect(page.getByRole('listitem').filter({ hasText: 'Redis' })).toContainText(
    'nothing answers on port 9',
  );
  await page.getByLabel('Redis').fill(urls.redisUrl);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByText('this account becomes the administrator')).toBeVisible();
  await fillAccount(page, 'hanna@example.org', 'Hanna');
  await expect(pill(page)).toHaveText('Synced');
  await write(page, 'Sweep the chimney');

  const other = await computer();
  await lookAtDatabases(other.page, urls);
  await expect(other.page.getByText('Who are you there?')).toBeVisible();
  await fillAccount(other.page, 'hanna@example.org');
  await expect(row(other.page, 'Sweep the chimney')).toBeVisible();
  // From one team side to the other, through the databases.
  await write(other.page, 'Count the candles');
  await expect(row(page, 'Count the candles')).toBeVisible();
  await page.getByRole('button', { name: /^Workspaces/ }).click();
  await page.getByRole('menuitem', { name: /members and connection/ }).click();
  await expect(page.getByText('The team’s databases, directly')).toBeVisible();

  // Whoever has lost the addresses (a system without a keystore) is asked for them when they sign in.
  await app.stop();
  await rm(path.join(app.folder, 'secrets.json'));
  await app.run();
  await enter(app, page);
  await page.keyboard.press('Control+Shift+Digit2');
  await write(page, 'Written without the addresses');
  await expect(pill(page)).toHaveText('Sign in · 1 waiting');
  await pill(page).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await fillDatabases(page, urls);
  await dialog.getByRole('button', { name: 'Sign in to send 1 change' }).click();
  await expect(pill(page)).toHaveText('Synced');
  await expect(row(other.page, 'Written without the addresses')).toBeVisible();
});

test('an invitation is pasted in place of an address, and its account made in the dialog', async ({
  window: page,
  team,
}) => {
  const ada = await team.member('Ada');
  const { url } = await ada.call(inviteUser, { body: { email: 'tomas@example.org' } });
  await look(page, url);
  await expect(page.getByLabel('Address of the team’s server')).toHaveValue(team.origin);
  await expect(page.getByText('This is an invitation').first()).toBeVisible();
  await page.getByLabel('E-mail address').fill('tomas@example.org');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.keyboard.press('Enter');
  await expect(page.getByText('It needs at least 10 characters.')).toBeVisible();
  await fillAccount(page, 'tomas@example.org', 'Tomás');
  await expect(pill(page)).toHaveText('Synced');
  const people = (await ada.call(listUsers, {})).items.map(({ profile }) => profile.firstName);
  expect(people).toContain('Tomás');
  await expect(page.getByRole('button', { name: /^Workspaces: 127\.0\.0\.1/ })).toBeVisible();
});

test('the link of a task that is copied in the app leads a colleague to it in a browser', async ({
  app,
  window: page,
  team,
  browser,
}) => {
  const [ada, noor] = await Promise.all([team.member('Ada'), team.member('Noor')]);
  await joined({ app, page }, team.origin, noor);
  await write(page, 'Wax the skis');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await row(page, 'Wax the skis').click({ button: 'right' });
  await page.getByRole('option', { name: 'Copy link' }).click();
  await expect(page.getByText('Link copied.')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link.startsWith(`${team.origin}/tasks/`)).toBe(true);
  await expect(pill(page)).toHaveText('Synced');

  // Ada, who as an administrator sees everybody's.
  const colleague = await browser.newPage();
  await colleague.goto(link);
  await fillSignIn(colleague, ada.email, ada.password);
  await expect(colleague.getByRole('textbox', { name: 'Title' })).toHaveValue('Wax the skis');
  await colleague.close();
});
