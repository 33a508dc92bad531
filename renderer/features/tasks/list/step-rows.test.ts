import { expect, test } from 'vitest';
import type { Task } from '../../../../server/contract/tasks.ts';
import { byRank } from '../../../api/by-rank.ts';
import { fakeApi, fakeId, fakeTask } from '../../../test/fake-api.ts';
import { stepRows } from './step-rows.ts';

const { me } = fakeApi([]);
const rows = (...ranks: (string | null)[]): Task[] =>
  ranks.map((rank, index) => fakeTask(me, { id: fakeId(index), title: 'abcdefg'.charAt(index), rank }));

/** The titles in order after a step of the named ones. */
function after(all: readonly Task[], names: string, by: 1 | -1): string {
  const edits = stepRows(
    all,
    all.filter((task) => names.includes(task.title)),
    by,
  );
  return all
    .map((task) => ({ ...task, ...edits.get(task.id) }) as Task)
    .sort(byRank)
    .map((task) => task.title)
    .join('');
}

test('one goes a row up or down, and stays at the ends', () => {
  const all = rows('a0', 'a1', 'a2');
  expect(after(all, 'b', -1)).toBe('bac');
  expect(after(all, 'b', 1)).toBe('acb');
  expect(after(all, 'a', -1)).toBe('abc');
  expect(after(all, 'c', 1)).toBe('abc');
});

test('several go together, those apart from each other too', () => {
  const all = rows('a0', 'a1', 'a2', 'a3', 'a4');
  expect(after(all, 'bc', 1)).toBe('adbce');
  expect(after(all, 'bd', -1)).toBe('bdace');
});

test('rows that nobody has put in order yet get one', () => {
  expect(after(rows(null, null, null, null), 'c', -1)).toBe('acbd');
});
