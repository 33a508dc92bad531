import pg from 'pg';
import { WRITTEN } from '../../adapters/team/postgres/task-row.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import { random, seedTasks } from '../../seed/tasks.ts';

/** The moment of the bench: due dates and creation lie around it. */
export const NOW = Date.parse('2026-11-24T10:00:00Z');

const ids = (count: number, block: string): readonly string[] =>
  Array.from({ length: count }, (_, n) => `00000000-0000-4000-${block}-${String(n).padStart(12, '0')}`);

/** Those who work. */
export const USERS = ids(50, '8000');
/** Beside them: they see everything, for deep pages and for many sockets. */
export const ADMINS = ids(20, '9000');

const CHUNK = 5_000;

/**
 * Puts people and tasks of theirs into a migrated database, a chunk of rows as one INSERT from arrays: 100,000 tasks take
 * seconds. Its own connection, because the role's statements end after 5 s. `passwordHash`: of all of them.
 */
export async function fill(url: string, count: number, passwordHash: string): Promise<TaskRecord[]> {
  const next = random(7);
  const someone = (): string => USERS[Math.floor(next() * USERS.length)] as string;
  const made = seedTasks(count, USERS[0] as string, NOW).map((task): TaskRecord => ({
    ...task,
    creatorId: someone(),
    assigneeId: next() < 0.7 ? someone() : null,
  }));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SET statement_timeout = 0');
    await client.query(
      `INSERT INTO users (id, email, password_hash, role)
       SELECT id, kind || n || '@example.org', $3, kind::user_role FROM (
         SELECT id, n, 'user' AS kind FROM unnest($1::uuid[]) WITH ORDINALITY AS u (id, n)
         UNION ALL SELECT id, n, 'admin' FROM unnest($2::uuid[]) WITH ORDINALITY AS a (id, n)) AS people`,
      [USERS, ADMINS, passwordHash],
    );
    for (let from = 0; from < count; from += CHUNK) await insert(client, made.slice(from, from + CHUNK));
    await client.query('VACUUM ANALYZE');
    // What was just written goes to the disk now, and not while something is measured.
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
  return made;
}

const COLUMNS = [{ name: 'id', type: 'uuid', of: ({ id }: TaskRecord): unknown => id }, ...WRITTEN];
const INSERT = `INSERT INTO tasks (${COLUMNS.map(({ name }) => name).join(', ')})
  SELECT * FROM unnest(${COLUMNS.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ')})`;

async function insert(client: pg.Client, tasks: readonly TaskRecord[]): Promise<void> {
  await client.query(
    INSERT,
    COLUMNS.map(({ of }) => tasks.map((task) => of(task))),
  );
}
