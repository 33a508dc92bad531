import { expect, test } from 'vitest';
import { createHealth } from './health.ts';

test('however many ask at once whether it is ready, the stores are asked once; later they are asked again', async () => {
  let asked = 0;
  let isThere = true;
  const health = createHealth({
    database: () => {
      asked++;
      return Promise.resolve(isThere);
    },
    others: { redis: () => Promise.resolve(false) },
  });
  const answers = await Promise.all(Array.from({ length: 9 }, () => health.ready()));
  expect([asked, answers[8]]).toEqual([1, { status: 'degraded', degraded: ['redis'] }]);
  isThere = false;
  const refused = await Promise.allSettled([health.ready(), health.ready()]);
  expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(asked).toBe(2);
  isThere = true;
  health.drain();
  await expect(health.ready()).rejects.toThrow('about to end');
});
