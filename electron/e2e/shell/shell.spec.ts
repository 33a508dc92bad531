import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test as base, type Page } from '@playwright/test';
import { presentElectron } from '../../../build/electron-binary.mjs';
import { App } from '../app.ts';
import { inElectron, killServer, onChromium, type ShellApp } from './shell-app.ts';

const electron = presentElectron();

interface Fixtures {
  folder: string;
  /** Opens the app on the test's folder, by a link if there is one; all are ended with the test. */
  open: (real: boolean, link?: string) => Promise<ShellApp>;
}

const test = base.extend<Fixtures>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'taskflow-shell-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  open: async ({ folder, browser }, use) => {
    const apps: ShellApp[] = [];
    await use(async (real, link) => {
      const profile = path.join(folder, 'profile');
      const data = path.join(folder, 'data');
      const app =
        real && 'file' in electron
          ? await inElectron(data, electron.file, profile, link)
          : await onChromium(data, browser, link);
      apps.push(app);
      return app;
    });
    for (const app of apps) await app.remove();
  },
});

const row = (page: Page, title: string) => page.getByRole('row', { name: new RegExp(title) });

async function addTask(page: Page, title: string): Promise<void> {
  await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
  await page.keyboard.type(title);
  await page.keyboard.press('Enter');
  await expect(row(page, title)).toBeVisible();
}

