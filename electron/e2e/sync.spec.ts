import { flaws } from './axe.ts';
import { listWorkspaces } from '../../server/contract/app.ts';
import { endSession, listSessions } from '../../server/contract/auth.ts';
import { createTask, getTask, listTasks, updateTask } from '../../server/contract/tasks.ts';
import { activity, type Member } from './team.ts';
import { SERVER_GONE } from './test.ts';
import { expect, join, joined, pill, retitle, row, test, write } from './joined.ts';

// What a person types wrong is answered with an error, which a browser writes down.
test.use({ expected: /status of 4(01|22)/ });

/** Milliseconds that a team is waited for before it counts as away (server/workspaces/replica/team-socket.ts), the shortest such wait. */
const SILENCE_MS = 4_000;

/** A page so busy that it hears late that a server has closed its socket; `ms` later. */
function hearLate(ms: number): void {
  const { prototype } = WebSocket;
  const set = Object.getOwnPropertyDescriptor(prototype, 'onclose')?.set;
  Object.defineProperty(prototype, 'onclose', {
    set(this: WebSocket, heard: (event: CloseEvent) => void) {
      set?.call(this, (event: CloseEvent) => setTimeout(() => heard.call(this, event), ms));
    },
  });
}

test('a team is joined, edits wait while the network is away, and both texts of a conflict are kept', async ({
  window: page,
  app,
  team,
  network,
}) => {
  const [ada, mara] = [await team.member('Ada'), await team.member('Mara')];
  const wire = await network();
  await join(page, wire.origin, { ...mara, password: 'not the password' });
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
  // The app has been told so, too.
  const waiting = async () => (await app.call(listWorkspaces, {})).items.map(({ status }) => status.waiting);
  await expect.poll(waiting).toEqual([0, 0]);

  wire.leave();
  await expect(pill(page)).toHaveText('Offline');
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
  wire.comeBack();
  await page.getByRole('button', { name: 'Reconnect now' }).click();
  await expect(page.getByText('Nothing waits: the team has everything.')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Look at both' }).click();
  await expect(page.getByRole('region', { name: /tent poles/ })).toContainText('short');
  await expect(page.getByRole('region', { name: /tent poles/ })).toContainText('long');
  expect(await flaws(page)).toEqual([]);
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
});

test('a team that is taken away names what was not sent', async ({ window: page, team, network }) => {
  const nils = await team.member('Nils');
  await nils.call(createTask, { body: { title: 'Sweep the hut' } });
  const wire = await network();
  await page.evaluate(hearLate, 1_000);
  await join(page, wire.origin, nils);
  await expect(row(page, 'Sweep the hut')).toBeVisible();
  wire.leave();
  await expect(pill(page)).toHaveText('Offline');
  await write(page, 'Never sent');
  await expect(pill(page)).toHaveText('Offline · 1 waiting');
  await page.getByRole('button', { name: /^Workspaces/ }).click();
  await page.getByRole('menuitem', { name: /members and connection/ }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByText('1 change has not been sent.')).toBeVisible();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save what was not sent…' }).click();
  expect((await saving).suggestedFilename()).toMatch(/unsent\.json$/);
  await page.getByRole('button', { name: 'Discard it and remove' }).click();
  await expect(pill(page)).toHaveText('On this device');
  await expect(page.getByRole('button', { name: /^Workspaces: Personal/ })).toBeVisible();
});

test('a sign-in that has ended: everything can be read, edits wait, and one sign-in in the window sends them all', async ({
  app,
  window: page,
  team,
}) => {
  const sanne = await team.member('Sanne');
  const task = await sanne.call(createTask, { body: { title: 'Dry the tents' } });
  await joined({ app, page }, team.origin, sanne);
  await expect(row(page, 'Dry the tents')).toBeVisible();

  const { items } = await sanne.call(listSessions, {});
  for (const { id, current } of items) if (!current) await sanne.call(endSession, { params: { id } });
  await expect(pill(page)).toHaveText('Sign in needed');
  await retitle(page, 'Dry the tents', 'Dry both tents');
  await write(page, 'Fold the tents');
  await expect(pill(page)).toHaveText('Sign in · 2 waiting');
  await page.reload();
  await expect(row(page, 'Dry both tents')).toBeVisible();

  await pill(page).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Nothing is lost');
  await expect(dialog.getByLabel('E-mail address')).toHaveValue(sanne.email);
  await dialog.getByLabel('Password', { exact: true }).fill('not the password');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('The e-mail address or the password is not right.');
  await dialog.getByLabel('Password', { exact: true }).fill(sanne.password);
  await dialog.getByRole('button', { name: 'Sign in to send 2 changes' }).click();
  await expect(page.getByText('You are signed in again')).toBeVisible();
  await expect(pill(page)).toHaveText('Synced');
  const titles = (await sanne.call(listTasks, {})).items.map(({ title }) => title);
  expect(titles.toSorted()).toEqual(['Dry both tents', 'Fold the tents']);
  expect((await sanne.call(getTask, { params: { id: task.id } })).title).toBe('Dry both tents');
});

test('three teams, one of which swallows everything: the others are shown at once, and it can be worked in', async ({
  app,
  window: page,
  team,
  network,
}) => {
  const wires = await Promise.all([network(), network(), network()]);
  for (const [n, name] of ['Lena', 'Mirko', 'Oda'].entries()) {
    const member = await team.member(name);
    await member.call(createTask, { body: { title: `Of ${name}` } });
    await joined({ app, page }, wires[n]?.origin ?? '', member, `${name}’s huts`);
    await expect(row(page, `Of ${name}`)).toBeVisible();
  }
  // Nothing comes back any more, and nobody says so.
  wires[1]?.turn({ held: ['up', 'down'] });
  await page.keyboard.press('Control+Shift+Digit3');
  await expect(row(page, 'Of Mirko')).toBeVisible();
  await write(page, 'Into the void');
  let longest = 0;
  for (let round = 0; round < 3; round++)
    for (const [digit, title] of [
      [4, 'Of Oda'],
      [2, 'Of Lena'],
      [3, 'Into the void'],
    ] as const) {
      const pressed = performance.now();
      await page.keyboard.press(`Control+Shift+Digit${digit}`);
      await expect(row(page, title)).toBeVisible();
      longest = Math.max(longest, performance.now() - pressed);
    }
  // Less than the shortest wait for an answer that does not come; what it takes is a figure (docs/BENCHMARKS.md).
  expect(longest).toBeLessThan(SILENCE_MS);
  await page.keyboard.press('Control+Shift+Digit4');
  await expect(pill(page)).toHaveText('Synced');
  await write(page, 'Arrives');
  const oda = await team.member('Oda');
  await expect.poll(async () => (await oda.call(listTasks, {})).total).toBe(2);

  wires[1]?.turn();
  await page.keyboard.press('Control+Shift+Digit3');
  await expect(pill(page)).toHaveText('Synced');
  const mirko = await team.member('Mirko');
  expect((await mirko.call(listTasks, {})).total).toBe(2);
});

test.describe('what others do', () => {
  test.use({ expected: SERVER_GONE });

  test('joined in the app: the dot comes for what others do, stays without the team and after a restart, and goes', async ({
    app,
    window: page,
    team,
    network,
  }) => {
    const [ada, iris] = [await team.member('Ada'), await team.member('Iris')];
    const task = await iris.call(createTask, { body: { title: 'Wax the skis' } });
    await expect(activity(page, false)).toBeVisible();
    const wire = await network();
    await joined({ app, page }, wire.origin, iris);
    await expect(row(page, 'Wax the skis')).toBeVisible();
    await retitle(page, 'Wax the skis', 'Wax all skis');
    const versionOf = async () => (await iris.call(getTask, { params: { id: task.id } })).version;
    await expect.poll(versionOf).toBe(2);
    const edit = ({ call }: Member, version: number, title: string) =>
      call(updateTask, { params: { id: task.id }, body: { version, title } });
    await edit(iris, 2, 'Wax them all');
    await expect(row(page, 'Wax them all')).toBeVisible();
    await expect(activity(page, false)).toBeVisible();

    // Nobody looks at the team meanwhile: it is news all the same.
    await page.keyboard.press('Control+Shift+Digit1');
    await expect(pill(page)).toHaveText('On this device');
    await edit(ada, 3, 'Wax the long ones');
    await expect(page.locator('.nav .dot')).toBeHidden();
    await page.keyboard.press('Control+Shift+Digit2');
    await expect(activity(page, true)).toBeVisible();
    await expect(row(page, 'Wax the long ones')).toBeVisible();

    wire.leave();
    await expect(pill(page)).toHaveText('Offline');
    const port = new URL(app.link).port;
    await app.stop();
    await app.run(port);
    await page.reload();
    await expect(activity(page, true)).toBeVisible();
    await activity(page, true).click();
    await expect(page.getByRole('region', { name: 'What happened, newest first' })).toBeVisible();
    await page.getByRole('link', { name: 'Tasks' }).click();
    await expect(row(page, 'Wax the long ones')).toBeVisible();
    await expect(activity(page, false)).toBeVisible();
    await page.reload();
    await expect(row(page, 'Wax the long ones')).toBeVisible();
    await expect(activity(page, false)).toBeVisible();
  });
});
