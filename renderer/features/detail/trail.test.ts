import { expect, test } from 'vitest';
import { placeOf, type Trail } from './trail.ts';

const trail: Trail = {
  to: '/tasks',
  label: 'Tasks',
  total: 9,
  places: new Map([
    [2, 'a'],
    [3, 'b'],
    [7, 'c'],
  ]),
};

test('what stands before and after, where it was loaded', () => {
  expect(placeOf('b', trail)).toEqual({ trail, at: 4, previous: 'a', next: undefined });
  expect(placeOf('a', trail)).toMatchObject({ at: 3, previous: undefined, next: 'b' });
  expect(placeOf('x', trail)).toBeNull();
  expect(placeOf('a', null)).toBeNull();
});