for (const real of [false, true]) {
  test.describe(real ? 'Electron’s binary' : 'the shell on Chromium', () => {
    test.skip(real && 'reason' in electron, 'reason' in electron ? electron.reason : '');

    test('first run, a task, its export, a killed server on the same port, the last word before quitting', async ({
      folder,
      open,
    }) => {
      const app = await open(real);
      const { page } = app;
      await page.getByRole('button', { name: /Work offline/ }).click();
      await app.press('New task');
      await addTask(page, 'Written in the window');

      // The key is the shell's alone, and so is everything else of Electron.
      // What quick add has not been told yet may still wait there (renderer/api/unsent.ts).
      const stored = await page.evaluate(() => Object.keys(localStorage));
      expect(stored.filter((name) => !name.startsWith('taskflow.unsent.'))).toEqual([]);
      expect(
        await page.evaluate(() => ['require', 'process', 'module'].filter((name) => name in globalThis)),
      ).toEqual([]);
      const plain = await fetch(new URL('/app/v1/settings', page.url()));
      expect(plain.status).toBe(401);

      const exported = path.join(folder, 'export.json');
      await app.saveTo(exported);
      await app.press('Settings');
      await page.getByRole('link', { name: 'Import and export' }).click();
      await page.getByRole('button', { name: /^Export: .*JSON/ }).click();
      await expect(page.getByText(/Exported|saved/i).first()).toBeVisible();
      expect(await readFile(exported, 'utf8')).toContain('Written in the window');

      // A mark in the page shows that it was not loaded again.
      await page.goto(new URL('/tasks', page.url()).href);
      await expect(row(page, 'Written in the window')).toBeVisible();
      await page.evaluate(() => Object.assign(globalThis, { mark: true }));
      const { origin } = new URL(page.url());
      await killServer(path.join(folder, 'data'));
      await expect(page.getByText('Not connected').first()).toBeVisible();
      await expect(page.getByText('On this device').first()).toBeVisible();
      await page.keyboard.press('c');
      await addTask(page, 'After the crash');
      expect(await page.evaluate(() => 'mark' in globalThis)).toBe(true);
      expect(new URL(page.url()).origin).toBe(origin);

      // Typed and quit in one breath: the draft is there after the next start, which finds the folder free.
      await page.keyboard.press('c');
      await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
      await page.keyboard.insertText('The last word before quitting');
      await app.quit();
      expect(existsSync(path.join(folder, 'data', 'lock'))).toBe(false);
      const again = await open(real);
      await expect(row(again.page, 'After the crash')).toBeVisible();
      await again.page.keyboard.press('c');
      await expect(again.page.getByRole('dialog').getByRole('textbox')).toHaveValue(
        'The last word before quitting',
      );
    });

    test('the link of a task leads to it while the app runs, and starts it on another port; others lead nowhere', async ({
      open,
    }) => {
      const app = await open(real);
      const { page } = app;
      await page.getByRole('button', { name: /Work offline/ }).click();
      for (const title of ['Repair the roof', 'Order the stove']) {
        await page.keyboard.press('c');
        await addTask(page, title);
      }
      const title = page.getByRole('textbox', { name: 'Title' });
      await row(page, 'Repair the roof').click();
      await page.getByRole('button', { name: 'Copy link' }).click();
      await expect(page.getByText('Link copied.')).toBeVisible();
      const link = await app.copied();
      expect(link).toMatch(/^taskflow:\/\/task\/personal\/[0-9a-f-]{36}$/);

      await page.goBack();
      await row(page, 'Order the stove').click();
      await expect(title).toHaveValue('Order the stove');
      await app.openLink(link);
      await expect(title).toHaveValue('Repair the roof');

      // Anyone may have made these: they lead nowhere, or to what the window says of what is not there.
      const { port } = new URL(page.url());
      const [personal, taskId = ''] = [
        link.replace(/[^/]+$/, ''),
        new URL(page.url()).pathname.split('/')[2],
      ];
      for (const bad of [`${link}/delete`, `${personal}../settings`, 'taskflow://inbox'])
        await app.openLink(bad);
      await app.openLink(`taskflow://task/${crypto.randomUUID()}/${taskId}`);
      await expect(page.getByText('There is no such workspace here')).toBeVisible();
      await expect(title).toHaveValue('Repair the roof');
      await app.openLink(personal + crypto.randomUUID());
      await expect(page.getByText('There is no such task.')).toBeVisible();

      await app.quit();
      const thief = createServer().listen(Number(port), '127.0.0.1');
      await once(thief, 'listening');
      try {
        const again = await open(real, link);
        await expect(again.page.getByRole('textbox', { name: 'Title' })).toHaveValue('Repair the roof');
        expect(new URL(again.page.url()).port).not.toBe(port);
      } finally {
        thief.close();
      }
    });

    test('a folder held by another TaskFlow: the window says so, and opens once that one is closed', async ({
      folder,
      open,
    }) => {
      const first = await App.start(path.join(folder, 'data'));
      try {
        const { page } = await open(real);
        await expect(page.getByRole('alert')).toContainText(
          /Another TaskFlow \(process \d+ on .*\) has .* open/,
        );
        await expect(page.getByRole('alert')).toContainText('Use that window, or close it first.');
        await first.stop();
        await page.getByRole('link', { name: 'Try again' }).click();
        await expect(page.getByRole('button', { name: /Work offline/ })).toBeVisible();
      } finally {
        await first.stop('SIGKILL');
      }
    });

    test('a folder that cannot be opened: the window says why, and tries again when it is asked to', async ({
      folder,
      open,
    }) => {
      await writeFile(path.join(folder, 'data'), 'mine');
      const { page } = await open(real);
      await expect(page.getByRole('alert')).toContainText('is not a folder.');
      await expect(page.getByRole('alert')).toContainText('move the file of that name away');
      await rename(path.join(folder, 'data'), path.join(folder, 'mine'));
      await page.getByRole('link', { name: 'Try again' }).click();
      await expect(page.getByRole('button', { name: /Work offline/ })).toBeVisible();
      expect(await readFile(path.join(folder, 'mine'), 'utf8')).toBe('mine');
    });

    test('a port that was taken after a crash: the window goes on from another one', async ({
      folder,
      open,
    }) => {
      const { page } = await open(real);
      await page.getByRole('button', { name: /Work offline/ }).click();
      await page.keyboard.press('c');
      await addTask(page, 'On another port');
      // Until the server has it, it waits in the browser under the old port, where the new one does not see it.
      await expect.poll(() => page.evaluate(() => Object.keys(localStorage))).toEqual([]);
      const { origin, port } = new URL(page.url());
      await killServer(path.join(folder, 'data'));
      const thief = createServer((socket) => socket.destroy());
      await expect(async () => {
        await new Promise<void>((resolve, reject) => {
          thief.once('error', reject).listen(Number(port), '127.0.0.1', resolve);
        });
      }).toPass({ intervals: [10] });
      try {
        await page.waitForURL((url) => url.protocol === 'http:' && url.origin !== origin);
        await expect(row(page, 'On another port')).toBeVisible();
      } finally {
        thief.close();
      }
    });
  });
}
