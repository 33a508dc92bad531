import type { TaskWrite } from '../../../modules/tasks/task.store.ts';
import type { Statement } from './database.ts';
import { addNotices, effectRows, logEvents, type EffectRows } from './effects.ts';
import { WRITTEN, replaced, valuesOf } from './task-row.ts';

type Kind = TaskWrite['kind'];

/** What a write puts into its statement, beside effects: names and types of the columns of `input`. */
const INPUT: Record<Kind, readonly { readonly name: string; readonly type: string }[]> = {
  insert: [{ name: 'id', type: 'uuid' }, { name: 'revives', type: 'boolean' }, ...WRITTEN],
  replace: [
    { name: 'id', type: 'uuid' },
    { name: 'expected', type: 'integer' },
    { name: 'sets_rank', type: 'boolean' },
    { name: 'keeps_texts', type: 'boolean' },
    ...WRITTEN,
  ],
  rank: [
    { name: 'id', type: 'uuid' },
    { name: 'rank', type: 'text' },
    { name: 'updated_at', type: 'timestamptz' },
  ],
  purge: [
    { name: 'id', type: 'uuid' },
    { name: 'expected', type: 'integer' },
  ],
};

export const idOf = (write: TaskWrite): string =>
  write.kind === 'insert' || write.kind === 'replace' ? write.task.id : write.id;

/** About how many characters it sends. */
export const charsOf = (write: TaskWrite): number =>
  'task' in write ? (write.task.description?.length ?? 0) + (write.task.source?.raw?.length ?? 0) : 0;

function inputOf(write: TaskWrite): unknown[] {
  switch (write.kind) {
    case 'insert':
      return [write.task.id, write.revives ?? false, ...valuesOf(write.task)];
    case 'replace':
      return [
        write.task.id,
        write.expectedVersion,
        write.setsRank,
        write.keepsTexts ?? false,
        ...valuesOf(write.task, write.keepsTexts),
      ];
    case 'rank':
      return [write.id, write.rank, write.updatedAt];
    case 'purge':
      return [write.id, write.expectedVersion];
  }
}

const SEERS = 'array_remove(ARRAY[t.creator_id, t.assignee_id], NULL)';
const NAMES = WRITTEN.map(({ name }) => name).join(', ');

/**
 * The rows that a write is about, locked in the order of ids (so that two batches never wait for each other). They are found
 * through an array: of a join PostgreSQL believes that it has a hundred rows, and then reads all tasks of a small team.
 */
const LOCKED = `
  old AS MATERIALIZED (
    SELECT t.id, t.version, t.rank, ${SEERS} AS seers FROM tasks t
    WHERE t.id = ANY (ARRAY(SELECT id FROM input)) ORDER BY t.id FOR UPDATE
  )`;
/** The same without those that somebody else holds: they come to be 'missing'. */
const LOCKED_NOW = LOCKED.replace('FOR UPDATE', 'FOR UPDATE SKIP LOCKED');
const EXPECTED = '(input.expected IS NULL OR old.version = input.expected)';

/** `hit`: what was written, and who saw it before and after. Tombstones are found as rows are, and for the same reason. */
const PARTS: Record<Kind, string> = {
  insert: `
  graves AS MATERIALIZED (SELECT task_id FROM tombstones WHERE task_id = ANY (ARRAY(SELECT id FROM input))),
  hit AS (
    INSERT INTO tasks AS t (id, ${NAMES}) SELECT id, ${NAMES} FROM input
    WHERE revives OR NOT EXISTS (SELECT FROM graves WHERE task_id = input.id) ON CONFLICT (id) DO NOTHING
    RETURNING t.id, NULL::uuid[] AS before, ${SEERS} AS after
  )`,
  replace: `${LOCKED},
  hit AS (
    UPDATE tasks t SET ${replaced({
      column: (name) => `input.${name}`,
      setsRank: 'input.sets_rank',
      keepsTexts: 'input.keeps_texts',
    })}
    FROM old JOIN input USING (id) WHERE t.id = old.id AND ${EXPECTED}
    RETURNING t.id, old.seers AS before, ${SEERS} AS after, t.rank
  )`,
  rank: `${LOCKED},
  hit AS (
    UPDATE tasks t SET rank = input.rank, updated_at = input.updated_at
    FROM old JOIN input USING (id) WHERE t.id = old.id
    RETURNING t.id, old.seers AS before, ${SEERS} AS after, old.rank AS "from", t.rank AS "to"
  ),
  moved AS (
    INSERT INTO changes (type, entity_type, entity_id, seers_before, seers_after, audit, payload)
    SELECT 'task.updated', 'task', id, before, after, false,
           jsonb_build_object('changes', jsonb_build_object('rank', jsonb_build_object('from', "from", 'to', "to")))
    FROM hit
  )`,
  purge: `${LOCKED},
  hit AS (
    DELETE FROM tasks t USING old JOIN input USING (id) WHERE t.id = old.id AND ${EXPECTED}
    RETURNING t.id, old.seers AS before, NULL::uuid[] AS after
  ),
  buried AS (INSERT INTO tombstones (task_id) SELECT id FROM hit ON CONFLICT DO NOTHING)`,
};

