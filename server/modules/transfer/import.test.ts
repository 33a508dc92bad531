import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listEvents } from '../../contract/events.ts';
import { deleteTask, getTask, listTasks, purgeTask, updateTask, type Task } from '../../contract/tasks.ts';
import { importTasks, type ImportAnswer } from '../../contract/transfer.ts';
import type { Input } from '../../contract/route.ts';
import { TestServer } from '../../test/test-server.ts';

const fixture = (name: string): string =>
  readFileSync(path.resolve(import.meta.dirname, '../../test/fixtures/transfer', name), 'utf8');
const ticktick = fixture('ticktick-export.csv');

type Body = Input<typeof importTasks>['body'];
let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start();
});
afterEach(() => server.remove());

const bring = (format: Body['format'], content: string, more: Partial<Body> = {}): Promise<ImportAnswer> =>
  server.call(importTasks, { body: { format, content, ...more } });
const all = async (deleted = false): Promise<Task[]> =>
  (
    await server.call(listTasks, {
      query: { limit: 100, sort: 'title', order: 'asc', deleted },
    })
  ).items;
const exported = async (format: 'json' | 'csv', from = server): Promise<string> =>
  (await from.request('GET', `/api/v1/export?format=${format}`)).text;
const backups = async (): Promise<number> =>
  ((await server.request('GET', '/app/v1/backups')).json['items'] as { reason: string }[]).filter(
    (one) => one.reason === 'import',
  ).length;
const counts = ({ created, updated, skipped }: ImportAnswer) => [created, updated, skipped];

test('a preview answers the same and writes nothing; the import makes a copy first and an event for each', async () => {
  const preview = await bring('ticktick', ticktick, { preview: true });
  expect(counts(preview)).toEqual([11, 0, 0]);
  expect([await all(), await backups()]).toEqual([[], 0]);
  expect(await bring('ticktick', ticktick)).toEqual(preview);
  expect(await all()).toHaveLength(11);
  expect(await backups()).toBe(1);
  const { items } = await server.call(listEvents, { query: { limit: 100 } });
  expect(items.filter((event) => event.type === 'task.imported')).toHaveLength(11);
});

test.each([
  ['ticktick', ticktick, 11],
  ['todoist', fixture('todoist-new.csv'), 6],
  ['todoist', fixture('todoist-old.csv'), 4],
  ['trello', fixture('trello-board.json'), 7],
  ['csv', fixture('german.csv'), 3],
  ['csv', 'title\nsame\nsame\nsame\n', 3],
] as const)('%s: the same file twice creates nothing twice', async (format, content, count) => {
  expect(counts(await bring(format, content))).toEqual([count, 0, 0]);
  const before = [...(await all()), ...(await all(true))];
  expect(counts(await bring(format, content))).toEqual([0, 0, count]);
  expect([...(await all()), ...(await all(true))]).toEqual(before);
});

test('a later export with its rows numbered anew changes nothing; a changed row of an untouched task does', async () => {
  await bring('ticktick', ticktick);
  const renumbered = ticktick.replace(/"list","(\d+)"/g, (_, id: string) => `"list","${Number(id) + 50}"`);
  expect(counts(await bring('ticktick', renumbered))).toEqual([0, 0, 11]);
  const edited = ticktick.replace('"Weekly grocery shopping"', '"Milk, eggs"');
  expect(counts(await bring('ticktick', edited))).toEqual([0, 1, 10]);
  const task = (await all()).find((one) => one.title === 'Buy groceries');
  expect(task).toMatchObject({
    description: 'Milk, eggs',
    version: 2,
    createdAt: '2018-12-29T21:48:09.000Z',
  });
});

test('a task that somebody edited since is skipped, and so is one in the trash', async () => {
  await bring('csv', 'title,notes\na,1\nb,1\nc,1\n');
  const [a, b] = await all();
  await server.call(updateTask, { params: { id: a?.id ?? '' }, body: { version: 1, priority: 'high' } });
  await server.call(deleteTask, { params: { id: b?.id ?? '' } });
  expect(counts(await bring('csv', 'title,notes\na,2\nb,2\nc,2\n'))).toEqual([0, 1, 2]);
  expect((await all()).map((task) => [task.title, task.description])).toEqual([
    ['a', '1'],
    ['c', '2'],
  ]);
});

test('a task that was deleted for good comes back with its file', async () => {
  await bring('csv', 'title\na\nb\n');
  const [a] = await all();
  await server.call(deleteTask, { params: { id: a?.id ?? '' } });
  await server.call(purgeTask, { params: { id: a?.id ?? '' } });
  expect(counts(await bring('csv', 'title\na\nb\n'))).toEqual([1, 0, 1]);
  expect((await all()).map(({ id, title }) => [id, title])).toContainEqual([a?.id, 'a']);
});

test('another mapping of the same file moves what was not touched', async () => {
  const content = 'title,where\na,soon\n';
  await bring('csv', content, { mapping: { columns: { status: 'where' } } });
  const mapping = { columns: { status: 'where' }, statuses: { soon: 'in_review' as const } };
  expect(counts(await bring('csv', content, { mapping }))).toEqual([0, 1, 0]);
  expect((await all())[0]).toMatchObject({ status: 'in_review', version: 2 });
});

