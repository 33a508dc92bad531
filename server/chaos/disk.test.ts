import { afterAll, beforeAll, expect, test } from 'vitest';
import { cutEverywhere, damage, failEveryCall, losePower } from './disk.ts';
import type { Tally } from './history.ts';

const seed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);
let unhandled = 0;
const count = (): void => void unhandled++;
beforeAll(() => {
  console.log(`CHAOS_SEED=${seed}`);
  process.on('unhandledRejection', count);
});
afterAll(() => {
  process.off('unhandledRejection', count);
  expect(unhandled).toBe(0);
});

const clean = (total: Tally) => {
  expect(total.runs).toBeGreaterThan(0);
  expect(total).toMatchObject({ lost: 0, twice: 0, diverged: 0 });
};

test(
  'an error or a full disk at any call leaves what was acknowledged, and nothing else',
  { timeout: 120_000 },
  async () => clean(await failEveryCall(200, seed)),
);
test('a log cut anywhere opens with all that lies before the cut', { timeout: 120_000 }, async () =>
  clean(await cutEverywhere(65_536, 127, seed)),
);
test('power lost while writing takes nothing that was acknowledged', { timeout: 120_000 }, async () =>
  clean(await losePower(100, seed)),
);
test('a damaged disk is told, never hidden, and the store opens', { timeout: 120_000 }, async () =>
  clean(await damage(1_000, seed)),
);
