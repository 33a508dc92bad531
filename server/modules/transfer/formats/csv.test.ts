import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseGenericCsv } from './csv.ts';

const german = readFileSync(
  path.resolve(import.meta.dirname, '../../../test/fixtures/transfer/german.csv'),
  'utf8',
);
const parse = (content: string, mapping = {}) => parseGenericCsv(content, mapping, 'Europe/Berlin');

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
