import type { Page } from '@playwright/test';
import { FaultyProxy } from '../../build/test-services/proxy.ts';
import { updateSettings, type WorkspaceItem } from '../../server/contract/app.ts';
import { addWorkspace } from '../../server/contract/joining.ts';
import { App } from './app.ts';
import { oneTeam, type Member, type Team } from './team.ts';
import { enter, expect, test as appTest, watch } from './test.ts';

/** One person's computer: the app's server, and a window on it that has passed the first run. */
export interface Computer {
  readonly app: App;
  readonly page: Page;
}

interface JoinedFixtures {
  /** Another computer beside the one of `app` and `window`. */
  computer: () => Promise<Computer>;
  /** A network in front of the team, which fails when it is told to. */
  network: () => Promise<FaultyProxy>;
}

/** Stories of apps that have joined a team. */
export const test = appTest.extend<JoinedFixtures, { team: Team }>({
  team: [oneTeam, { scope: 'worker' }],
  computer: async ({ browser, complaints, expected: _ }, use) => {
    const opened: { app: App; close: () => Promise<void> }[] = [];
    await use(async () => {
      const app = await App.start();
      const context = await browser.newContext();
      opened.push({ app, close: () => context.close() });
      await app.call(updateSettings, { body: { welcomed: true } });
      const page = await context.newPage();
      watch(page, complaints);
      await enter(app, page);
      return { app, page };
    });
    for (const { app, close } of opened) {
      await close();
      await app.remove();
    }
  },
  network: async ({ team }, use) => {
    const networks: FaultyProxy[] = [];
    await use(async () => {
      const network = await FaultyProxy.start(Number(new URL(team.origin).port));
      networks.push(network);
      return network;
    });
    await Promise.all(networks.map((network) => network.close()));
  },
});
export { expect };

/** The state in the corner of the window. */
export const pill = (page: Page) => page.locator('.side footer .pill');
export const row = (page: Page, title: string) => page.getByRole('row', { name: new RegExp(title) });

/** Opens the dialog that adds a team. */
export async function addTeam(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Workspaces/ }).click();
  await page.getByRole('menuitem', { name: 'Add a team…' }).click();
}

/** Looks at a team's address with the connection doctor; the dialog then asks who one is. */
export async function look(page: Page, address: string): Promise<void> {
  await addTeam(page);
  await page.getByLabel('Address of the team’s server').fill(address);
  await page.keyboard.press('Enter');
}

/** Joins in the window, as a person does. */
export async function join(
  page: Page,
  address: string,
  who: Pick<Member, 'email' | 'password'>,
): Promise<void> {
  await look(page, address);
  await page.getByLabel('E-mail address').fill(who.email);
  await page.getByLabel('Password', { exact: true }).fill(who.password);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
}

/** The same without the window, for stories that are about something else; it is shown then. */
export async function joined(
  { app, page }: Computer,
  address: string,
  { email, password }: Pick<Member, 'email' | 'password'>,
  name = 'Huts',
): Promise<WorkspaceItem> {
  const item = await app.call(addWorkspace, {
    body: { kind: 'team', url: address, email, password, name },
  });
  await page.goto(`${app.origin}/in/${item.id}/tasks`);
  await expect(pill(page)).toHaveText('Synced');
  return item;
}

/** Waits until a workspace that was joined is shown. */
export const arrived = (page: Page): Promise<void> => page.waitForURL(/\/in\/[^/]+\/tasks/);

/** A new task, by the key and one line. */
export async function write(page: Page, title: string): Promise<void> {
  await page.keyboard.press('c');
  await page.getByRole('dialog').getByRole('textbox').fill(title);
  await page.keyboard.press('Enter');
  await expect(row(page, title)).toBeVisible();
}

/** Opens a task of the list, gives it another title, and goes back to the list. */
export async function retitle(page: Page, title: string, to: string): Promise<void> {
  await row(page, title).click();
  await page.getByRole('textbox', { name: 'Title' }).fill(to);
  await page.keyboard.press('Enter');
  await page.goBack();
  await expect(row(page, to)).toBeVisible();
}

/** Asks for the team now, in the panel behind the pill, and waits until everything is there. */
export async function reconnect(page: Page): Promise<void> {
  await pill(page).click();
  await page.getByRole('button', { name: 'Reconnect now' }).click();
  await expect(page.getByText('Nothing waits: the team has everything.')).toBeVisible();
  await page.keyboard.press('Escape');
}
