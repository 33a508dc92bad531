import { expect, it } from 'vitest';
import { Latest } from './latest.ts';

it('the last one waits, and is taken once', () => {
  const next = new Latest<string>();
  expect(next.take()).toBeNull();
  next.set('one');
  next.set('another');
  expect(next.take()).toBe('another');
  expect(next.take()).toBeNull();
});
