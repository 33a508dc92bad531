import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseTickTick } from './ticktick.ts';

const fixture = (name: string): string =>
  readFileSync(path.resolve(import.meta.dirname, '../../../test/fixtures/transfer', name), 'utf8');
const real = fixture('ticktick-export.csv');
const parse = (content: string) => parseTickTick(content, 'Europe/Berlin');

test('a real export arrives complete', async () => {
  const { drafts, warnings } = await parse(real);
  expect(
    drafts.map((draft) => [draft.title, draft.status, draft.dueDate?.slice(0, 10) ?? null, draft.list]),
  ).toEqual([
    ['Task with repeating schedule', 'todo', null, 'Work / Project Alpha'],
    ['Task with reminder and dates', 'todo', '2018-12-12', 'Work / Project Alpha'],
    ['Subtask example', 'todo', null, 'Work / Project Alpha'],
    ['Another subtask', 'todo', null, 'Work / Project Alpha'],
    ['Buy groceries', 'todo', null, 'Personal / Shopping'],
    ['Buy household items', 'todo', null, 'Personal / Shopping'],
    ['Long task description example', 'done', null, 'Inbox'],
    ['Completed task example', 'done', null, 'Inbox'],
    ['Task with due date', 'todo', '2023-03-29', 'Inbox'],
    ['Welcome task', 'todo', '2023-06-14', 'Inbox'],
    ['Checklist example', 'todo', null, 'Inbox'],
  ]);
  expect(drafts.map((draft) => draft.line)).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]);
  expect(drafts.every((draft) => draft.description && draft.createdAt)).toBe(true);
  expect(drafts.filter((draft) => draft.dueDate).every((draft) => draft.dueAllDay)).toBe(true);
  expect(drafts[0]).toMatchObject({
    tags: ['urgent', 'work'],
    priority: 'medium',
    createdAt: '2022-10-09T15:09:48.000Z',
  });
  expect(drafts[6]?.completedAt).toBe('2025-11-25T10:39:31.000Z');
  expect([drafts[1]?.completedAt, drafts[2]?.parentId]).toEqual([null, '2']);
  expect(warnings.map((warning) => warning.field)).toEqual(
    expect.arrayContaining(['Tags', 'List Name', 'parentId', 'Completed Time']),
  );
});

test.each([
  ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
  ['lone CR', (text: string) => text.replaceAll('\n', '\r')],
  ['no byte order mark', (text: string) => text.slice(1)],
  ['no lines before the header', (text: string) => text.split('\n').slice(6).join('\n')],
])('it is the same with %s', async (_, change) => {
  const [before, after] = await Promise.all([parse(real), parse(change(real))]);
  const without = (drafts: typeof before.drafts) => drafts.map(({ line: _line, ...draft }) => draft);
  expect(without(after.drafts)).toEqual(without(before.drafts));
});

test('semicolons in place of commas, and columns in another order', async () => {
  const text = '"Title";"List Name";"Status";"New Column"\n"a, b";"Inbox";"2";"x"\n';
  expect((await parse(text)).drafts[0]).toMatchObject({
    title: 'a, b',
    list: 'Inbox',
    status: 'done',
    line: 2,
  });
  expect((await parse(text)).drafts[0]?.raw).toContain('"New Column":"x"');
});

test('an older version: no kind, no ids; reminders, checklists, times', async () => {
  const { drafts, warnings } = await parse(fixture('ticktick-5.csv'));
  expect(drafts).toMatchObject([
    {
      line: 8,
      title: 'Defrost',
      priority: 'high',
      dueDate: '2021-02-15T00:00:00.000Z',
      dueAllDay: true,
      remindAt: '2021-02-15T08:00:00.000Z',
    },
    {
      line: 9,
      title: 'Call "Bob"',
      description: 'line one\nline two',
      priority: 'low',
      status: 'done',
      dueDate: '2021-02-15T09:30:00.000Z',
      remindAt: '2021-02-15T09:00:00.000Z',
      completedAt: '2021-01-03T08:00:00.000Z',
    },
    { line: 11, status: 'done', priority: 'medium', description: '- [ ] Apples\n- [x] Pears' },
  ]);
  expect(warnings.map((warning) => warning.field)).toEqual(
    expect.arrayContaining(['Repeat', 'Start Date', 'Column Name', 'List Name']),
  );
});

test.each(['constructor', '__proto__', '7', 'Normal'])(
  'a status “%s” is open, with a warning',
  async (status) => {
    const { drafts, warnings } = await parse(
      `"List Name","Title","Status","Priority"\n"a","b","${status}","${status}"`,
    );
    expect(drafts[0]).toMatchObject({ status: 'todo', priority: 'medium' });
    expect(warnings).toContainEqual(expect.objectContaining({ line: 2, field: 'Status' }));
  },
);

test('what is no backup is refused', async () => {
  await expect(parse('a,b\n1,2\n')).rejects.toMatchObject({ code: 'IMPORT_INVALID' });
});
