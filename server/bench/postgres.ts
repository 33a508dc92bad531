import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { startPostgres } from '../../build/test-services/postgres.ts';
import { openPostgres, type Postgres } from '../adapters/team/postgres/index.ts';
import { PRIORITIES, STATUSES, type TaskRecord } from '../contract/tasks.ts';
import type { TaskFilter, TaskOrder, TaskWrite } from '../modules/tasks/task.store.ts';
import { NO_EFFECTS } from '../ports/effects.ts';
import { eventOf } from '../ports/event.ts';
import type { Generations } from '../ports/generations.ts';
import { random, seedTasks } from '../seed/tasks.ts';
import { beside, load, type Load } from './load.ts';

/** One line: what was measured, per second with 16 at once, and the reference of the same run. */
export interface TeamRow {
  readonly what: string;
  readonly tasks: number;
  readonly perSecond: number;
  readonly p50: number;
  /** How many times as fast the reference was, and what the goal allows. */
  readonly slower?: number;
  readonly budget?: string;
  readonly reference?: string;
}

export const NOW = Date.parse('2026-11-24T10:00:00Z');
const DAY = 86_400_000;
/** Those who work. */
export const USERS = Array.from(
  { length: 50 },
  (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
);
const CONNECTIONS = 16;
const NEWEST: TaskOrder = { sort: 'createdAt', order: 'desc' };

/** Generations of one process, so that totals are remembered as they are behind a cache. */
class CountedGenerations implements Generations {
  #generation = 0;
  read(names: readonly string[]): Promise<readonly string[]> {
    return Promise.resolve(names.map(() => String(this.#generation)));
  }
  replace(): Promise<void> {
    this.#generation++;
    return Promise.resolve();
  }
}

/** A page of tasks that one person sees, as fast as PostgreSQL gives it: two walks in order, then twenty rows. */
export const BEST_LIST = `SELECT t.* FROM (SELECT id, created_at FROM (
      (SELECT id, created_at FROM tasks WHERE creator_id = $1 AND deleted_at IS NULL AND status = ANY($2)
         AND priority = ANY($3) AND due_date < $4 ORDER BY created_at DESC, id LIMIT 21)
      UNION ALL
      (SELECT id, created_at FROM tasks WHERE assignee_id = $1 AND creator_id <> $1 AND deleted_at IS NULL
         AND status = ANY($2) AND priority = ANY($3) AND due_date < $4 ORDER BY created_at DESC, id LIMIT 21)
    ) AS u ORDER BY created_at DESC, id LIMIT 20) AS p JOIN tasks t USING (id) ORDER BY t.created_at DESC, t.id`;

/** People and tasks of theirs. */
export async function fill({ tasks, users, database }: Postgres, count: number): Promise<TaskRecord[]> {
  const at = new Date(NOW).toISOString();
  for (const [n, id] of USERS.entries())
    await users.insert(
      {
        id,
        email: `user${n}@example.org`,
        profile: {},
        role: 'user',
        disabled: false,
        createdAt: at,
        updatedAt: at,
      },
      NO_EFFECTS,
    );
  const next = random(7);
  const someone = (): string => USERS[Math.floor(next() * USERS.length)] as string;
  const made = seedTasks(count, USERS[0] as string, NOW).map((task): TaskRecord => ({
    ...task,
    creatorId: someone(),
    assigneeId: next() < 0.7 ? someone() : null,
  }));
  for (let from = 0; from < count; from += 2_000)
    await tasks.writeAll(
      made
        .slice(from, from + 2_000)
        .map((task): TaskWrite => ({ kind: 'insert', task, effects: NO_EFFECTS })),
    );
  await database.rows({ name: '', text: 'VACUUM ANALYZE' }, []);
  return made;
}

/** What PATCH does: reads with the policy, then writes the version, the event and who saw it in one statement. */
function editor({ tasks }: Postgres, made: readonly TaskRecord[]): () => Promise<void> {
  const next = random(11);
  return async () => {
    const { id } = made[Math.floor(next() * made.length)] as TaskRecord;
    const before = await tasks.get(id);
    if (!before) throw new Error('no task');
    const task = {
      ...before,
      title: `Edit ${next()}`,
      version: before.version + 1,
      updatedAt: new Date().toISOString(),
    };
    const event = eventOf({
      type: 'task.updated',
      actor: { id: before.creatorId, role: 'user' },
      entityId: id,
      changes: { title: { from: before.title, to: task.title } },
      metadata: { requestId: randomUUID(), userAgent: 'bench', ipAddress: '127.0.0.1' },
      at: task.updatedAt,
      title: task.title,
      version: task.version,
    });
    await tasks.write({
      kind: 'replace',
      task,
      expectedVersion: before.version,
      setsRank: false,
      effects: { events: [event], notifications: [] },
    });
  };
}

/** The figures of a team's PostgreSQL (quality.md): ours beside raw `pg` with the best statement, in one run. */
export async function benchPostgres(
  counts: readonly number[] = [10_000, 100_000],
  ms = 2_000,
): Promise<TeamRow[]> {
  const server = await startPostgres({ settings: ['-c', 'fsync=on', '-c', 'full_page_writes=on'] });
  const rows: TeamRow[] = [];
  try {
    for (const count of counts) {
      await server.server.createDatabase(`bench${count}`);
      rows.push(...(await measure(server.url(`bench${count}`), count, ms)));
    }
  } finally {
    await server.stop();
  }
  return rows;
}

async function measure(url: string, count: number, ms: number): Promise<TeamRow[]> {
  const onError = (error: unknown): void => console.error(error);
  const options = {
    url,
    poolSize: CONNECTIONS,
    prepared: true,
    onError,
    generations: new CountedGenerations(),
  };
  const team = await openPostgres(options);
  const raw = new pg.Pool({ connectionString: url, max: CONNECTIONS });
  // A connection may be cut at the end, before it has said goodbye.
  raw.on('error', () => undefined);
  const rows: TeamRow[] = [];
  const row = (what: string, ours: Load, more: Partial<TeamRow> = {}): void => {
    rows.push({ what, tasks: count, ...ours, ...more });
    console.error(
      what,
      count,
      Math.round(ours.perSecond),
      ours.p50.toFixed(2),
      more.slower?.toFixed(2) ?? '',
    );
  };
  const made = await fill(team, count);
  const at = { ms, connections: CONNECTIONS };
  const next = random(13);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;

  const filters = (): TaskFilter => ({
    visibleTo: pick(USERS),
    deleted: false,
    match: 'all',
    status: [pick(STATUSES), pick(STATUSES)],
    priority: [pick(PRIORITIES), pick(PRIORITIES)],
    dueBefore: { instant: NOW + Math.floor(next() * 1e9), day: NOW },
  });
  const [cold, coldest] = await beside(
    { act: () => team.tasks.list(filters(), NEWEST, { page: 1, limit: 20 }) },
    {
      act: () => {
        const { visibleTo, status, priority, dueBefore } = filters();
        return raw.query({
          name: 'best',
          text: BEST_LIST,
          values: [visibleTo, status, priority, new Date(dueBefore?.instant ?? 0)],
        });
      },
    },
    at,
  );
  row('cold list, new filters, total counted', cold, {
    slower: coldest.perSecond / cold.perSecond,
    budget: '3×, aim 2×',
    reference: 'raw pg, the best statement, no total',
  });
  const mine = (): TaskFilter => ({ visibleTo: pick(USERS), deleted: false, match: 'all' });
  row('page 1 of a user', await load(() => team.tasks.list(mine(), NEWEST, { page: 1, limit: 20 }), at));
  row(
    'search among own tasks',
    await load(
      () =>
        team.tasks.list({ ...mine(), search: `passport${next() < 0.5 ? '' : ` ${next()}`}` }, NEWEST, {
          page: 1,
          limit: 20,
        }),
      at,
    ),
  );
  row(
    'statistics of a user',
    await load(
      () =>
        team.tasks.stats(mine(), {
          overdue: { instant: NOW, day: NOW },
          tz: 'Europe/Berlin',
          from: NOW - 30 * DAY,
          to: NOW,
        }),
      at,
    ),
  );
  const everybody: TaskFilter = { visibleTo: null, deleted: false, match: 'all' };
  row(
    'admin: search among all',
    await load(
      () => team.tasks.list({ ...everybody, search: `zzz${next()}` }, NEWEST, { page: 1, limit: 20 }),
      at,
    ),
  );
  row(
    'admin: a page anywhere, by number, one client',
    await load(
      () => team.tasks.list(everybody, NEWEST, { page: 1 + Math.floor((next() * count) / 20), limit: 20 }),
      { ms, connections: 1 },
    ),
    { budget: 'p50 ≤ 5 ms' },
  );
  const middle = await team.tasks.list(everybody, NEWEST, { page: Math.floor(count / 40), limit: 20 });
  row(
    'admin: a page in the middle, by cursor, one client',
    await load(() => team.tasks.list(everybody, NEWEST, { cursor: middle.nextCursor ?? '', limit: 20 }), {
      ms,
      connections: 1,
    }),
    { budget: 'p50 ≤ 5 ms' },
  );

  const plain = {
    name: 'plain',
    text: 'UPDATE tasks SET title = $2, version = version + 1 WHERE id = $1',
  };
  const update = () => raw.query({ ...plain, values: [pick(made).id, `Plain ${next()}`] });
  const [edits, updates] = await beside({ act: editor(team, made) }, { act: update }, at);
  row('edit: read, check, write, change row', edits, {
    slower: updates.perSecond / edits.perSecond,
    budget: '4×, aim 3×',
    reference: `one plain UPDATE: ${Math.round(updates.perSecond)}/s`,
  });
  const [creates, updatesAgain] = await beside(
    {
      act: () => {
        const now = new Date().toISOString();
        const task = {
          ...pick(made),
          id: randomUUID(),
          createdAt: now,
          updatedAt: now,
          deletedAt: null,
          version: 1,
        };
        const event = eventOf({
          type: 'task.created',
          actor: { id: task.creatorId, role: 'user' },
          entityId: task.id,
          changes: { title: { from: null, to: task.title } },
          metadata: { requestId: randomUUID() },
          at: now,
        });
        return team.tasks.write({ kind: 'insert', task, effects: { events: [event], notifications: [] } });
      },
    },
    { act: update },
    at,
  );
  row('create with its change row', creates, {
    slower: updatesAgain.perSecond / creates.perSecond,
    budget: '4×, aim 3×',
    reference: `one plain UPDATE: ${Math.round(updatesAgain.perSecond)}/s`,
  });
  await raw.end();
  await team.close();
  return rows;
}

/** Rows as a Markdown table. */
export function teamTableOf(rows: readonly TeamRow[]): string {
  const lines = rows.map(
    ({ what, tasks, perSecond, p50, slower, budget, reference }) =>
      `| ${what} | ${tasks} | ${Math.round(perSecond)} | ${p50.toFixed(2)} | ${slower ? `${slower.toFixed(2)}×` : ''} | ${budget ?? ''} | ${reference ?? ''} |`,
  );
  return [
    '| what | tasks | per second | p50 ms | slower | goal | reference |',
    '|---|--:|--:|--:|--:|---|---|',
    ...lines,
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  console.log(teamTableOf(await benchPostgres(process.argv[2] ? [Number(process.argv[2])] : undefined)));
