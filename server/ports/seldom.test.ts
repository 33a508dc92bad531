import { expect, test } from 'vitest';
import { Seldom } from './seldom.ts';

test('what fails again and again is told once, then once a minute with how many were alike', () => {
  let now = 0;
  const seldom = new Seldom(() => now);
  expect([seldom.take('a'), seldom.take('a'), seldom.take('b'), seldom.take('a')]).toEqual([
    0,
    null,
    0,
    null,
  ]);
  now = 60_000;
  expect([seldom.take('a'), seldom.take('a')]).toEqual([2, null]);
});
