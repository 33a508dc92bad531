import { expect, test } from 'vitest';
import type { Status, Task } from '../../../server/contract/tasks.ts';
import { placeAmongAll, placeAmongRest, planMove } from './moves.ts';

const card = (id: string, rank: string | null, status: Status = 'todo'): Task =>
  ({ id, rank, status }) as Task;
const COLUMN = [card('a', 'a0'), card('b', 'a1'), card('c', 'a2'), card('d', null)];

test('a card dropped where it stands changes nothing', () => {
  expect(planMove(COLUMN, 'todo', [COLUMN[1]!], 1).size).toBe(0);
  expect(planMove(COLUMN, 'todo', [COLUMN[0]!, COLUMN[1]!], 0).size).toBe(0);
});

test('a move within a column sets ranks alone, and of one card where it can', () => {
  expect([...planMove(COLUMN, 'todo', [COLUMN[2]!], 0)]).toEqual([['c', { rank: 'Zz' }]]);
});

test('a move to another column sets status and rank, in the order given', () => {
  const moved = [card('x', null, 'done'), card('y', 'a5', 'todo')];
  const edits = planMove(COLUMN, 'todo', moved, 1);
  expect([...edits.keys()]).toEqual(['x', 'y']);
  expect(edits.get('x')?.status).toBe('todo');
  expect(edits.get('y')).not.toHaveProperty('status');
  const [x, y] = [edits.get('x')?.rank ?? '', edits.get('y')?.rank ?? ''];
  expect('a0' < x && x < y && y < 'a1').toBe(true);
});

test('the first card of an empty column gets a key too', () => {
  expect(planMove([], 'done', [card('x', null)], 0).get('x')).toEqual({ rank: 'a0', status: 'done' });
});

test('places count with and without the cards on the move', () => {
  const moving = new Set(['b']);
  expect([0, 1, 2, 3, 4].map((i) => placeAmongRest(COLUMN, moving, i))).toEqual([0, 1, 1, 2, 3]);
  expect([0, 1, 2, 3].map((i) => placeAmongAll(COLUMN, moving, i))).toEqual([0, 2, 3, 4]);
});
