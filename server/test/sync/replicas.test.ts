import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemoryStoryTeam, IN_MEMORY } from './memory-story.ts';
import { storyOf } from './story.ts';
import { tell } from './telling.ts';

const seed = Number(process.env['SYNC_SEED'] ?? Date.now() % 1_000_000_007);
const runs = Number(process.env['SYNC_RUNS'] ?? 1_000);
const story = storyOf(Number(process.env['SYNC_STEPS'] ?? 30));
const shrinking = {
  endOnFailure: process.env['SYNC_SHRINK'] === undefined,
  ...(process.env['SYNC_PATH'] && { path: process.env['SYNC_PATH'] }),
};

test('whatever happens on the way: at rest all have what the team has, and nothing typed is lost', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (told) => {
      const { sights: _, checked: __, ...wrong } = await tell(told, new MemoryStoryTeam(), IN_MEMORY);
      expect(wrong).toEqual({ lost: [], twice: [], diverged: [], leaked: [] });
    }),
    { seed, numRuns: runs, ...shrinking },
  );
}, 300_000);

const HOUR = 3_600_000;
const NOON = Date.parse('2026-11-25T12:00:00Z');

/** An hour and a day off, and one that goes backwards. */
const ODD = [
  () => NOON - HOUR,
  () => NOON + HOUR,
  () => NOON + 24 * HOUR,
  () => NOON - 24 * HOUR,
  (() => {
    let now = NOON;
    return () => (now -= 1_000);
  })(),
];

test('clocks an hour off, a day off and backwards: order and merge are the same', async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ steps, ...rest }) => {
      // The moment of a kill is another each time.
      const told = { ...rest, steps: steps.filter(({ act }) => act !== 'kill') };
      const ports = { ...IN_MEMORY, salt: 'clocks' };
      const right = await tell(told, new MemoryStoryTeam(), ports);
      const clock = (person: number) => ({ now: ODD[person] as () => number });
      const wrong = await tell(told, new MemoryStoryTeam(), { ...ports, clock });
      expect(wrong).toEqual(right);
    }),
    { seed, numRuns: Math.ceil(runs / 10), ...shrinking },
  );
}, 300_000);
