import { afterAll, beforeAll, expect, test } from 'vitest';
import { getSettings, listBackups, listWorkspaces } from '../contract/app.ts';
import { ErrorAnswer } from '../contract/errors.ts';
import { listNotifications } from '../contract/events.ts';
import { BUNDLED_ROUTES } from '../contract/routes.ts';
import { exportTasks } from '../contract/transfer.ts';
import type { Task } from '../contract/tasks.ts';
import { buildTask } from './build-task.ts';
import { TestServer } from './test-server.ts';

let server: TestServer;
let task: Task;
beforeAll(async () => {
  server = await TestServer.start();
  task = await buildTask(server, { description: 'as it was' });
});
afterAll(() => server.remove());

/** Everything that the app keeps, as it hands it out. */
async function everything(): Promise<unknown[]> {
  const whole = JSON.parse(String(await server.call(exportTasks, { query: { format: 'json' } }))) as object;
  const kept = [getSettings, listWorkspaces, listBackups] as const;
  return [
    { ...whole, exportedAt: null },
    ...(await Promise.all(kept.map((route) => server.call(route, {})))),
    (await server.call(listNotifications, {})).items,
  ];
}

const DEEP = `${'['.repeat(60_000)}${']'.repeat(60_000)}`;
const bytes = (...values: readonly (string | readonly number[])[]): Buffer =>
  Buffer.concat(values.map((value) => Buffer.from(value as string)));

/** What no route may take, whatever it expects. */
const NEVER: Record<string, string | Buffer> = {
  nothing: '',
  'no JSON': 'title=x',
  'half of it': '{"title":"a',
  'a list where an object belongs, or the other way round': '[[]]',
  'a number': '1e999',
  null: 'null',
  'a string': '"title"',
  'lone brackets, very many': DEEP,
  'deep inside a field': `{"title":${DEEP}}`,
  'NUL as a byte': bytes('{"title":"a', [0], '"}'),
  'no UTF-8': bytes('{"title":"', [0xc3, 0x28], '"}'),
  'a surrogate as UTF-8': bytes('{"title":"', [0xed, 0xa0, 0x80], '"}'),
  'UTF-16': Buffer.from('{"title":"a"}', 'utf16le'),
  __proto__: '{"title":"a","__proto__":{"polluted":true}}',
  '__proto__, written otherwise': '{"title":"a","\\u005f_proto__":{"polluted":true}}',
  'constructor, inside': '[{"op":"delete","constructor":{"prototype":{"polluted":true}}}]',
};

/** An id that no person has. */
const NOBODY = '01a20bdd-c221-7172-9c43-22168b3ad724';

/** Fields of a task that are not what they should be. */
const FIELDS: Record<string, readonly unknown[]> = {
  title: ['', '   ', 'x'.repeat(256), 1, true, null, {}, ['a'], 'a\0b', '\ud800'],
  description: ['x'.repeat(100_001), 1, {}, 'a\0b'],
  status: ['', 'DONE', 'toString', 0, null, ['todo']],
  priority: ['', 'highest', -1, null, { $gt: '' }],
  assigneeId: ['', 'me', '../etc', 1, {}, NOBODY],
  dueDate: [
    '',
    'tomorrow',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01',
    '+275760-09-13T00:00:00.001Z',
    '-000001-01-01T00:00:00Z',
    '99999-01-01T00:00:00Z',
    '2026-01-01T25:00:00Z',
    'NaN',
    Number.MAX_VALUE,
    {},
    [],
  ],
  remindAt: ['soon', 0, {}, '2026-02-30T00:00:00Z'],
  dueAllDay: ['yes', 1, null],
};

const BASES = { api: '/w/personal/api/v1', app: '/app/v1', root: '' };
const writing = BUNDLED_ROUTES.filter((route) => route.body);

test('nothing of what no route may take is taken: 4xx in the one shape, nothing written', async () => {
  const before = await everything();
  for (const route of writing) {
    const address =
      BASES[route.base] +
      route.path.replace('{id}', task.id).replace('{key}', 'key').replace('{noticeId}', 'x');
    for (const [what, body] of Object.entries(NEVER)) {
      const answer = await server.request(route.method, address, body, {
        'content-type': 'application/json',
      });
      expect([answer.status >= 400 && answer.status < 500, route.id, what]).toEqual([true, route.id, what]);
      ErrorAnswer.parse(answer.json);
    }
  }
  expect(await everything()).toEqual(before);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('a field that is not what it should be is named, in a new task, a change and a bulk act alike', async () => {
  const before = await everything();
  const { id, version } = task;
  for (const [field, values] of Object.entries(FIELDS))
    for (const value of values) {
      const made = await server.request('POST', '/tasks', { title: 'fine', [field]: value });
      const changed = await server.request('PATCH', `/tasks/${id}`, { version, [field]: value });
      const bulk = await server.request('POST', '/tasks/bulk', [
        { op: 'update', id, version, set: { [field]: value } },
      ]);
      for (const { status, json } of [made, changed]) {
        expect([field, value, status]).toEqual([field, value, 400]);
        expect(ErrorAnswer.parse(json).code).toBe('VALIDATION');
      }
      // Each of many is judged alone: a person who is not there is found out with its task.
      const [first] = (bulk.json['results'] ?? []) as { status: number }[];
      expect([field, value, first?.status ?? bulk.status]).toEqual([field, value, 400]);
    }
  expect(await everything()).toEqual(before);
  expect(server.failures).toEqual([]);
});

test('unknown fields are stripped, and do nothing', async () => {
  const { json } = await server.request('POST', '/tasks', {
    title: 'Known',
    version: 99,
    creatorId: NOBODY,
    createdAt: '1999-01-01T00:00:00Z',
    nonsense: { $set: 1 },
  });
  expect(json).toMatchObject({ title: 'Known', version: 1, creatorId: task.creatorId });
  expect(json).not.toHaveProperty('nonsense');
  expect(String(json['createdAt']).startsWith('1999')).toBe(false);
});