const REFUSED: Record<Kind, string> = {
  insert: `'taken'`,
  replace: `CASE WHEN old.id IS NULL THEN 'missing' ELSE 'stale' END`,
  rank: `'missing'`,
  purge: `CASE WHEN old.id IS NULL THEN 'missing' ELSE 'stale' END`,
};

interface Shape {
  readonly kind: Kind;
  readonly events: boolean;
  readonly notices: boolean;
  readonly waits: boolean;
}

const statements = new Map<string, Statement>();

/**
 * The statement of a shape: makes the writes, their rows of `changes` and notifications, and answers (n, result), and of
 * what was replaced the rank that is stored.
 */
function statementOf({ kind, events, notices, waits }: Shape): Statement {
  const name = `task-${kind}-many${events ? '-e' : ''}${notices ? '-n' : ''}${waits ? '' : '-now'}`;
  const known = statements.get(name);
  if (known) return known;
  const columns = INPUT[kind].map((column) => `${column.name} ${column.type}`).join(', ');
  const parts = [
    `input AS (SELECT * FROM json_to_recordset($1) AS i(n integer, ${columns}))`,
    waits ? PARTS[kind] : PARTS[kind].replace(LOCKED, LOCKED_NOW),
    ...(events ? [logEvents('$2::json')] : []),
    ...(notices ? [addNotices(events ? '$3::json' : '$2::json')] : []),
  ];
  const text = `WITH ${parts.join(',')}
  SELECT input.n, CASE WHEN hit.id IS NOT NULL THEN 'done' ELSE ${REFUSED[kind]} END AS result${kind === 'replace' ? ', hit.rank' : ''}
  FROM input LEFT JOIN hit ON hit.id = input.id ${kind === 'insert' ? '' : 'LEFT JOIN old ON old.id = input.id'}`;
  const statement = { name, text };
  statements.set(name, statement);
  return statement;
}

/** A row of `input`. What is NULL need not be sent: a column that a record does not name is. */
function rowOf(n: number, write: TaskWrite): Readonly<Record<string, unknown>> {
  const row: Record<string, unknown> = { n };
  for (const [index, value] of inputOf(write).entries())
    if (value !== null) row[INPUT[write.kind][index]?.name ?? ''] = value;
  return row;
}

function effectsOf(write: TaskWrite, n: number): EffectRows {
  return write.kind === 'rank' ? { events: [], notices: [] } : effectRows(write.effects, idOf(write), n);
}

/** A statement with its values. */
export interface Call {
  readonly statement: Statement;
  readonly values: readonly unknown[];
}

/**
 * Writes of one kind, of different tasks, as one statement; each row is (n, result), n the write's own number. With `waits`
 * false nobody is waited for: a task that is held by another transaction is 'missing'.
 */
export function callMany(
  kind: Kind,
  writes: readonly { readonly n: number; readonly write: TaskWrite }[],
  { waits = true } = {},
): Call {
  const rows = writes.map(({ n, write }) => rowOf(n, write));
  const effects = writes.map(({ n, write }) => effectsOf(write, n));
  const events = effects.flatMap((one) => one.events);
  const notices = effects.flatMap((one) => one.notices);
  const statement = statementOf({ kind, events: events.length > 0, notices: notices.length > 0, waits });
  const lists = [events, notices].filter((list) => list.length > 0);
  return { statement, values: [rows, ...lists].map((list) => JSON.stringify(list)) };
}

/** Writes that one statement for each kind can make, because they are of different tasks. */
export type Round = ReadonlyMap<Kind, { readonly n: number; readonly write: TaskWrite }[]>;

const MOST_IN_ROUND = 500;
const MOST_CHARS = 4_000_000;

/** Cuts writes into rounds: a task written twice is written in a later round again, so a write sees those before it. */
export function roundsOf(writes: readonly TaskWrite[]): readonly Round[] {
  const rounds: Map<Kind, { n: number; write: TaskWrite }[]>[] = [];
  let round = new Map<Kind, { n: number; write: TaskWrite }[]>();
  let ids = new Set<string>();
  let chars = 0;
  for (const [n, write] of writes.entries()) {
    const id = idOf(write);
    if (ids.has(id) || ids.size >= MOST_IN_ROUND || chars > MOST_CHARS || n === 0) {
      round = new Map();
      ids = new Set();
      chars = 0;
      rounds.push(round);
    }
    ids.add(id);
    chars += charsOf(write);
    const list = round.get(write.kind);
    if (list) list.push({ n, write });
    else round.set(write.kind, [{ n, write }]);
  }
  return rounds;
}
