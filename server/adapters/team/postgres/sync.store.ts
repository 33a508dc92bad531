import type { TaskRecord } from '../../../contract/tasks.ts';
import type {
  Applied,
  Decision,
  FeedPage,
  FeedPlace,
  Found,
  Operation,
  Outcome,
  Reader,
  SyncStore,
  WalkPage,
  WalkPlace,
} from '../../../modules/sync/index.ts';
import type { Database, Queryable, Statement } from './database.ts';
import { noteEvents } from './effects.ts';
import { withAuthors } from './last-authors.ts';
import {
  FEED,
  MOST_LOOKED_AT,
  WALK,
  changeOf,
  cut,
  standingOf,
  type FeedRow,
  type WalkRow,
} from './sync-pages.ts';
import { WHOLE_TASK_COLUMNS, taskOf, type TaskRow } from './task-row.ts';
import { callOne } from './task-write-one.ts';

/** The task is locked: until the end of the transaction nobody else changes it. */
const LOOK: Statement = {
  name: 'sync-look',
  text: `SELECT o.hash, o.result, task.* FROM (SELECT 1) one
    LEFT JOIN (SELECT encode(hash, 'hex') AS hash, result FROM operations
               WHERE user_id = $1::uuid AND op_id = $2::uuid) o ON true
    LEFT JOIN LATERAL (SELECT ${WHOLE_TASK_COLUMNS} FROM tasks t WHERE t.id = $3::uuid FOR UPDATE) task ON true`,
};
/** A statement of its own: it sees what was committed while LOOK waited. */
const IS_BURIED: Statement = {
  name: 'sync-is-buried',
  text: 'SELECT EXISTS (SELECT FROM tombstones WHERE task_id = $1::uuid) AS buried',
};
const RECORD: Statement = {
  name: 'sync-record',
  text: `INSERT INTO operations (user_id, op_id, hash, result) VALUES ($1, $2, decode($3, 'hex'), $4)
    ON CONFLICT DO NOTHING RETURNING op_id`,
};
const NOW: Statement = {
  name: 'sync-now',
  text: `SELECT m.epoch, task.* FROM meta m
    LEFT JOIN (SELECT ${WHOLE_TASK_COLUMNS} FROM tasks t WHERE t.id = ANY($1::uuid[])) task ON true`,
};

type LookRow = TaskRow & { readonly hash: string | null; readonly result: Outcome };

const NIL = '00000000-0000-0000-0000-000000000000';
const BEGINNING: FeedPlace = { xid: '0', id: '0', eventId: null };
/** How often an operation is decided anew because somebody else was faster. */
const MOST_TRIES = 5;

/** Undoes a transaction that somebody else was faster than. */
class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/** The feed, walks and operations of replicas in PostgreSQL. A page is one statement, and so one snapshot. */
export class PostgresSyncStore implements SyncStore {
  constructor(private readonly database: Database) {}

  async feed(reader: Reader, after: FeedPlace, limit: number): Promise<FeedPage> {
    const values = [reader.id, after.xid, after.id, after.eventId, limit + 1, reader.known];
    const rows = await this.database.rows<FeedRow>(FEED, values);
    const [head] = rows;
    if (!head) throw new Error('The team’s meta row is missing.');
    const { things, next } = cut(rows, limit);
    const beforeOf = (row: FeedRow): FeedPlace =>
      row.beforeXid === null ? after : { xid: row.beforeXid, id: row.beforeId, eventId: row.beforeEvent };
    const end = head.looked === null ? after : { xid: head.endXid, id: head.endId, eventId: head.endEvent };
    return {
      ...standingOf(head),
      steps: things.flatMap((row) => {
        const change = changeOf(row, row.toTheEnd, row.by);
        return change ? [{ change, before: beforeOf(row) }] : [];
      }),
      end: next ? beforeOf(next) : end,
      more: next !== undefined || Number(head.looked) === MOST_LOOKED_AT,
      pending: head.pending,
    };
  }

  async walk(reader: Reader, start: FeedPlace | null, at: WalkPlace, limit: number): Promise<WalkPage> {
    const { xid, id, eventId } = start ?? BEGINNING;
    const values = [
      reader.id,
      xid,
      id,
      eventId,
      start === null,
      at.stage,
      at.id ?? NIL,
      at.id === null,
      limit + 1,
      reader.known,
    ];
    const rows = await this.database.rows<WalkRow>(WALK, values);
    const [head] = rows;
    if (!head) throw new Error('The team’s meta row is missing.');
    const { things, next } = cut(rows, limit);
    const place =
      head.startXid === null ? null : { xid: head.startXid, id: head.startId, eventId: head.startEvent };
    return {
      ...standingOf(head),
      steps: things.flatMap((row) => {
        const change = changeOf(row, true, null);
        return change ? [{ change, at: { stage: row.stage, id: row.thing } }] : [];
      }),
      more: next !== undefined,
      start: place && { place, total: Number(head.total) },
    };
  }

  async apply(operation: Operation, decide: (found: Found) => Decision): Promise<Applied> {
    for (let tries = 1; ; tries++)
      try {
        return await this.database.transaction((tx) => applyIn(tx, operation, decide));
      } catch (error) {
        if (!(error instanceof Overtaken) || tries === MOST_TRIES) throw error;
      }
  }

  async now(ids: readonly string[]): Promise<{ epoch: string; tasks: ReadonlyMap<string, TaskRecord> }> {
    const rows = await this.database.rows<TaskRow & { epoch: string }>(NOW, [ids]);
    const tasks = rows.filter(({ id }) => id !== null).map((row) => [row.id, taskOf(row)] as const);
    return { epoch: rows[0]?.epoch ?? '', tasks: new Map(tasks) };
  }
}

async function applyIn(
  tx: Queryable,
  { userId, opId, hash, taskId }: Operation,
  decide: (found: Found) => Decision,
): Promise<Applied> {
  const [row] = await tx.rows<LookRow>(LOOK, [userId, opId, taskId]);
  if (row && row.hash !== null)
    return row.hash === hash ? { kind: 'repeated', outcome: row.result } : { kind: 'reused' };
  const task = row && row.id !== null ? taskOf(row) : null;
  const [grave] = task ? [] : await tx.rows<{ buried: boolean }>(IS_BURIED, [taskId]);
  const { writes, noted, outcome: decided } = decide({ task, buried: grave?.buried ?? false });
  const { conflicts } = decided;
  const outcome = conflicts ? { ...decided, conflicts: await withAuthors(tx, taskId, conflicts) } : decided;
  for (const write of writes) {
    const { statement, values } = callOne(write);
    const [written] = await tx.rows<{ result: string }>(statement, [...values]);
    if (written?.result !== 'done') throw new Overtaken();
  }
  await noteEvents(tx, noted);
  // The same operation may be on its way twice: whoever comes second does nothing, and then finds the first one's record.
  const kept = await tx.rows(RECORD, [userId, opId, hash, JSON.stringify(outcome)]);
  if (kept.length === 0) throw new Overtaken();
  return { kind: 'done', outcome };
}
