import { expect, test } from 'vitest';
import { hits, rankSections, used } from './rank.ts';

const entry = (label: string) => ({ id: label, label });
const SECTIONS = [
  {
    id: 'subject',
    entries: ['Mark as done', 'Reassign…', 'Remove the due date', 'Assign to Tomás Reyes'].map(entry),
  },
  { id: 'go', entries: ['Waits for my review', 'Inbox'].map(entry) },
  { id: 'tasks', entries: ['Something with it in its description'].map(entry) },
];
const shown = (query: string, recent: readonly string[] = []) =>
  rankSections(query, SECTIONS, recent, new Set(['tasks'])).map(({ id, entries }) => [
    id,
    entries.map((one) => one.label),
  ]);

test('sections keep their order; within one the start of the label comes first, then that of a word', () => {
  expect(shown('re')).toEqual([
    ['subject', ['Reassign…', 'Remove the due date', 'Assign to Tomás Reyes']],
    ['go', ['Waits for my review']],
    ['tasks', ['Something with it in its description']],
  ]);
});

test('of equals what was used lately comes first, accents do not matter, letters in order do for short labels', () => {
  expect(shown('re', ['Remove the due date'])[0]?.[1]?.[0]).toBe('Remove the due date');
  expect(shown('tomas')[0]).toEqual(['subject', ['Assign to Tomás Reyes']]);
  expect(shown('ibx')).toContainEqual(['go', ['Inbox']]);
  expect(shown('xyz')).toEqual([['tasks', ['Something with it in its description']]]);
  expect(shown('')).toHaveLength(3);
});

test('what the query hits is marked, the start of a word before the middle of another', () => {
  const marked = (query: string, label: string): string =>
    hits(query, label)
      .map((part) => (part.isHit ? `[${part.text}]` : part.text))
      .join('');
  expect(marked('re', 'Share the review')).toBe('Share the [re]view');
  expect(marked('RE', 'Reassign')).toBe('[Re]assign');
  expect(marked('zz', 'Reassign')).toBe('Reassign');
  expect(marked('', 'Reassign')).toBe('Reassign');
});

test('the last used stands first, once', () => {
  expect(used(['a', 'b'], 'b')).toEqual(['b', 'a']);
  expect(
    used(
      Array.from({ length: 8 }, (_, i) => `${i}`),
      'x',
    ),
  ).toHaveLength(8);
});
