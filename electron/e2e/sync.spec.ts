import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { createTask, getTask, listTasks, updateTask } from '../../server/contract/tasks.ts';
import { Network } from './network.ts';
import { Team } from './team.ts';
import { expect, test as appTest } from './test.ts';

const test = appTest.extend<object, { team: Team }>({
  team: [
    async ({}, use) => {
      const team = await Team.start();
      await use(team);
      await team.stop();
    },
    { scope: 'worker' },
  ],
});
// One team for all of them: databases and server start once.
test.describe.configure({ mode: 'default' });
// What a person types wrong is answered with an error, which a browser writes down.
test.use({ expected: /status of 422/ });

/** Milliseconds after which a network that went is noticed, also where no socket was open yet: a pull every 30 s, and some. */
const OFFLINE_MS = 45_000;
test.setTimeout(120_000);

const pill = (page: Page) => page.locator('.side footer .pill');
const row = (page: Page, title: string) => page.getByRole('row', { name: new RegExp(title) });

/** Joins in the window, as a person does. */
async function join(page: Page, address: string, email: string, password: string): Promise<void> {
  await page.getByRole('button', { name: /^Workspaces/ }).click();
  await page.getByRole('menuitem', { name: 'Add a team…' }).click();
  await page.getByLabel('Address of the team’s server').fill(address);
  await page.keyboard.press('Enter');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
}

/** A new task, by the key and one line. */
async function write(page: Page, title: string): Promise<void> {
  await page.keyboard.press('c');
  await page.getByRole('dialog').getByRole('textbox').fill(title);
  await page.keyboard.press('Enter');
  await expect(row(page, title)).toBeVisible();
}

test('a team is joined, edits wait while the network is away, and both texts of a conflict are kept', async ({
  window: page,
  team,
}) => {
  const [ada, mara] = [await team.member('Ada'), await team.member('Mara')];
  const network = await Network.to(team.origin);
  try {
    await join(page, network.origin, mara.email, 'not the password');
    await expect(page.getByText('Email and password do not belong together.')).toBeVisible();
    await expect(page.getByLabel('E-mail address')).toHaveValue(mara.email);
    await page.getByLabel('Password', { exact: true }).fill(mara.password);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/in\/[^/]+\/tasks/);
    await expect(pill(page)).toHaveText('Synced');

    await write(page, 'Carry the tent poles');
    const title = 'Carry the tent poles';
    const found = async () => (await mara.call(listTasks, { query: { limit: 100 } })).items;
    await expect.poll(async () => (await found()).filter((task) => task.title === title).length).toBe(1);
    const task = (await found()).find((one) => one.title === title);
    if (!task) throw new Error('It was there a moment ago.');

    network.leave();
    await expect(pill(page)).toHaveText('Offline', { timeout: OFFLINE_MS });
    await row(page, title).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Carry the long tent poles');
    await page.keyboard.press('Enter');
    await expect(pill(page)).toHaveText('Offline · 1 waiting');
    await ada.call(updateTask, {
      params: { id: task.id },
      body: { title: 'Carry the short tent poles', version: task.version },
    });

    await pill(page).click();
    await expect(page.getByText('Changed: Title')).toBeVisible();
    network.comeBack();
    await page.getByRole('button', { name: 'Reconnect now' }).click();
    await expect(page.getByText('Nothing waits: the team has everything.')).toBeVisible();
    await page.getByRole('dialog').getByRole('button', { name: 'Look at both' }).click();
    await expect(page.getByRole('region', { name: /tent poles/ })).toContainText('short');
    await expect(page.getByRole('region', { name: /tent poles/ })).toContainText('long');
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.keyboard.press('s');
    await expect(page.getByText(/^No conflicts/)).toBeVisible();
    await expect
      .poll(async () => (await ada.call(getTask, { params: { id: task.id } })).title)
      .toBe('Carry the long tent poles');

    // Back in the personal workspace none of it is there; one key, and it is.
    await page.keyboard.press('Control+Shift+Digit1');
    await expect(page).toHaveURL(/\/tasks$/);
    await expect(pill(page)).toHaveText('On this device');
    await page.keyboard.press('Control+Shift+Digit2');
    await expect(page).toHaveURL(/\/in\/[^/]+\/conflicts/);
  } finally {
    await network.close();
  }
});

test('a team that is taken away names what was not sent', async ({ window: page, team }) => {
  const nils = await team.member('Nils');
  await nils.call(createTask, { body: { title: 'Sweep the hut' } });
  const network = await Network.to(team.origin);
  try {
    await join(page, network.origin, nils.email, nils.password);
    await expect(row(page, 'Sweep the hut')).toBeVisible();
    network.leave();
    await expect(pill(page)).toHaveText('Offline', { timeout: OFFLINE_MS });
    await write(page, 'Never sent');
    await expect(pill(page)).toHaveText('Offline · 1 waiting');
    await page.getByRole('button', { name: /^Workspaces/ }).click();
    await page.getByRole('menuitem', { name: /members and connection/ }).click();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(page.getByText('1 change has not been sent.')).toBeVisible();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as a file' }).click();
    expect((await saving).suggestedFilename()).toMatch(/unsent\.json$/);
    await page.getByRole('button', { name: 'Discard 1 change and remove' }).click();
    await expect(pill(page)).toHaveText('On this device');
    await expect(page.getByRole('button', { name: /^Workspaces: Personal/ })).toBeVisible();
  } finally {
    await network.close();
  }
});
