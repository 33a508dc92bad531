import { expect, test } from 'vitest';
import type { Task, TaskPage } from '../../../../server/contract/tasks.ts';
import { PAGE_ROWS, pagesFor, rowsOf, withKnown } from './rows.ts';

const page = (number: number, from: number, count: number, total = 1000): TaskPage => ({
  items: Array.from({ length: count }, (_, index) => ({ id: String(from + index) }) as Task),
  total,
  page: number,
  limit: PAGE_ROWS,
  nextCursor: null,
});

test('rows stand at their positions, gaps stay gaps', () => {
  const at = rowsOf([page(1, 0, 100), page(5, 400, 100), page(6, 500, 40)]);
  expect(at(0)?.id).toBe('0');
  expect(at(99)?.id).toBe('99');
  expect(at(100)).toBeUndefined();
  expect(at(399)).toBeUndefined();
  expect(at(400)?.id).toBe('400');
  expect(at(539)?.id).toBe('539');
  expect(at(540)).toBeUndefined();
});

test('a row taken out lets those behind it move up, over the edge of its page', () => {
  const first = page(1, 0, 100);
  const items = first.items.filter((task) => task.id !== '50');
  const at = rowsOf([{ ...first, items }, page(2, 100, 100)]);
  expect(at(50)?.id).toBe('51');
  expect(at(99)?.id).toBe('100');
  expect(at(198)?.id).toBe('199');
  expect(at(199)).toBeUndefined();
});

test('a row put in pushes those behind it down', () => {
  const first = page(1, 0, 100);
  const at = rowsOf([{ ...first, items: [{ id: 'new' } as Task, ...first.items] }, page(2, 100, 100)]);
  expect(at(0)?.id).toBe('new');
  expect(at(100)?.id).toBe('99');
  expect(at(101)?.id).toBe('100');
});

test('the pages of a stretch, and the one after', () => {
  expect(pagesFor(0, 30, 1000)).toEqual([1, 2]);
  expect(pagesFor(95, 130, 1000)).toEqual([1, 2, 3]);
  expect(pagesFor(950, 1000, 1000)).toEqual([10]);
  expect(pagesFor(0, 0, 0)).toEqual([1]);
  expect(pagesFor(0, 40, 40)).toEqual([1]);
});

test('tasks that did not change stay the same objects', () => {
  const task = (id: string, version: number): Task => ({ id, version, updatedAt: 't' }) as Task;
  const old = { ...page(1, 0, 0), items: [task('a', 1), task('b', 1)] };
  const [fresh] = withKnown([{ ...page(1, 0, 0), items: [task('b', 1), task('a', 2)] }], [old]);
  expect(fresh?.items[0]).toBe(old.items[1]);
  expect(fresh?.items[1]).not.toBe(old.items[0]);
});
