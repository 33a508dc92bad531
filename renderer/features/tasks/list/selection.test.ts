import { expect, test } from 'vitest';
import type { Task } from '../../../../server/contract/tasks.ts';
import { NOTHING, only, prune, renew, stretch, toggle } from './selection.ts';

const task = (id: string, version = 1): Task => ({ id, version }) as Task;
const ids = (selection: { tasks: ReadonlyMap<string, Task> }): string => [...selection.tasks.keys()].join('');

test('toggling selects and lets go, and sets the anchor', () => {
  const one = toggle(NOTHING, task('a'));
  expect(ids(one)).toBe('a');
  expect(one.anchor).toBe('a');
  expect(ids(toggle(toggle(one, task('b')), task('a')))).toBe('b');
});

test('a stretch gives back what it had taken too much, and keeps what stood apart', () => {
  const rows = ['b', 'c', 'd', 'e'].map((id) => task(id));
  const start = toggle(toggle(NOTHING, task('z')), task('b'));
  const long = stretch(start, 'b', rows, rows.slice(0, 1));
  expect(ids(long)).toBe('zbcde');
  expect(ids(stretch(long, 'b', rows.slice(0, 2), rows))).toBe('zbc');
  expect(long.anchor).toBe('b');
});

test('what left the list leaves the selection', () => {
  const selection = only([task('a'), task('b')]);
  expect(prune(selection, new Set(['x']))).toBe(selection);
  const pruned = prune(selection, new Set(['a']));
  expect(ids(pruned)).toBe('b');
  expect(pruned.anchor).toBeNull();
});

test('newer versions take the place of older ones', () => {
  const selection = only([task('a')]);
  const newer = task('a', 2);
  expect(renew(selection, [newer, task('b')]).tasks.get('a')).toBe(newer);
  const same = renew(selection, [...selection.tasks.values()]);
  expect(same).toBe(selection);
});
