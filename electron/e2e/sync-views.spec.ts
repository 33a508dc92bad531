import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { endSession, listSessions } from '../../server/contract/auth.ts';
import type { Call } from '../../server/contract/client.ts';
import { updateTask, type Task } from '../../server/contract/tasks.ts';
import { flaws } from './axe.ts';
import { addTeam, expect, joined, look, pill, reconnect, row, test, write } from './joined.ts';
import { smallPicture } from './picture.ts';
import { fillSample } from './sample.ts';

const PICTURES = path.resolve(import.meta.dirname, '../../docs/screenshots');
const LARGE = { width: 1280, height: 800 };
/** As narrow as a phone's. */
const SMALL = { width: 400, height: 720 };
/** What docs/SCREENSHOTS.md shows in it. */
const SMALL_PICTURES = new Set(['conflicts', 'doctor', 'join', 'sync-panel']);
const OUTAGE = 'Write the post-mortem for Saturday’s tile outage';

test.setTimeout(300_000);
test.use({ expected: /status of 4(01|22)/ });

/** Looks at a screen with axe, light and dark; renews its pictures where that is asked for. */
async function seen(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  const isPictured = Boolean(process.env['TASKFLOW_PICTURES']);
  const picture = async (of: string): Promise<void> =>
    writeFile(path.join(PICTURES, `${name}-${of}.png`), smallPicture(await page.screenshot()));
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    expect.soft(await flaws(page, { coloursOnly: theme === 'dark' }), `${name}, ${theme}`).toEqual([]);
    if (isPictured) await picture(theme);
  }
  await page.setViewportSize(SMALL);
  // The window takes its new size when it is drawn next.
  await expect
    .configure({ soft: true })
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth), {
      message: `${name} is wider than a small window`,
    })
    .toBeLessThanOrEqual(0);
  if (isPictured && SMALL_PICTURES.has(name)) await picture('small');
  await page.setViewportSize(LARGE);
}

async function menu(page: Page, item: RegExp): Promise<void> {
  await page.getByRole('button', { name: /^Workspaces/ }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('axe finds nothing on what a team adds to the window, light and dark, and it fits a small one', async ({
  app,
  window: page,
  team,
  network,
}) => {
  const [lotte, ada] = [await team.member('Lotte'), await team.member('Ada')];
  const tasks = await fillSample(lotte.call);
  const edit = (by: Call, { id, version }: Task, description: string): Promise<Task> =>
    by(updateTask, { params: { id }, body: { description, version } });
  const known = tasks.get(OUTAGE);
  if (!known) throw new Error('It is in the sample.');
  const outage = await edit(lotte.call, known, 'No tiles north of 47° from 06:10 to 08:52.');
  const at = { app, page };
  await joined(at, team.origin, ada, 'Hut Wardens');
  const wire = await network();
  const item = await joined(at, wire.origin, lotte, 'Northlight');
  await expect(row(page, 'Move photo')).toBeVisible();

  await look(page, 'http://127.0.0.1:9');
  await expect(page.getByText(/nothing answers on port 9/)).toBeVisible();
  await seen(page, 'doctor');
  await page.getByLabel('Address of the team’s server').fill(team.origin);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Create an account' }).click();
  await seen(page, 'join');
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  await addTeam(page);
  await page.getByRole('button', { name: 'By databases' }).click();
  await seen(page, 'join-databases');
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();

  // Both change the same; the team's is first.
  wire.leave();
  await expect(pill(page)).toHaveText('Offline');
  const call = app.of(item.id);
  await edit(
    call,
    outage,
    'No tiles north of 47° from 06:10 to 08:52. 214 people opened the map in that time.',
  );
  await edit(ada.call, outage, 'No tiles north of 47° from 06:10 to 08:52. The certificate had run out.');
  await write(page, 'Ring the warden of the hut');
  await page.getByRole('button', { name: /^Workspaces/ }).click();
  await page.getByRole('menu').waitFor();
  await seen(page, 'workspaces');
  await page.keyboard.press('Escape');
  await pill(page).click();
  await page.getByRole('button', { name: 'Check the connection' }).click();
  await expect(page.getByText('Not checked yet').first()).toBeVisible();
  await seen(page, 'sync-panel');
  await page.keyboard.press('Escape');
  await menu(page, /members and connection/);
  await seen(page, 'connection');
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await seen(page, 'remove-team');
  await page.getByRole('button', { name: 'Keep it' }).click();

  await page.keyboard.press('Escape');
  wire.comeBack();
  await reconnect(page);
  await page.getByRole('link', { name: /^Conflicts/ }).click();
  await expect(page.getByRole('region', { name: OUTAGE })).toBeVisible();
  await seen(page, 'conflicts');
  await page.getByRole('button', { name: 'Open the task' }).click();
  await expect(page.getByText('There are two versions of this task.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'History' })).toContainText('214 people opened the map');
  await seen(page, 'two-versions');

  const { items } = await lotte.call(listSessions, {});
  for (const { id, current } of items) if (!current) await lotte.call(endSession, { params: { id } });
  await expect(pill(page)).toHaveText(/^Sign in/);
  await pill(page).click();
  await seen(page, 'sign-in-again');
});
