import type { TaskWrite, WriteResult, Written } from '../../../modules/tasks/task.store.ts';
import type { Statement } from './database.ts';
import { ONE_EVENT } from './effects.ts';
import { WHOLE_TASK_COLUMNS, WRITTEN, replaced, taskOf, valuesOf, type TaskRow } from './task-row.ts';
import { callMany, type Call } from './task-write.ts';

const SEERS = 'array_remove(ARRAY[t.creator_id, t.assignee_id], NULL)';

const parameters = (types: readonly string[], from: number): string[] =>
  types.map((type, index) => `$${from + index}::${type}`);

const TYPES = WRITTEN.map(({ type }) => type);

function logged(from: number): string {
  return `, logged AS (
    INSERT INTO changes (${ONE_EVENT.columns}, seers_before, seers_after)
    SELECT ${parameters(ONE_EVENT.types, from).join(', ')}, hit.before, hit.after FROM hit
  )`;
}

function inserting(event: boolean): Statement {
  const values = parameters(['uuid', ...TYPES], 1);
  return {
    name: `task-insert${event ? '-e' : ''}`,
    text: `WITH hit AS (
      INSERT INTO tasks AS t (id, ${WRITTEN.map(({ name }) => name).join(', ')}) SELECT ${values.join(', ')}
      WHERE NOT EXISTS (SELECT FROM tombstones WHERE task_id = $1::uuid) ON CONFLICT (id) DO NOTHING RETURNING NULL::uuid[] AS before, ${SEERS} AS after
    )${event ? logged(values.length + 1) : ''}
    SELECT CASE WHEN EXISTS (SELECT FROM hit) THEN 'done' ELSE 'taken' END AS result`,
  };
}

/** The row is locked before it is compared. Nobody is waited for: what another transaction holds is 'missing'. */
function replacing(event: boolean): Statement {
  const values = new Map(parameters(TYPES, 5).map((value, index) => [WRITTEN[index]?.name ?? '', value]));
  const sets = replaced({
    column: (name) => values.get(name) ?? '',
    setsRank: '$3::boolean',
    keepsTexts: '$4::boolean',
  });
  return {
    name: `task-replace${event ? '-e' : ''}`,
    text: `WITH old AS MATERIALIZED (
      SELECT t.version, ${SEERS} AS seers FROM tasks t WHERE t.id = $1::uuid FOR UPDATE SKIP LOCKED
    ), hit AS (
      UPDATE tasks t SET ${sets} FROM old
      WHERE t.id = $1::uuid AND ($2::integer IS NULL OR old.version = $2)
      RETURNING old.seers AS before, ${SEERS} AS after, t.rank
    )${event ? logged(values.size + 5) : ''}
    SELECT coalesce((SELECT 'done' FROM hit), (SELECT 'stale' FROM old), 'missing') AS result,
      (SELECT rank FROM hit) AS rank`,
  };
}

/** Others may have edited it: so all of it is answered, as it stands. */
const MOVE: Statement = {
  name: 'task-move',
  text: `WITH old AS MATERIALIZED (
      SELECT t.rank, ${SEERS} AS seers FROM tasks t WHERE t.id = $1::uuid FOR UPDATE
    ), hit AS (
      UPDATE tasks t SET rank = $2::text, updated_at = $3::timestamptz FROM old WHERE t.id = $1::uuid
      RETURNING t.*, old.seers AS before, ${SEERS} AS after, old.rank AS "from"
    ), moved AS (
      INSERT INTO changes (type, entity_type, entity_id, seers_before, seers_after, audit, payload)
      SELECT 'task.updated', 'task', id, before, after, false,
             jsonb_build_object('changes', jsonb_build_object('rank', jsonb_build_object('from', "from", 'to', rank)))
      FROM hit
    )
    SELECT 'done' AS result, ${WHOLE_TASK_COLUMNS} FROM hit t`,
};

const INSERT = { bare: inserting(false), event: inserting(true) };
const REPLACE = { bare: replacing(false), event: replacing(true) };

/**
 * One write as one statement; its one row says what it came to (`writtenOf`). What people do most (create, edit and move,
 * with one event) has a statement of plain parameters, which costs PostgreSQL a third less than the one for many. A
 * `replace` waits for nobody: 'missing' may be held by another transaction.
 */
export function callOne(write: TaskWrite): Call {
  if (write.kind === 'rank') return { statement: MOVE, values: [write.id, write.rank, write.updatedAt] };
  if (write.kind === 'purge') return callMany(write.kind, [{ n: 0, write }]);
  const { task, effects } = write;
  const [event, ...others] = effects.events;
  if (others.length > 0 || effects.notifications.length > 0 || (write.kind === 'insert' && write.revives))
    return callMany(write.kind, [{ n: 0, write }], { waits: false });
  const keepsTexts = write.kind === 'replace' && (write.keepsTexts ?? false);
  const columns = valuesOf(task, keepsTexts);
  const head =
    write.kind === 'insert' ? [task.id] : [task.id, write.expectedVersion, write.setsRank, keepsTexts];
  const statements = write.kind === 'insert' ? INSERT : REPLACE;
  return event
    ? { statement: statements.event, values: [...head, ...columns, ...ONE_EVENT.valuesOf(event)] }
    : { statement: statements.bare, values: [...head, ...columns] };
}

/** The row of `callOne`: of what was replaced with the rank that is stored, of what was moved with all that is. */
export type WrittenRow = { readonly result: WriteResult } & Partial<TaskRow>;

/** Without another look: only a rank may be other than the write says. */
export function writtenOf(write: TaskWrite, row: WrittenRow | undefined): Written {
  if (row?.result !== 'done') return { result: row?.result ?? 'missing', stored: null };
  switch (write.kind) {
    case 'insert':
      return { result: 'done', stored: write.task };
    case 'replace':
      return { result: 'done', stored: { ...write.task, rank: row.rank ?? null } };
    case 'rank':
      return { result: 'done', stored: taskOf(row as TaskRow) };
    case 'purge':
      return { result: 'done', stored: null };
  }
}
