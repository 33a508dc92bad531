import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, openFresh } from '../../../test/team/database.ts';
import { openPostgres } from './index.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS, SCHEMA } from './migrations/index.ts';

const onError = (error: unknown): void => {
  throw error;
};

let fresh: Awaited<ReturnType<typeof openFresh>>;

beforeAll(async () => {
  fresh = await openFresh();
});
afterAll(() => fresh.close());

const rows = <Row>(text: string, values: unknown[] = []): Promise<Row[]> =>
  fresh.database.rows<Row>({ name: '', text }, values);

async function drift(): Promise<string[]> {
  const { upQueries } = await fresh.database.source.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}

test('TypeORM finds nothing to change: entities and migrations say the same', async () => {
  expect(await drift()).toEqual([]);
  await rows('ALTER TABLE tasks ALTER COLUMN version DROP DEFAULT');
  expect(await drift()).not.toEqual([]);
  await rows('ALTER TABLE tasks ALTER COLUMN version SET DEFAULT 1');
  expect(await drift()).toEqual([]);
});

test('tables with a type that TypeORM does not know have the columns that are read and written', async () => {
  const columnsOf = async (table: string): Promise<string> => {
    const [found] = await rows<{ columns: string }>(
      `SELECT string_agg(column_name || ' ' || udt_name || CASE is_nullable WHEN 'YES' THEN '?' ELSE '' END, ', '
                ORDER BY ordinal_position) AS columns FROM information_schema.columns WHERE table_name = $1`,
      [table],
    );
    return found?.columns ?? '';
  };
  expect(await columnsOf('changes')).toBe(
    'xid xid8, id int8, event_id uuid, type varchar, actor_id uuid?, entity_type varchar, entity_id uuid, ' +
      'seers_before _uuid?, seers_after _uuid?, feed bool, audit bool, payload jsonb, metadata jsonb, ' +
      'correlation_id varchar?, at timestamptz',
  );
  expect(await columnsOf('relay')).toBe(
    'name varchar, xid xid8, id int8, owner uuid?, leased_until timestamptz?',
  );
  expect(await columnsOf('meta')).toBe(
    'single bool, instance_id uuid, epoch uuid, system_identifier text?, timeline_id int4?, trimmed_xid xid8?, ' +
      'trimmed_id int8?, writers int4, registration text?',
  );
});

test('users and tasks have the document’s columns, with its types and defaults', async () => {
  const columnsOf = async (table: string) => {
    const found = await rows<{ name: string; is: string }>(
      `SELECT column_name AS name, concat_ws(' ', udt_name, character_maximum_length,
         CASE is_nullable WHEN 'NO' THEN 'not null' END, column_default) AS is
       FROM information_schema.columns WHERE table_name = $1`,
      [table],
    );
    return Object.fromEntries(found.map(({ name, is }) => [name, is]));
  };
  expect(await columnsOf('users')).toMatchObject({
    id: 'uuid not null gen_random_uuid()',
    email: 'varchar 255 not null',
    password_hash: 'varchar 255 not null',
    role: `user_role not null 'user'::user_role`,
    profile: 'jsonb',
    created_at: 'timestamptz not null now()',
    updated_at: 'timestamptz not null now()',
  });
  expect(await columnsOf('tasks')).toMatchObject({
    id: 'uuid not null gen_random_uuid()',
    title: 'varchar 255 not null',
    description: 'text',
    status: `task_status not null 'todo'::task_status`,
    priority: `task_priority not null 'medium'::task_priority`,
    assignee_id: 'uuid',
    creator_id: 'uuid not null',
    created_at: 'timestamptz not null now()',
    updated_at: 'timestamptz not null now()',
    completed_at: 'timestamptz',
    due_date: 'timestamptz',
    deleted_at: 'timestamptz',
    version: 'int4 not null 1',
  });
  const keys = await rows<{ name: string; is: string }>(
    `SELECT conname AS name, pg_get_constraintdef(oid) AS is FROM pg_constraint
     WHERE conrelid IN ('tasks'::regclass, 'users'::regclass) AND contype IN ('p', 'u', 'f')`,
  );
  expect(Object.fromEntries(keys.map(({ name, is }) => [name, is]))).toMatchObject({
    users_pkey: 'PRIMARY KEY (id)',
    users_email: 'UNIQUE (email)',
    tasks_pkey: 'PRIMARY KEY (id)',
    tasks_assignee: 'FOREIGN KEY (assignee_id) REFERENCES users(id)',
    tasks_creator: 'FOREIGN KEY (creator_id) REFERENCES users(id)',
  });
});

