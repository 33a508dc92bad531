import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { updateSettings } from '../../server/contract/app.ts';
import type { TaskRecord } from '../../server/contract/tasks.ts';
import { exportTasks } from '../../server/contract/transfer.ts';
import { App } from './app.ts';
import { SERVER_GONE, enter, expect, test } from './test.ts';

test.use({ expected: SERVER_GONE });

const FILES = path.resolve(import.meta.dirname, '../../server/test/fixtures/transfer');
const TICKTICK = path.join(FILES, 'ticktick-export.csv');
const row = (page: Page, title: string) => page.getByRole('row', { name: new RegExp(title) });

/** Everything that the app hands out, as its JSON export. */
async function exported(app: App): Promise<{ text: string; tasks: readonly TaskRecord[] }> {
  const text = String(await app.call(exportTasks, { query: { format: 'json' } }));
  return { text, tasks: (JSON.parse(text) as { tasks: TaskRecord[] }).tasks };
}

/** Brings a file in as a person does, and waits until the window says how many tasks came. */
async function bring(app: App, page: Page, file: string, count: number): Promise<void> {
  await page.goto(`${app.origin}/settings/transfer`);
  await page.locator('input[type=file]').setInputFiles(file);
  await expect(page.getByRole('heading', { name: `${count} new tasks` })).toBeVisible();
  await page.getByRole('button', { name: `Import ${count} tasks` }).click();
  await expect(page.getByText(new RegExp(`Imported: ${count} new tasks`))).toBeVisible();
}

/** The export as it stands in the file, read by nothing of ours: rows by title, columns by header. */
async function ticktickRows(): Promise<Record<string, Record<string, string>>> {
  const lines = (await readFile(TICKTICK, 'utf8')).split(/\r?\n/);
  const from = lines.findIndex((line) => line.startsWith('"Folder Name"'));
  const cells = (line: string): string[] =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) =>
      cell.replace(/^"|"$/g, '').replaceAll('""', '"'),
    );
  const headers = cells(lines[from] ?? '');
  return Object.fromEntries(
    lines
      .slice(from + 1)
      .filter((line) => line !== '')
      .map((line) => Object.fromEntries(cells(line).map((cell, index) => [headers[index] ?? '', cell])))
      .map((one) => [one['Title'] ?? '', one]),
  );
}

/** The day that an instant is in Berlin, as TickTick shows it, at midnight UTC as a whole day is kept. */
const dayInBerlin = (at: string): string =>
  `${new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date(at.replace('+0000', 'Z')))}T00:00:00.000Z`;
const instant = (at: string): string => new Date(at.replace('+0000', 'Z')).toISOString();

