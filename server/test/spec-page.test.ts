import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { EVENT_TYPES } from '../contract/events.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const page = readFileSync(path.join(ROOT, 'docs/SPEC.md'), 'utf8');

const rows = page
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\| (-|in the document)/.test(line))
  .map((line) =>
    line
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.trim()),
  );

/** What stands in backticks and is a file, with the name of a test behind › where there is one. */
const named = [...page.matchAll(/`([^`]+)`/g)]
  .map(([, text = '']) => text.split(' › '))
  .filter(([file = '']) => /^[\w.-]+(\/[\w.-]+)+\.\w+$|^[\w-]+\.base\.json$/.test(file))
  .map(([file = '', name]) => ({ file, name }));

test('every row says where it is built and what proves it', () => {
  expect(rows.length).toBeGreaterThan(100);
  for (const row of rows) {
    expect(row.length, row.join(' | ')).toBe(3);
    expect(
      row.filter((cell) => cell === ''),
      row.join(' | '),
    ).toEqual([]);
    expect(row[2], row[0]).toMatch(/\.(test\.ts|suite\.ts|mjs)/);
  }
});

test('every file and test that it names exists', () => {
  expect(named.length).toBeGreaterThan(200);
  expect(named.map(({ file }) => file).filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  const missing = named.filter(
    ({ file, name }) => name !== undefined && !readFileSync(path.join(ROOT, file), 'utf8').includes(name),
  );
  expect(missing).toEqual([]);
});

test('every type of event has its row', () => {
  expect(EVENT_TYPES.filter((type) => !page.includes(type))).toEqual([]);
});
