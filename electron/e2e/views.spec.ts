import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { updateTask, type Task } from '../../server/contract/tasks.ts';
import { flaws } from './axe.ts';
import { smallPicture } from './picture.ts';
import { fillSample } from './sample.ts';
import { expect, test } from './test.ts';

const TICKTICK = path.resolve(import.meta.dirname, '../../server/test/fixtures/transfer/ticktick-export.csv');
const PICTURES = path.resolve(import.meta.dirname, '../../docs/screenshots');

interface View {
  readonly name: string;
  readonly path: (tasks: ReadonlyMap<string, Task>) => string;
  /** Brings the view into the state that is shown. */
  readonly prepare?: (page: Page) => Promise<void>;
  /** Is pictured in the smallest window too. */
  readonly small?: true;
}

const rows = (page: Page): Promise<void> => page.getByRole('row', { name: /Move photo/ }).waitFor();

/** Moves the cursor of the list down. */
async function down(page: Page, times: number): Promise<void> {
  await rows(page);
  await page.getByRole('treegrid').focus();
  for (let time = 0; time < times; time++) await page.keyboard.press('j');
}

const VIEWS: readonly View[] = [
  {
    name: 'list',
    path: () => '/tasks',
    prepare: rows,
    small: true,
  },
  {
    name: 'table',
    path: () => '/tasks?view=table',
    prepare: async (page) => {
      await down(page, 4);
      await page.keyboard.press('ArrowRight');
    },
    small: true,
  },
  {
    name: 'calendar',
    path: () => '/tasks?view=calendar',
    prepare: (page) => page.getByRole('option', { name: /Offline map/ }).waitFor(),
    small: true,
  },
  {
    name: 'peek',
    path: () => '/tasks',
    prepare: async (page) => {
      await down(page, 3);
      await page.keyboard.press('Space');
      await page.getByText('Pinned tiles survive').waitFor();
    },
  },
  {
    name: 'property',
    path: () => '/tasks',
    prepare: async (page) => {
      await down(page, 3);
      await page.keyboard.press('s');
      await page.getByRole('dialog').getByRole('option', { name: 'In review' }).waitFor();
    },
  },
  {
    name: 'due',
    path: () => '/tasks',
    prepare: async (page) => {
      await down(page, 3);
      await page.keyboard.press('d');
      await page.keyboard.type('next fri');
      await page.getByRole('dialog').getByRole('status').getByRole('button').waitFor();
    },
  },
  {
    name: 'filter',
    path: () => '/tasks',
    prepare: async (page) => {
      await rows(page);
      await page.keyboard.press('f');
      await page.getByRole('dialog').getByRole('option', { name: 'Urgent' }).waitFor();
    },
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
    small: true,
  },
  {
    name: 'detail',
    path: (tasks) => `/tasks/${[...tasks].find(([title]) => title.startsWith('Offline map'))?.[1].id}`,
    prepare: (page) => page.getByText('Pinned tiles survive').waitFor(),
    small: true,
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
  {
    name: 'import',
    path: () => '/settings/transfer',
    prepare: async (page) => {
      await page.locator('input[type=file]').setInputFiles(TICKTICK);
      await page.getByRole('button', { name: /^Import \d+ tasks/ }).waitFor();
    },
  },
  { name: 'keys-page', path: () => '/settings/keys' },
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
  { name: 'welcome', path: () => '/welcome', small: true },
  { name: 'nothing-here', path: () => '/nowhere' },
];

/** Renews a picture of docs/SCREENSHOTS.md. */
async function picture(page: Page, name: string): Promise<void> {
  await writeFile(path.join(PICTURES, `${name}.png`), smallPicture(await page.screenshot()));
}

const isPictured = Boolean(process.env['TASKFLOW_PICTURES']);

/** High contrast where time is no matter: npm test has twelve minutes. */
const THEMES = [
  { name: 'light', media: { colorScheme: 'light', contrast: 'no-preference' } },
  { name: 'dark', media: { colorScheme: 'dark', contrast: 'no-preference' } },
  ...(isPictured
    ? [{ name: 'high contrast', media: { colorScheme: 'dark', contrast: 'more' } } as const]
    : []),
] as const;

/** So that both cores have something to do. */
const PARTS = 2;

for (let part = 0; part < PARTS; part++)
  test(`axe finds nothing on any view, light and dark, and the console is silent (${part + 1} of ${PARTS})`, async ({
    app,
    window: page,
  }) => {
    test.setTimeout(300_000);
    const tasks = await fillSample(app.call);
    const moved = tasks.get('Move photo uploads to signed URLs');
    if (moved)
      await app.call(updateTask, {
        params: { id: moved.id },
        body: { version: moved.version, priority: 'urgent' },
      });
    for (const view of VIEWS.filter((_, index) => index % PARTS === part)) {
      await test.step(view.name, async () => {
        await page.goto(app.origin + view.path(tasks));
        await page.locator('main').first().waitFor();
        await view.prepare?.(page);
        await page.evaluate(() => document.fonts.ready);
        for (const { name, media } of THEMES) {
          await page.emulateMedia(media);
          // Motion would blur a picture and cost axe its contrast.
          await page.evaluate(() =>
            Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))),
          );
          if (isPictured && media.contrast !== 'more') await picture(page, `${view.name}-${name}`);
          const found = await flaws(page, { coloursOnly: name !== 'light' });
          expect.soft(found, `${view.name}, ${name}`).toEqual([]);
        }
        if (!view.small || !isPictured) return;
        await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' });
        await page.setViewportSize({ width: 800, height: 560 });
        await picture(page, `${view.name}-small`);
        await page.setViewportSize({ width: 1280, height: 800 });
      });
    }
  });
