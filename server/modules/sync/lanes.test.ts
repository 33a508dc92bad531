import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inLanes } from './lanes.ts';

/** Lets whatever waits go on, in an order of its own. */
const turns = (count: number): Promise<void> =>
  count === 0 ? Promise.resolve() : Promise.resolve().then(() => turns(count - 1));

test('every item once, answered in order, never more at once than lanes, and those of a key in their order', async () => {
  const items = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), slow: fc.nat(5) }));
  await fc.assert(
    fc.asyncProperty(items, fc.integer({ min: 1, max: 5 }), async (given, lanes) => {
      const numbered = given.map((item, n) => ({ ...item, n }));
      const ended: number[] = [];
      const running = new Set<string>();
      const results = await inLanes(
        numbered,
        ({ key }) => key,
        lanes,
        async ({ key, slow, n }) => {
          expect(running.has(key)).toBe(false);
          running.add(key);
          expect(running.size).toBeLessThanOrEqual(lanes);
          await turns(slow);
          running.delete(key);
          ended.push(n);
          return n;
        },
      );
      expect(results).toEqual(numbered.map(({ n }) => n));
      for (const key of 'abcd') {
        const own = ended.filter((n) => numbered[n]?.key === key);
        expect(own).toEqual(own.toSorted((a, b) => a - b));
      }
    }),
  );
});

test('a failure is told once what was under way has ended; nothing more is begun', async () => {
  const ended: number[] = [];
  const work = inLanes([0, 1, 2, 3], String, 2, async (n) => {
    await turns(n === 1 ? 1 : 4);
    if (n === 1) throw new Error('one');
    ended.push(n);
  });
  await expect(work).rejects.toThrow('one');
  expect(ended).toEqual([0]);
});
