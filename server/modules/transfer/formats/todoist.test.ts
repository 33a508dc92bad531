import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseTodoist, readWords } from './todoist.ts';

const fixture = (name: string): string =>
  readFileSync(path.resolve(import.meta.dirname, '../../../test/fixtures/transfer', name), 'utf8');
const now = Date.parse('2026-03-10T12:00:00Z');
const parse = (content: string) => parseTodoist(content, 'Europe/Berlin', now);

test('today’s headers: sections, notes, indent, labels, dates and words', async () => {
  const { drafts, warnings } = await parse(fixture('todoist-new.csv'));
  expect(drafts).toMatchObject([
    {
      line: 5,
      title: 'Plant the hedge',
      description: 'Yew, not box.\nTwo rows.\n\nAsk Grace\nfor a spade',
      priority: 'urgent',
      dueDate: '2026-03-12T00:00:00.000Z',
      dueAllDay: true,
      tags: ['outside', 'spring'],
      list: 'Garden',
      parentId: null,
    },
    { line: 9, title: 'Dig a trench', priority: 'high', dueDate: '2026-03-11T08:00:00.000Z', parentId: '5' },
    { line: 10, title: 'Water it', priority: 'medium', dueDate: null, parentId: '5' },
    { title: 'Steuer', priority: 'low', dueDate: '2026-03-11T08:00:00.000Z', list: 'Haus', parentId: null },
    { title: 'Zahnarzt', dueDate: '2026-12-24T00:00:00.000Z', dueAllDay: true },
    { title: 'Fenster putzen', dueDate: null },
  ]);
  expect(warnings.filter((warning) => warning.field === 'DATE').map((warning) => warning.line)).toEqual([
    10, 14,
  ]);
  expect(drafts[2]?.raw).toContain('every day');
  expect(warnings.map((warning) => warning.field)).toEqual(
    expect.arrayContaining(['DEADLINE', 'DURATION', 'RESPONSIBLE', 'labels', 'INDENT', 'section']),
  );
});

test('the old headers with DUE_DATE', async () => {
  const { drafts } = await parse(fixture('todoist-old.csv'));
  expect(drafts).toMatchObject([
    { line: 2, title: 'Groceries', priority: 'low', parentId: null },
    { line: 3, title: 'Milk', priority: 'urgent', dueDate: '2026-03-12T00:00:00.000Z', parentId: '2' },
    { line: 4, title: 'Oat milk', parentId: '3' },
    { line: 5, title: 'Bread', dueDate: '2026-03-13T17:30:00.000Z', description: 'Wholemeal', parentId: '2' },
  ]);
});

test.each([
  ['tomorrow', 'en', '2026-03-11T00:00:00.000Z'],
  ['next friday at 5pm', 'en', '2026-03-20T16:00:00.000Z'],
  ['übermorgen', 'de', '2026-03-12T00:00:00.000Z'],
  ['every day', 'en', null],
  ['every! 3 weeks', 'en', null],
  ['jeden Tag', 'de', null],
  ['täglich', 'de', null],
  ['some day', 'en', null],
])('“%s” (%s) is %s', (text, language, expected) => {
  expect(readWords(text, language, 'Europe/Berlin', now)?.iso ?? null).toBe(expected);
});

test('what has no CONTENT is refused', async () => {
  await expect(parse('a,b\n1,2\n')).rejects.toMatchObject({ code: 'IMPORT_INVALID', details: { line: 1 } });
});
