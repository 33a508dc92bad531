import { beforeEach, expect, test } from 'vitest';
import { Unsent, eraseUnsent, withLeft } from './unsent.ts';

beforeEach(() => localStorage.clear());

test('what is unsent outlives its page, by workspace and kind, until it is confirmed', () => {
  new Unsent(localStorage, 'huts', 'makings').keep('b', { title: 'second' });
  new Unsent(localStorage, 'huts', 'makings').keep('a', { title: 'first' });
  new Unsent(localStorage, 'personal', 'makings').keep('c', 1);
  const next = new Unsent(localStorage, 'huts', 'makings');
  expect(next.all()).toEqual([
    ['a', { title: 'first' }],
    ['b', { title: 'second' }],
  ]);
  expect(new Unsent(localStorage, 'huts', 'texts').all()).toEqual([]);
  next.forget('a');
  expect(next.all()).toEqual([['b', { title: 'second' }]]);
});

test('of a workspace that is removed nothing stays', () => {
  for (const id of ['huts', 'huts.2'])
    for (const kind of ['texts', 'makings'] as const) new Unsent(localStorage, id, kind).keep('x', 1);
  eraseUnsent(localStorage, 'huts');
  expect(new Unsent(localStorage, 'huts', 'texts').all()).toEqual([]);
  expect(new Unsent(localStorage, 'huts.2', 'texts').all()).toEqual([['x', 1]]);
});

test('a full or damaged storage costs nothing but what it cannot keep', () => {
  const full = {
    length: 1,
    key: () => 'taskflow.unsent.huts.texts.x',
    getItem: () => '{"cut',
    removeItem: () => undefined,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  };
  const unsent = new Unsent(full, 'huts', 'texts');
  unsent.keep('x', 1);
  expect(unsent.get('x')).toBeUndefined();
});

test('of each place the text that was written later stands; other places stay', () => {
  const old = { text: 'old', base: '', at: '2026-11-26T01:00:00Z' };
  const later = { text: 'later', base: '', at: '2026-11-26T02:00:00Z' };
  expect(withLeft({ a: old, b: old }, { a: later, c: old })).toEqual({ a: later, b: old, c: old });
  const there = { a: later };
  expect(withLeft(there, { a: old })).toBe(there);
  expect(withLeft(null, { a: old })).toEqual({ a: old });
  expect(withLeft('there', 'left')).toBe('left');
  expect(withLeft(there, null)).toBe(there);
});
