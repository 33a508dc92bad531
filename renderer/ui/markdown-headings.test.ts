import { expect, test } from 'vitest';
import { headingsBelowTitle } from './markdown-headings.ts';

const run = (...levels: number[]): (string | undefined)[] => {
  const tree = { type: 'root', children: levels.map((level) => ({ type: 'element', tagName: `h${level}` })) };
  headingsBelowTitle()(tree);
  return tree.children.map((child) => child.tagName);
};

test.each([
  [[3], ['h2']],
  [
    [1, 2, 2, 3],
    ['h2', 'h3', 'h3', 'h4'],
  ],
  [
    [2, 4, 2],
    ['h2', 'h3', 'h2'],
  ],
  [
    [4, 2, 3],
    ['h2', 'h2', 'h3'],
  ],
  [
    [1, 2, 3, 4, 5, 6],
    ['h2', 'h3', 'h4', 'h5', 'h6', 'h6'],
  ],
])('headings %j become %j', (levels, expected) => {
  expect(run(...levels)).toEqual(expected);
});
