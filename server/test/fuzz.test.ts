import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ErrorAnswer } from '../contract/errors.ts';
import { BUNDLED_ROUTES } from '../contract/routes.ts';
import { EDITABLE_FIELDS } from '../contract/tasks.ts';
import { anyJson } from './any-json.ts';
import { anySign } from './any-sign.ts';
import { buildTask } from './build-task.ts';
import { TestServer } from './test-server.ts';

const RUNS = Number(process.env['TASKFLOW_FUZZ'] ?? 10_000);
const seed = Number(process.env['TASKFLOW_SEED'] ?? Date.now() % 2 ** 31);
/** A million of them is quality.md's long run: `TASKFLOW_FUZZ=1000000 npx vitest run server/test/fuzz.test.ts`. */
const timeout = 30 * Math.max(RUNS, 10_000);

let server: TestServer;
let id = '';
beforeAll(async () => {
  server = await TestServer.start();
  id = (await buildTask(server)).id;
});
afterAll(() => server.remove());

const NAMES = [
  ...EDITABLE_FIELDS,
  'id',
  'version',
  'op',
  'set',
  'ids',
  'all',
  'value',
  'name',
  'code',
  'preview',
  'theme',
  'firstName',
  'avatar',
  'tz',
  'creatorId',
  '$set',
  '$ne',
  '_id',
  'toString',
  '__proto__',
  'constructor',
];
const words = fc.oneof(
  fc.string({ unit: anySign, maxLength: 40 }),
  fc.constantFrom(
    '',
    '\0',
    '\ud800',
    'todo',
    'done',
    '2026-02-30T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
    '0000-01-01T00:00:00Z',
    '+275760-09-13T00:00:00Z',
    'NaN',
    '1e3',
    'me',
    '../../etc/passwd',
    '%00',
    '{"a":1}',
    'x'.repeat(300),
  ),
  fc.uuid(),
);
const json = anyJson(
  words,
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...NAMES) }, { weight: 1, arbitrary: words }),
);
const body = fc.oneof(
  { weight: 8, arbitrary: json.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: words },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }) },
);

const writing = BUNDLED_ROUTES.filter((route) => route.body && route.id !== 'importTasks');
const BASES = { api: '/w/personal/api/v1', app: '/app/v1', root: '' };

test(
  `${RUNS} fuzzed bodies: never 5xx, always the contract's shape (seed ${seed})`,
  { timeout },
  async () => {
    const failures: string[] = [];
    let created = 1;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...writing), body, async (route, bytes) => {
        const path =
          BASES[route.base] + route.path.replace('{id}', id).replace('{key}', 'k').replace('{noticeId}', 'x');
        const answer = await server.request(route.method, path, bytes as string);
        if (answer.status >= 500) failures.push(`${route.id} ${String(bytes)}`);
        if (answer.status === 201 && route.id === 'createTask') created++;
        if (answer.status >= 300) ErrorAnswer.parse(answer.json);
        expect(answer.status).toBeLessThan(500);
        expect(answer.status === route.status || answer.status >= 400).toBe(true);
      }),
      { numRuns: RUNS, seed, endOnFailure: true },
    );
    // What was refused has written nothing: there are as many tasks as were acknowledged, in the trash or not.
    const totals = await Promise.all(
      ['false', 'true'].map((deleted) => server.request('GET', `/tasks?deleted=${deleted}`)),
    );
    expect(totals.reduce((sum, { json }) => sum + Number(json['total']), 0)).toBe(created);
    expect(failures).toEqual([]);
    expect(server.failures).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  },
);

test(`${RUNS / 5} fuzzed addresses and queries: never 5xx (seed ${seed})`, { timeout }, async () => {
  const key = fc.constantFrom(
    'status',
    'priority',
    'assigneeId',
    'creatorId',
    'search',
    'dueBefore',
    'dueAfter',
    'overdue',
    'page',
    'limit',
    'cursor',
    'sort',
    'order',
    'match',
    'tz',
    'groupBy',
    'from',
    'to',
    'version',
    'type[$ne]',
    'unread',
    '__proto__',
  );
  const query = fc.array(fc.tuple(key, fc.oneof(words, fc.integer().map(String))), { maxLength: 4 });
  const reading = BUNDLED_ROUTES.filter((route) => route.method === 'GET' && !route.download);
  const part = fc.oneof(
    words.map((text) => encodeURIComponent(text.toWellFormed())),
    fc.constantFrom('%', '%zz', '%c0%af', '..', '%2e%2e', '.', '%00'),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...reading), query, part, async (route, pairs, text) => {
      const search = pairs
        .map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`)
        .join('&');
      const path = BASES[route.base] + route.path.replace(/\{\w+\}/g, text);
      const answer = await server.request('GET', `${path}?${search}`);
      if (answer.status >= 400) ErrorAnswer.parse(answer.json);
      expect(answer.status).toBeLessThan(500);
    }),
    { numRuns: RUNS / 5, seed, endOnFailure: true },
  );
  expect(server.failures).toEqual([]);
});
