import { afterEach, expect, test } from 'vitest';
import { ManualTime } from '../../../test/manual-time.ts';
import { keepFor } from './retention.ts';

let end: () => void = () => undefined;
afterEach(() => end());

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test('each hour what is older than the days goes, in pieces, and an outage ends nothing', async () => {
  const time = new ManualTime('2026-11-24T10:00:00Z');
  const failures: unknown[] = [];
  const before: string[] = [];
  const answers = [1_000, 1_000, 0];
  const deleteBefore = (instant: Date): Promise<number> => {
    before.push(instant.toISOString());
    const deleted = answers.shift();
    return deleted === undefined ? Promise.reject(new Error('away')) : Promise.resolve(deleted);
  };
  end = keepFor(30, {
    log: { deleteBefore },
    clock: time,
    timer: time,
    onError: (error) => failures.push(error),
  });
  await time.advance(3_599_000, settled);
  expect(before).toEqual([]);
  await time.advance(1_000, settled);
  await settled();
  expect(before).toEqual(Array.from({ length: 3 }, () => '2026-10-25T11:00:00.000Z'));
  await time.advance(3_600_000, settled);
  await settled();
  expect(failures.length).toBe(1);
  await time.advance(3_600_000, settled);
  expect(before.length).toBe(5);
});
