import { expect, test } from 'vitest';
import { Breaker, CircuitOpen } from './breaker.ts';

const broken = () => Promise.reject(new Error('away'));
const fine = () => Promise.resolve('fine');

test('after five failures in a row nothing is asked, then one request looks', async () => {
  let now = 0;
  const breaker = new Breaker({ failures: 5, restMs: 5_000, now: () => now });
  for (let i = 0; i < 4; i++) await expect(breaker.run(broken)).rejects.toThrow('away');
  expect(await breaker.run(fine)).toBe('fine');
  for (let i = 0; i < 5; i++) await expect(breaker.run(broken)).rejects.toThrow('away');
  await expect(breaker.run(fine)).rejects.toThrow(CircuitOpen);
  now = 5_001;
  let answer: (value: string) => void = () => undefined;
  const probe = breaker.run(() => new Promise<string>((resolve) => (answer = resolve)));
  await expect(breaker.run(fine)).rejects.toThrow(CircuitOpen);
  answer('back');
  expect(await probe).toBe('back');
  expect(await breaker.run(fine)).toBe('fine');
});

test('a look that fails rests again', async () => {
  let now = 0;
  const breaker = new Breaker({ failures: 1, restMs: 100, now: () => now });
  await expect(breaker.run(broken)).rejects.toThrow('away');
  now = 101;
  await expect(breaker.run(broken)).rejects.toThrow('away');
  await expect(breaker.run(fine)).rejects.toThrow(CircuitOpen);
  now = 202;
  expect(await breaker.run(fine)).toBe('fine');
});
