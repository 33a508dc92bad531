import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Database } from '../../adapters/team/postgres/database.ts';
import { startTeamServer, type Person, type TeamServer } from './team-server.ts';

/** How often a request asks PostgreSQL (issue 5): each statement more is a wait for everybody behind it. */

let server: TeamServer;
let ada: Person;
let bob: Person;
beforeAll(async () => {
  server = await startTeamServer();
  ada = await server.admin();
  bob = await server.member('bob@example.org', ada);
  // The session is known after this.
  for (let twice = 0; twice < 2; twice++) await bob.request('GET', '/tasks');
});
afterAll(() => server.close());

/** The names of what a request asks; what goes on beside it (followers, the clock, sweeps) is not its own. */
async function statementsOf(act: () => Promise<{ status: number }>, status: number): Promise<string[]> {
  const asked = vi.spyOn(Database.prototype, 'rows');
  try {
    expect((await act()).status).toBe(status);
    const names = asked.mock.calls.map(([{ name, text }]) => name || text);
    return names.filter((name) => /^(task|tasks|user|users|idempotency)-/.test(name));
  } finally {
    asked.mockRestore();
  }
}

const NAMES = 'user-get-many';

test('what people do all day costs as few statements as it can', async () => {
  const { json } = await bob.request('POST', '/tasks', { title: 'Counted' });
  const route = `/tasks/${String(json['id'])}`;
  const all = (method: string, path: string, status: number, body?: unknown) =>
    statementsOf(() => bob.request(method, path, body), status);
  let limit = 1;
  // Names are asked for once more when who follows for all caches has passed by, and cost nothing between.
  await expect
    .poll(() => all('GET', `/tasks?limit=${limit++}`, 200), { timeout: 5_000, interval: 100 })
    .not.toContain(NAMES);
  const by = async (...asked: Parameters<typeof all>): Promise<string[]> =>
    (await all(...asked)).filter((name) => name !== NAMES);

  expect(await by('POST', '/tasks', 201, { title: 'Made' })).toEqual(['task-insert-e']);
  expect(await by('GET', '/tasks?status=todo', 200)).toHaveLength(1);
  expect(await by('GET', '/tasks?status=todo', 200)).toEqual([]);
  expect(await by('PATCH', route, 200, { version: 1, title: 'Edited' })).toEqual([
    'task-get',
    'task-replace-e',
  ]);
  expect(await by('PATCH', route, 200, { version: 2, rank: 'a1' })).toEqual(['task-get', 'task-move']);
  expect(await by('DELETE', route, 204)).toEqual(['task-get', 'task-replace-e']);
  expect(await by('POST', `${route}/restore`, 200)).toEqual(['task-get', 'task-replace-e']);
});

test('many acts at once cost no more statements than a few, whoever the tasks go to', async () => {
  const made = await Promise.all(
    Array.from({ length: 20 }, (_, n) => bob.request('POST', '/tasks', { title: `Task ${n}` })),
  );
  const items = made.map(({ json }) => ({
    op: 'update',
    id: String(json['id']),
    version: 1,
    set: { assigneeId: ada.id },
  }));
  const asked = await statementsOf(() => bob.request('POST', '/tasks/bulk', items), 200);
  // Names that are not at hand yet are asked for as well.
  expect(asked.filter((name) => name !== NAMES).toSorted()).toEqual([
    'task-get-many',
    'task-get-many',
    'user-get',
  ]);
  expect(asked.length).toBeLessThan(8);
});