test('the TickTick export: imported, worked on, killed, restarted, exported without loss', async ({
  app,
  window: page,
}) => {
  const rows = await ticktickRows();
  expect(Object.keys(rows)).toHaveLength(11);
  await page.goto(`${app.origin}/settings/transfer`);
  await page.locator('input[type=file]').setInputFiles(TICKTICK);
  // What has no place in the model is named before anything is written.
  await expect(page.getByText(/repeat/i).first()).toBeVisible();
  await bring(app, page, TICKTICK, 11);

  // The work: a new task, one done, one renamed, one deleted; the window shows each.
  await page.getByRole('button', { name: 'Show the tasks' }).click();
  await expect(row(page, 'Buy groceries')).toBeVisible();
  await page.keyboard.press('c');
  await page.getByRole('dialog').getByRole('textbox').fill('Written after the import p1');
  await page.keyboard.press('Enter');
  await expect(row(page, 'Written after the import')).toBeVisible();
  await row(page, 'Buy groceries').getByRole('checkbox').click();
  await expect(row(page, 'Buy groceries')).toBeHidden();
  const title = page.getByRole('heading', { level: 1 }).getByRole('textbox');
  await row(page, 'Welcome task').click();
  await expect(title).toHaveValue('Welcome task');
  await page.keyboard.press('F2');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Renamed in the window');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Back to the list' }).click();
  await expect(row(page, 'Renamed in the window')).toBeVisible();
  await row(page, 'Another subtask').click();
  await expect(title).toHaveValue('Another subtask');
  await page.keyboard.press('Control+Delete');
  await expect(row(page, 'Another subtask')).toBeHidden();
  await expect
    .poll(async () => {
      const { tasks } = await exported(app);
      return tasks.filter(({ version, title }) => version > 1 || title.startsWith('Written')).length;
    })
    .toBe(4);

  const before = await exported(app);
  await app.stop('SIGKILL');
  await app.run();
  const after = await exported(app);
  expect(after.tasks).toEqual(before.tasks);

  // Every task of the file, with its note, its dates and its state, but for what was changed above.
  const byTitle = new Map(after.tasks.map((task) => [task.title, task]));
  expect(byTitle.size).toBe(12);
  expect(byTitle.get('Written after the import')).toMatchObject({ priority: 'urgent', status: 'todo' });
  for (const [title, file] of Object.entries(rows)) {
    const isDone = file['Status'] === '2' || title === 'Buy groceries';
    const task = byTitle.get(title === 'Welcome task' ? 'Renamed in the window' : title);
    expect(task, title).toMatchObject({
      description: file['Content'],
      status: isDone ? 'done' : 'todo',
      priority: 'medium',
      dueDate: file['Due Date'] ? dayInBerlin(file['Due Date']) : null,
      dueAllDay: file['Due Date'] !== '',
      createdAt: instant(file['Created Time'] ?? ''),
      deletedAt: title === 'Another subtask' ? expect.any(String) : null,
      source: { format: 'ticktick' },
    });
    if (file['Status'] === '2') expect(task?.completedAt).toBe(instant(file['Completed Time'] ?? ''));
    else if (!isDone) expect(task?.completedAt, title).toBeNull();
    expect(task?.source?.list).toBe([file['Folder Name'], file['List Name']].filter(Boolean).join(' / '));
    expect(task?.source?.tags ?? []).toEqual((file['Tags'] ?? '').split(', ').filter(Boolean));
    // Whatever has no place yet waits in the raw record.
    expect(task?.source?.raw, title).toContain(file['Order']);
  }

  // The same file again makes nothing twice.
  await enter(app, page);
  await page.goto(`${app.origin}/settings/transfer`);
  await page.locator('input[type=file]').setInputFiles(TICKTICK);
  await expect(page.getByRole('heading', { name: /already here/ })).toBeVisible();
});

for (const [file, titles, trashed] of [
  ['german.csv', ['Bremsen', 'Reifen wechseln, vorn', 'Öl'], 0],
  [
    'todoist-new.csv',
    ['Dig a trench', 'Fenster putzen', 'Plant the hedge', 'Steuer', 'Water it', 'Zahnarzt'],
    0,
  ],
  ['trello-board.json', ['42', 'Animals', 'Archived', 'In an old list', 'Lease', 'Pack books', 'Van'], 2],
] as const)
  test(`${file}: imported, killed, exported, and that export is the same workspace in another folder`, async ({
    app,
    window: page,
  }) => {
    await bring(app, page, path.join(FILES, file), titles.length);
    await app.stop('SIGKILL');
    await app.run();
    const first = await exported(app);
    expect(first.tasks.map(({ title }) => title).sort()).toEqual([...titles]);
    expect(first.tasks.filter(({ deletedAt }) => deletedAt !== null)).toHaveLength(trashed);

    const other = await App.start();
    try {
      await other.call(updateSettings, { body: { welcomed: true } });
      const kept = path.join(other.folder, 'export.json');
      await writeFile(kept, first.text);
      await enter(other, page);
      await bring(other, page, kept, titles.length);
      expect((await exported(other)).tasks).toEqual(first.tasks);
    } finally {
      await other.remove();
    }
  });