test('the document’s types, indexes and constraints are there by name, and those that make lists fast', async () => {
  const types = await rows<{ name: string; words: string }>(
    `SELECT t.typname AS name, string_agg(e.enumlabel, ' ' ORDER BY e.enumsortorder) AS words
     FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid GROUP BY t.typname`,
  );
  const words = new Map(types.map((type) => [type.name, type.words]));
  expect(words.get('task_status')).toBe('todo in_progress in_review done cancelled');
  expect(words.get('task_priority')).toBe('low medium high urgent');
  expect(words.get('user_role')).toBe('user admin');
  const indexes = await rows<{ name: string; definition: string }>(
    `SELECT indexname AS name, replace(indexdef, 'public.', '') AS definition FROM pg_indexes
     WHERE tablename IN ('tasks', 'task_texts')`,
  );
  const definition = new Map(
    indexes.map((index) => [index.name, index.definition.replace(/^.* USING /, '')]),
  );
  expect(definition.get('idx_tasks_status_priority')).toBe('btree (status, priority)');
  expect(definition.get('idx_tasks_assignee')).toBe('btree (assignee_id)');
  expect(definition.get('idx_tasks_creator')).toBe('btree (creator_id)');
  expect(definition.get('idx_tasks_deleted_at')).toBe('btree (deleted_at) WHERE (deleted_at IS NULL)');
  const covering =
    'created_at DESC, id DESC) INCLUDE (status, priority, due_date, due_all_day, completed_at, assignee_id) ' +
    'WHERE (deleted_at IS NULL)';
  expect(definition.get('idx_tasks_creator_created')).toBe(`btree (creator_id, ${covering}`);
  expect(definition.get('idx_tasks_assignee_created')).toBe(
    `btree (assignee_id, ${covering.replace('assignee_id', 'creator_id')}`,
  );
  expect(definition.get('idx_tasks_created')).toBe(
    'btree (created_at DESC, id DESC) WHERE (deleted_at IS NULL)',
  );
  expect(definition.get('idx_task_texts_search')).toBe('gin (search_text gin_trgm_ops)');
  const constraints = await rows<{ name: string }>(
    `SELECT conname AS name FROM pg_constraint WHERE conrelid IN ('tasks'::regclass, 'users'::regclass)`,
  );
  expect(constraints.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['users_pkey', 'users_email', 'tasks_pkey', 'tasks_assignee', 'tasks_creator']),
  );
});

test.each([1, 2, 3, 4, 5])(
  'five servers that start at once on an empty database: one migrates, the schema is whole (%i)',
  async (n) => {
    const name = `team's "odd" database ${process.pid} ${n}`;
    const quoted = `"${name.replaceAll('"', '""')}"`;
    await rows(`CREATE DATABASE ${quoted}`);
    const url = new URL(fresh.url);
    url.pathname = `/${encodeURIComponent(name)}`;
    try {
      const ran = await Promise.all([1, 2, 3, 4, 5].map(() => migrate({ url: url.href, onError })));
      expect(ran.sort((a, b) => a - b)).toEqual([0, 0, 0, 0, MIGRATIONS.length]);
      const options = { url: url.href, poolSize: 2, prepared: true, onError, generations: null };
      const { database, close, meta } = await openPostgres(options);
      expect((await database.source.driver.createSchemaBuilder().log()).upQueries).toEqual([]);
      const [limits] = await database.rows<{ all: string }>(
        {
          name: '',
          text: `SELECT current_setting('statement_timeout') || ' ' || current_setting('lock_timeout') || ' ' ||
                 current_setting('idle_in_transaction_session_timeout') AS all`,
        },
        [],
      );
      expect(limits?.all).toBe('5s 2s 10s');
      expect(meta().instanceId).toMatch(/^[0-9a-f-]{36}$/);
      await close();
    } finally {
      await rows(`DROP DATABASE ${quoted} WITH (FORCE)`);
    }
  },
);

test('servers that start at once open a database that none of them has migrated', async () => {
  const { url, drop } = await freshDatabase({ empty: true });
  const options = { url, poolSize: 1, prepared: true, onError, generations: null };
  const opened = await Promise.all([1, 2, 3].map(() => openPostgres(options)));
  const ids = new Set(opened.map(({ meta }) => meta().instanceId));
  expect(ids.size).toBe(1);
  await Promise.all(opened.map(({ close }) => close()));
  await drop();
});

test('a server that is older than the schema reads, and PostgreSQL refuses what it would write', async () => {
  const { url, drop } = await freshDatabase();
  const open = () => openPostgres({ url, poolSize: 2, prepared: true, onError, generations: null });
  const before = await open();
  await before.database.rows({ name: '', text: 'UPDATE meta SET writers = $1' }, [SCHEMA + 1]);
  await before.close();
  const { users, state, close } = await open();
  const id = '11111111-1111-4111-8111-111111111111';
  expect(await users.get(id)).toBeNull();
  const refused = state.put(id, 'key', 1, { keys: 1, bytes: 10 });
  await expect(refused).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  await close();
  await drop();
});
