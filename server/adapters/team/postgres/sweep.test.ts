import { expect, test } from 'vitest';
import { openFresh } from '../../../test/team/database.ts';
import { sweep } from './sweep.ts';

const ANN = '11111111-1111-4111-8111-111111111111';

test('what has had its time goes, in small steps; changes never past who still has to read them', async () => {
  const { database, close } = await openFresh();
  const rows = <Row>(text: string, values: unknown[] = []): Promise<Row[]> =>
    database.rows<Row>({ name: '', text }, values);
  await rows(`INSERT INTO users (id, email, password_hash) VALUES ($1, 'ann@example.org', '!')`, [ANN]);
  for (const days of [120, 110, 100, 91, 89, 1])
    await rows(
      `INSERT INTO changes (type, entity_type, entity_id, at) VALUES ('task.updated', 'task', $1,
         now() - $2::integer * interval '1 day')`,
      [ANN, days],
    );
  await rows(
    `INSERT INTO relay (name, xid, id) SELECT 'events', xid, id FROM changes ORDER BY xid, id OFFSET 2 LIMIT 1`,
  );
  for (const table of ['operations', 'idempotency', 'notifications']) {
    const [columns, values] = {
      operations: ['op_id, hash, result', `gen_random_uuid(), '', '{}'`],
      idempotency: ['key, hash, claim', `gen_random_uuid()::text, '', gen_random_uuid()`],
      notifications: ['id, kind, task_id', `gen_random_uuid(), 'due', gen_random_uuid()`],
    }[table] as [string, string];
    for (const hours of [91 * 24, 91 * 24, 25, 23])
      await rows(
        `INSERT INTO ${table} (user_id, ${columns}, at) VALUES ($1, ${values}, now() - $2::integer * interval '1 hour')`,
        [ANN, hours],
      );
  }
  // Three changes, two operations, two notifications, three keys.
  expect(await sweep(database, 2)).toBe(10);
  expect(await sweep(database, 2)).toBe(0);
  const left = await rows<{ days: number }>(
    `SELECT extract(day FROM now() - at)::integer AS days FROM changes ORDER BY xid, id`,
  );
  expect(left.map(({ days }) => days)).toEqual([91, 89, 1]);
  const [trimmed] = await rows<{ at: boolean }>(
    `SELECT (m.trimmed_xid, m.trimmed_id) = (r.xid, r.id) AS at FROM meta m, relay r`,
  );
  expect(trimmed?.at).toBe(true);
  await close();
});
