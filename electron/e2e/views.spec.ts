import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { updateSettings } from '../../server/contract/app.ts';
import { updateTask, type Task } from '../../server/contract/tasks.ts';
import { fillSample } from './sample.ts';
import { expect, test } from './test.ts';

const PICTURES = path.resolve(import.meta.dirname, '../../docs/screenshots');

interface View {
  readonly name: string;
  readonly path: (tasks: ReadonlyMap<string, Task>) => string;
  /** Brings the view into the state that is shown. */
  readonly prepare?: (page: Page) => Promise<void>;
}

const VIEWS: readonly View[] = [
  {
    name: 'list',
    path: () => '/tasks',
    prepare: (page) => page.getByRole('row', { name: /Move photo/ }).waitFor(),
  },
  {
    name: 'selection',
    path: () => '/tasks',
    prepare: async (page) => {
      await page.getByRole('treegrid').focus();
      for (const key of ['j', 'j', 'j', 'x', 'Shift+ArrowDown', 'Shift+ArrowDown'])
        await page.keyboard.press(key);
      await page.getByText('3 selected').waitFor();
    },
  },
  {
    name: 'board',
    path: () => '/tasks?view=board',
    prepare: (page) =>
      page
        .getByText(/Move photo/)
        .first()
        .waitFor(),
  },
  {
    name: 'detail',
    path: (tasks) => `/tasks/${[...tasks].find(([title]) => title.startsWith('Offline map'))?.[1].id}`,
    prepare: (page) => page.getByText('Pinned tiles survive').waitFor(),
  },
  {
    name: 'quick-add',
    path: () => '/tasks',
    prepare: async (page) => {
      await page.getByRole('row', { name: /Move photo/ }).waitFor();
      await page.keyboard.press('c');
      await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
      await page.keyboard.type('Send the second proof back tomorrow 9am p2 // paper too thin');
      await page.getByText(/09:00/).first().waitFor();
    },
  },
  {
    name: 'palette',
    path: () => '/tasks',
    prepare: async (page) => {
      await page.getByRole('row', { name: /Move photo/ }).waitFor();
      await page.keyboard.press('Control+k');
      await page.keyboard.type('map');
      await page.getByRole('option', { name: /Dark map/ }).waitFor();
    },
  },
  {
    name: 'insights',
    path: () => '/insights',
    prepare: (page) => page.locator('svg').nth(5).waitFor(),
  },
  { name: 'my-work', path: () => '/my-work' },
  { name: 'inbox', path: () => '/inbox' },
  { name: 'activity', path: () => '/activity' },
  { name: 'trash', path: () => '/trash' },
  { name: 'appearance', path: () => '/settings/appearance' },
  { name: 'notifications', path: () => '/settings/notifications' },
  { name: 'profile', path: () => '/settings/profile' },
  { name: 'personal', path: () => '/settings/personal' },
  { name: 'transfer', path: () => '/settings/transfer' },
  { name: 'backups', path: () => '/settings/backups' },
  { name: 'about', path: () => '/settings/about' },
  {
    name: 'keys',
    path: () => '/tasks',
    prepare: async (page) => {
      await page.getByRole('row', { name: /Move photo/ }).waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'welcome', path: () => '/welcome' },
];

const THEMES = ['light', 'dark', 'high-contrast'] as const;

for (const theme of THEMES) {
  test(`axe finds nothing on any view, and the console is silent (${theme})`, async ({
    app,
    window: page,
  }) => {
    test.setTimeout(180_000);
    const tasks = await fillSample(app.call);
    const moved = tasks.get('Move photo uploads to signed URLs');
    if (moved)
      await app.call(updateTask, {
        params: { id: moved.id },
        body: { version: moved.version, priority: 'urgent' },
      });
    await app.call(updateSettings, { body: { theme } });
    for (const view of VIEWS) {
      await test.step(view.name, async () => {
        await page.goto(app.origin + view.path(tasks));
        await page.locator('main').first().waitFor();
        await view.prepare?.(page);
        await page.evaluate(() => document.fonts.ready);
        // Motion would blur a picture and cost axe its contrast.
        await page.evaluate(() =>
          Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))),
        );
        if (theme !== 'high-contrast' && process.env['TASKFLOW_PICTURES'])
          await page.screenshot({ path: path.join(PICTURES, `${view.name}-${theme}.png`) });
        const found = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .analyze();
        expect
          .soft(
            found.violations.map(
              (one) =>
                `${view.name}: ${one.id} at ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`,
            ),
          )
          .toEqual([]);
        if (theme === 'light' && process.env['TASKFLOW_PICTURES']) {
          await page.setViewportSize({ width: 800, height: 560 });
          await page.screenshot({ path: path.join(PICTURES, `${view.name}-small.png`) });
          await page.setViewportSize({ width: 1280, height: 800 });
        }
      });
    }
  });
}
