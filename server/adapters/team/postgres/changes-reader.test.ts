import { expect, test } from 'vitest';
import { openFresh } from '../../../test/team/database.ts';
import { eventOf, happen } from '../../../test/team/events.ts';
import { ChangesReader } from './changes-reader.ts';
import type { Queryable } from './database.ts';
import { Feed } from './feed.ts';

const PERSON = '11111111-1111-4111-8111-111111111111';
const ROWS = 20_000;
const FILL = `INSERT INTO changes (type, actor_id, entity_type, entity_id, at)
  SELECT 'task.updated', gen_random_uuid(), 'task', gen_random_uuid(), now() - (${ROWS} - n) * interval '1 second'
  FROM generate_series(1, ${ROWS}) AS n`;

interface Plan {
  readonly Plans?: readonly Plan[];
  readonly Filter?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Join Filter'?: number;
}

/** How many rows a plan has looked at. */
const touched = (plan: Plan): number =>
  (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Join Filter'] ?? 0)) *
    plan['Actual Loops'] +
  (plan.Plans ?? []).reduce((sum, one) => sum + touched(one), 0);

/** What rows are held against one by one. */
const filters = (plan: Plan): string[] => [plan.Filter ?? '', ...(plan.Plans ?? []).flatMap(filters)];

/** A database whose plans are looked at as it is asked. */
function watch(database: Queryable): Queryable & { readonly plans: Plan[] } {
  const plans: Plan[] = [];
  return {
    plans,
    async rows<Row>(statement: { name: string; text: string }, values: readonly unknown[]): Promise<Row[]> {
      const text = `EXPLAIN (ANALYZE, FORMAT JSON) ${statement.text}`;
      const [row] = await database.rows<{ 'QUERY PLAN': [{ Plan: Plan }] }>({ name: '', text }, values);
      if (row) plans.push(row['QUERY PLAN'][0].Plan);
      return database.rows<Row>(statement, values);
    },
  };
}

test('what is not relayed yet is found without a walk through what is', async () => {
  const { database, close } = await openFresh();
  await database.rows({ name: '', text: FILL }, []);
  await database.rows({ name: '', text: 'ANALYZE changes' }, []);
  await new Feed(database, 'events').register();
  const last =
    'UPDATE relay SET (xid, id) = (SELECT xid, id FROM changes ORDER BY xid DESC, id DESC LIMIT 1)';
  await database.rows({ name: '', text: last }, []);
  const fresh = eventOf();
  await happen(database, [fresh]);

  const watched = watch(database);
  const reader = new ChangesReader(watched);
  for (const filter of [{}, { type: ['task.updated' as const] }, { entityId: fresh.entityId }])
    for (const order of ['newest', 'oldest'] as const) {
      const found = await reader.events(filter, { by: 'time', after: null, limit: 21, order }, 'events');
      expect(found.map(({ event }) => event.id)).toEqual([fresh.id]);
    }
  expect((await new Feed(watched, 'events').lag()).relay).toBeGreaterThan(0);
  // And without MongoDB a page of all is as long as it is.
  expect(await reader.events({}, { by: 'time', after: null, limit: 21, order: 'newest' }, null)).toHaveLength(
    21,
  );
  const seen = await reader.events(
    { seenBy: fresh.actorId ?? '' },
    { by: 'time', after: null, limit: 21, order: 'newest' },
    null,
  );
  expect(seen.map(({ event }) => event.id)).toEqual([fresh.id]);
  expect(Math.max(...watched.plans.map(touched))).toBeLessThan(200);
  await close();
});

/** A person who made 500 tasks, each of which somebody else changed, and signed in as often; before the 20,000 of others. */
const MUCH = [
  `INSERT INTO users (id, email, password_hash) VALUES ('${PERSON}', 'ann@example.org', '!')`,
  `INSERT INTO tasks (title, creator_id) SELECT 'Task', '${PERSON}' FROM generate_series(1, 500)`,
  `INSERT INTO changes (type, actor_id, entity_type, entity_id, at)
    SELECT 'user.login', '${PERSON}', 'user', '${PERSON}', now() - interval '2 days' - n * interval '1 second'
    FROM generate_series(1, 500) AS n`,
  `INSERT INTO changes (type, actor_id, entity_type, entity_id, at)
    SELECT 'task.updated', gen_random_uuid(), 'task', id, now() - interval '1 day' FROM tasks`,
  FILL,
  'ANALYZE tasks',
  'ANALYZE changes',
];

test('no row is held against all tasks of a person: an index leads from these to their rows', async () => {
  const { database, close } = await openFresh();
  for (const text of MUCH) await database.rows({ name: '', text }, []);
  const watched = watch(database);
  const found = await new ChangesReader(watched).events(
    { seenBy: PERSON },
    { by: 'time', after: null, limit: 510, order: 'newest' },
    null,
  );
  expect(found.map(({ event }) => event.type)).toEqual(
    Array.from({ length: 510 }, (_, n) => (n < 500 ? 'task.updated' : 'user.login')),
  );
  expect(watched.plans.flatMap(filters).join()).not.toContain('entity_id = ANY');
  await close();
});
