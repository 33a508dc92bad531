import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseGenericCsv } from './csv.ts';

const german = readFileSync(
  path.resolve(import.meta.dirname, '../../../test/fixtures/transfer/german.csv'),
  'utf8',
);
const parse = (content: string, mapping: Parameters<typeof parseGenericCsv>[1] = {}) =>
  parseGenericCsv(content, mapping, 'Europe/Berlin');

test('German headers, semicolons, dates and words', async () => {
  const { drafts, columns, statuses, warnings } = await parse(german);
  expect(columns).toEqual({
    title: 'Aufgabe',
    description: 'Beschreibung',
    status: 'Zustand',
    priority: 'Priorität',
    dueDate: 'Fällig am',
    list: 'Liste',
    tags: 'Schlagwörter',
  });
  expect(drafts).toMatchObject([
    {
      line: 2,
      title: 'Reifen wechseln, vorn',
      description: 'Winter;\nSommer',
      status: 'done',
      priority: 'high',
      dueDate: '2026-12-24T00:00:00.000Z',
      dueAllDay: true,
      list: 'Auto',
      tags: ['rot', 'grün'],
    },
    { line: 4, title: 'Öl', status: 'in_progress', priority: 'low', dueDate: '2026-02-01T13:30:00.000Z' },
    { line: 5, title: 'Bremsen', priority: 'medium', dueDate: null },
  ]);
  expect(statuses).toContain('Wartet auf Teile');
  expect(warnings).toContainEqual(expect.objectContaining({ line: 5, field: 'dueDate' }));
});

test('English headers in the American order of dates', async () => {
  const { drafts } = await parse(
    'Task Name,Due Date,Notes,Completed\nA,3/4/2026,x,TRUE\nB,12/24/2026 5:30 pm,,FALSE\n',
  );
  expect(drafts).toMatchObject([
    { title: 'A', dueDate: '2026-03-04T00:00:00.000Z', description: 'x', status: 'done' },
    { title: 'B', dueDate: '2026-12-24T16:30:00.000Z', status: 'todo' },
  ]);
});

test('dates that nothing decides are read as the mapping says, and are named', async () => {
  const text = 'Task,Due\nA,3/4/2026\nB,5/6/2026\n';
  const days = async (mapping: Parameters<typeof parse>[1], file = text) => {
    const { drafts, slashes } = await parse(file, mapping);
    return [drafts.map(({ dueDate }) => dueDate?.slice(5, 10)), slashes];
  };
  expect(await days({})).toEqual([['04-03', '06-05'], { text: '3/4/2026', order: 'day-first' }]);
  expect(await days({ slashes: 'month-first' })).toEqual([
    ['03-04', '05-06'],
    { text: '3/4/2026', order: 'month-first' },
  ]);
  // The file knows better.
  expect(await days({ slashes: 'month-first' }, `${text}C,24/12/2026\n`)).toEqual([
    ['04-03', '06-05', '12-24'],
    undefined,
  ]);
});

test('words for a priority are offered, and mean what a mapping says', async () => {
  const text = 'Task,Priority\nA,Today!\nB,high\n';
  expect((await parse(text)).priorities).toEqual(['Today!']);
  const { drafts, warnings } = await parse(text, { priorities: { 'Today!': 'urgent' as const } });
  expect(drafts.map(({ priority }) => priority)).toEqual(['urgent', 'high']);
  expect(warnings).toEqual([]);
});

test('columns without a name have a number, and the same name twice is offered once', async () => {
  expect((await parse('Task,,Note,Note\nA,b,c,d\n')).headers).toEqual(['Task', '#2', 'Note']);
});

test('a mapping overrides the guess; a column that is not there is named', async () => {
  const text = 'Title,What,How\na,b,soon\n';
  const mapping = { columns: { title: 'What', status: 'How' }, statuses: { soon: 'in_progress' as const } };
  expect((await parse(text, mapping)).drafts[0]).toMatchObject({ title: 'b', status: 'in_progress' });
  await expect(parse(text, { columns: { title: 'Who' } })).rejects.toMatchObject({ code: 'IMPORT_INVALID' });
});

test('words of a file that are names of our language’s own find nothing', async () => {
  const { drafts } = await parse('title,status,priority\na,constructor,__proto__\n', {
    statuses: { x: 'done' },
  });
  expect(drafts[0]).toMatchObject({ status: 'todo', priority: 'medium' });
});
