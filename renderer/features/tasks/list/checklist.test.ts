import { expect, test } from 'vitest';
import { checklistOf } from './checklist.ts';

test('counts ticked and open items of any list', () => {
  expect(checklistOf('Text\n- [x] a\n- [ ] b\n  * [X] c\n1. [ ] d')).toEqual({ done: 2, all: 4 });
});

test('none without items, and none inside of code', () => {
  expect(checklistOf(null)).toBeNull();
  expect(checklistOf('see [this](https://example.org)')).toBeNull();
  expect(checklistOf('```\n- [ ] a\n```')).toBeNull();
  expect(checklistOf('```\n- [ ] a\n```\n- [x] b\n~~~\n- [ ] c')).toEqual({ done: 1, all: 1 });
});
