import { beforeAll, expect, test } from 'vitest';
import { bundledEntry } from '../../build/test-services/bundles.ts';
import { cutRealFiles, killWhileWriting, race } from './processes.ts';

const seed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);
let writer: readonly string[];
beforeAll(async () => {
  writer = [await bundledEntry('writer')];
}, 60_000);

test('40 kills while writing lose nothing', { timeout: 180_000 }, async () => {
  console.log(`CHAOS_SEED=${seed}`);
  const total = await killWhileWriting(40, seed, writer);
  expect(total.runs).toBe(40);
  expect(total).toMatchObject({ lost: 0, twice: 0, diverged: 0 });
});

test(
  'real files cut at 200 places open with all that lies before the cut',
  { timeout: 120_000 },
  async () => {
    const total = await cutRealFiles(200, seed);
    expect(total.runs).toBe(200);
    expect(total).toMatchObject({ lost: 0, twice: 0, diverged: 0 });
  },
);

test(
  'of 10 processes on one folder one wins, twice: beside no lock and beside a dead one',
  { timeout: 120_000 },
  async () => {
    expect(await race(2, 10, writer)).toMatchObject({ runs: 20, lost: 0, twice: 0, diverged: 0 });
  },
);