test.each([
  ['csv', 'title,notes\na,b\n"c,d\n', 3],
  ['csv', `title,notes\na,b\nlong,${'x'.repeat(70_000)}\n`, 3],
  ['ticktick', ticktick.slice(0, -6), 18],
  ['trello', fixture('trello-board.json').slice(0, 1500), undefined],
  ['taskflow', '{"format":"taskflow",\n"version":1,"tasks":[\n{"id":1}]}', 3],
  ['taskflow', '{"format":"taskflow","version":2,"tasks":[]}', undefined],
] as const)('a broken %s file says where, and imports nothing: %#', async (format, content, line) => {
  const answer = await server.request('POST', '/api/v1/import', { format, content });
  expect([answer.status, answer.json['error'] ?? answer.json['code']]).toEqual([400, 'IMPORT_INVALID']);
  if (line) expect(answer.json['details']).toMatchObject({ line });
  expect([await all(), await backups()]).toEqual([[], 0]);
});

test('a TaskFlow file that is not whole says which record, which field of it, and what it should be', async () => {
  await bring('csv', 'title\nwhole\n');
  const file = JSON.parse(await exported('json')) as Record<'tasks' | 'events', Record<string, unknown>[]>;
  const [task, event] = [file.tasks[0], file.events[0]];
  const cases: [Record<string, unknown>, string, string, string][] = [
    [
      { tasks: [{ ...task, title: 7 }] },
      'title',
      'TEXT_WANTED',
      'task number 1 is not whole: “title” must be text.',
    ],
    [
      { tasks: [task, 'x'] },
      '',
      'OBJECT_WANTED',
      'task number 2 is not whole: “{}” must be a set of named fields.',
    ],
    [
      { tasks: [{ ...task, source: { ...(task?.['source'] as object), tags: 'a' } }] },
      'source.tags',
      'LIST_WANTED',
      'task number 1 is not whole: “source.tags” must be a list.',
    ],
    [
      { events: [{ ...event, at: 'soon' }] },
      'at',
      'NOT_TIME',
      'event number 1 is not whole: “at” must be a time like',
    ],
  ];
  for (const [change, path, code, says] of cases) {
    const content = JSON.stringify({ ...file, ...change });
    const { json } = await server.request('POST', '/api/v1/import', { format: 'taskflow', content });
    expect(json['message']).toContain(says);
    expect(json['details']).toMatchObject({ issue: { path, code } });
  }
});

test('a time without a zone of its own is that of the window', async () => {
  const content = 'title,due,created\na,2026-07-01 09:00,2026-01-02 09:00\n';
  await bring('csv', content, { tz: 'Europe/Berlin' });
  expect((await all())[0]).toMatchObject({
    dueDate: '2026-07-01T07:00:00.000Z',
    createdAt: '2026-01-02T08:00:00.000Z',
  });
});

test('a title that is too long is cut and stands whole in the description', async () => {
  const title = 'wörd '.repeat(80).trim();
  const { warnings } = await bring('csv', `title,notes\n${title},more\n`);
  const [task] = await all();
  expect(task?.title).toHaveLength(255);
  expect(task?.description).toBe(`${title}\n\nmore`);
  expect(warnings).toContainEqual(expect.objectContaining({ line: 2, field: 'title' }));
});

test('what has no place yet waits in source, its raw record up to 16 KB', async () => {
  await bring('csv', `title,list,tags,other\na,Home,"x, y",${'ü'.repeat(20_000)}\n`);
  const [task] = await all();
  expect(task?.source).toMatchObject({ format: 'csv', list: 'Home', tags: ['x', 'y'] });
  expect(task?.source).not.toHaveProperty('raw');
  const whole = await server.call(getTask, { params: { id: task?.id ?? '' } });
  const bytes = Buffer.byteLength(whole.source?.raw ?? '');
  expect(bytes > 16_000 && bytes <= 16_384).toBe(true);
});

test('only a TaskFlow file may replace', async () => {
  const answer = await server.request('POST', '/api/v1/import', {
    format: 'csv',
    content: 'title\na\n',
    mode: 'replace',
  });
  expect([answer.status, answer.json['error'] ?? answer.json['code']]).toEqual([403, 'REPLACE_NOT_ALLOWED']);
});

test('damaged and made-up files are refused or read, never an error of ours', async () => {
  const files = [
    ['ticktick', ticktick],
    ['todoist', fixture('todoist-new.csv')],
    ['csv', fixture('german.csv')],
    ['trello', fixture('trello-board.json')],
    ['taskflow', await exported('json')],
  ] as const;
  const junk = fc.string({
    unit: fc.constantFrom('"', ',', ';', '\n', '\r', '\0', '\uD800', '{', '}', '9', '-', '=', 'é'),
  });
  const damage = fc.tuple(fc.constantFrom(...files), fc.nat(6000), fc.nat(300), junk);
  await fc.assert(
    fc.asyncProperty(damage, async ([[format, text], at, gone, put]) => {
      const start = at % text.length;
      const content = text.slice(0, start) + put + text.slice(start + gone);
      const { status, json } = await server.request('POST', '/api/v1/import', {
        format,
        content,
        preview: true,
      });
      expect(status === 200 || (status === 400 && (json['error'] ?? json['code']) === 'IMPORT_INVALID')).toBe(
        true,
      );
    }),
    { numRuns: 300 },
  );
  expect([server.failures, await all()]).toEqual([[], []]);
}, 60_000);
