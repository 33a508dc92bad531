import { randomUUID } from 'node:crypto';
import type { EventRecord } from '../../contract/events.ts';
import type { Queryable } from '../../adapters/team/postgres/database.ts';

export const ANN = '11111111-1111-4111-8111-111111111111';
export const BEN = '22222222-2222-4222-8222-222222222222';
export const NOW = Date.parse('2026-11-24T10:00:00Z');

/** An event of a task, as an act leaves it. */
export const eventOf = (set: Partial<EventRecord> = {}): EventRecord => ({
  id: randomUUID(),
  type: 'task.updated',
  actorId: ANN,
  entityType: 'task',
  entityId: '33333333-3333-4333-8333-333333333333',
  payload: { title: 'Grün ✓', version: 2, changes: { title: { from: 'a', to: null } } },
  metadata: { userAgent: 'test', ipAddress: '::1', sessionId: 's' },
  correlationId: 'request-1',
  at: new Date(NOW).toISOString(),
  ...set,
});

const INSERT = `INSERT INTO changes (event_id, type, actor_id, entity_type, entity_id, payload, metadata, correlation_id, at)
  SELECT (e->>'id')::uuid, e->>'type', (e->>'actorId')::uuid, e->>'entityType', (e->>'entityId')::uuid, e->'payload',
         e->'metadata', e->>'correlationId', (e->>'at')::timestamptz
  FROM jsonb_array_elements($1) WITH ORDINALITY AS rows (e, n) ORDER BY n`;

/** Keeps events in `changes`, as the stores' writes do. */
export async function happen(on: Queryable, events: readonly EventRecord[]): Promise<void> {
  await on.rows({ name: '', text: INSERT }, [JSON.stringify(events)]);
}

/** Resolves when the feed has all that was written: a transaction of another test in the same PostgreSQL may hold it back. */
export async function untilCertain(on: Queryable): Promise<void> {
  const text = `SELECT NOT EXISTS (
      SELECT FROM changes WHERE xid >= pg_snapshot_xmin(pg_current_snapshot())) AS certain`;
  for (;;) {
    const [row] = await on.rows<{ certain: boolean }>({ name: '', text }, []);
    if (row?.certain) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export async function collect<T>(from: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of from) all.push(one);
  return all;
}
