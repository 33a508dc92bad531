import type { MigrationInterface, QueryRunner } from 'typeorm';

/** For every connection of this role to this database, through a pooler too; an ordinary role may. No dump carries them. */
export const TIME_LIMITS = `DO $$ BEGIN
     EXECUTE format('ALTER ROLE CURRENT_USER IN DATABASE %I SET statement_timeout = %L', current_database(), '5s');
     EXECUTE format('ALTER ROLE CURRENT_USER IN DATABASE %I SET lock_timeout = %L', current_database(), '2s');
     EXECUTE format('ALTER ROLE CURRENT_USER IN DATABASE %I SET idle_in_transaction_session_timeout = %L',
                    current_database(), '10s');
     EXECUTE format('ALTER ROLE CURRENT_USER IN DATABASE %I SET timezone = %L', current_database(), 'UTC');
   END $$`;

/** The schema of a team, whole. `changes` has a column that TypeORM does not know (xid8), so this is SQL by hand. */
const UP: readonly string[] = [
  `CREATE TYPE user_role AS ENUM ('user', 'admin')`,
  `CREATE TYPE task_status AS ENUM ('todo', 'in_progress', 'in_review', 'done', 'cancelled')`,
  `CREATE TYPE task_priority AS ENUM ('low', 'medium', 'high', 'urgent')`,
  `CREATE TYPE session_kind AS ENUM ('app', 'browser')`,
  `CREATE TYPE link_kind AS ENUM ('invite', 'reset')`,

  // One row: what this instance is. It is also the row that is locked where only one server may do something.
  `CREATE TABLE meta (
     single boolean PRIMARY KEY DEFAULT true CONSTRAINT meta_one_row CHECK (single),
     instance_id uuid NOT NULL DEFAULT gen_random_uuid(),
     epoch uuid NOT NULL DEFAULT gen_random_uuid(),
     system_identifier text,
     timeline_id integer,
     trimmed_xid xid8,
     trimmed_id bigint,
     writers integer NOT NULL DEFAULT 1,
     registration text CONSTRAINT meta_registration CHECK (registration IN ('open', 'invite', 'closed'))
   )`,
  `INSERT INTO meta DEFAULT VALUES`,

  `CREATE TABLE users (
     id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
     email varchar(255) NOT NULL CONSTRAINT users_email UNIQUE,
     password_hash varchar(255) NOT NULL,
     role user_role NOT NULL DEFAULT 'user',
     profile jsonb,
     sort_name text COLLATE "C" NOT NULL DEFAULT '',
     disabled_at timestamptz,
     created_at timestamptz NOT NULL DEFAULT now(),
     updated_at timestamptz NOT NULL DEFAULT now()
   )`,
  `CREATE INDEX idx_users_sort_name ON users (sort_name, id)`,

  // Folded and searched text is made by the application (ports/text.ts), so that every store finds and sorts alike.
  `CREATE TABLE tasks (
     id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
     title varchar(255) NOT NULL,
     description text,
     status task_status NOT NULL DEFAULT 'todo',
     priority task_priority NOT NULL DEFAULT 'medium',
     assignee_id uuid CONSTRAINT tasks_assignee REFERENCES users (id),
     creator_id uuid NOT NULL CONSTRAINT tasks_creator REFERENCES users (id),
     created_at timestamptz NOT NULL DEFAULT now(),
     updated_at timestamptz NOT NULL DEFAULT now(),
     completed_at timestamptz,
     due_date timestamptz,
     deleted_at timestamptz,
     version integer NOT NULL DEFAULT 1,
     due_all_day boolean NOT NULL DEFAULT false,
     remind_at timestamptz,
     rank varchar(64) COLLATE "C",
     source text,
     source_raw text,
     title_folded text COLLATE "C" NOT NULL DEFAULT '',
     search_text text COLLATE "C" NOT NULL DEFAULT '',
     epoch_version integer
   )`,
  `CREATE INDEX idx_tasks_status_priority ON tasks (status, priority)`,
  `CREATE INDEX idx_tasks_assignee ON tasks (assignee_id)`,
  `CREATE INDEX idx_tasks_creator ON tasks (creator_id)`,
  `CREATE INDEX idx_tasks_deleted_at ON tasks (deleted_at) WHERE deleted_at IS NULL`,
  // Covering: a person's page and counts come from the index alone (shared/research/performance.md, section 4).
  `CREATE INDEX idx_tasks_creator_created ON tasks (creator_id, created_at DESC, id)
     INCLUDE (status, priority, assignee_id, due_date, due_all_day, completed_at) WHERE deleted_at IS NULL`,
  `CREATE INDEX idx_tasks_assignee_created ON tasks (assignee_id, created_at DESC, id)
     INCLUDE (status, priority, creator_id, due_date, due_all_day, completed_at) WHERE deleted_at IS NULL`,
  `CREATE INDEX idx_tasks_created ON tasks (created_at DESC, id) WHERE deleted_at IS NULL`,
  `CREATE INDEX idx_tasks_trash ON tasks (created_at DESC, id) WHERE deleted_at IS NOT NULL`,
  `CREATE INDEX idx_tasks_remind_at ON tasks (remind_at)
     WHERE deleted_at IS NULL AND remind_at IS NOT NULL AND status NOT IN ('done', 'cancelled')`,
  `CREATE INDEX idx_tasks_due_date ON tasks (due_date)
     WHERE deleted_at IS NULL AND due_date IS NOT NULL AND status NOT IN ('done', 'cancelled')`,

  /*
   * Outbox and change feed in one, written by the statement that makes the change. Readers go by (xid, id) below
   * pg_snapshot_xmin(pg_current_snapshot()). seers: who may see the entity before and after; null: everybody.
   * feed: what replicas follow; audit: what the event log gets.
   */
  `CREATE TABLE changes (
     xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
     id bigint GENERATED ALWAYS AS IDENTITY,
     event_id uuid NOT NULL DEFAULT gen_random_uuid(),
     type varchar(40) NOT NULL,
     actor_id uuid,
     entity_type varchar(20) NOT NULL,
     entity_id uuid NOT NULL,
     seers_before uuid[],
     seers_after uuid[],
     feed boolean NOT NULL DEFAULT true,
     audit boolean NOT NULL DEFAULT true,
     payload jsonb NOT NULL DEFAULT '{}',
     metadata jsonb NOT NULL DEFAULT '{}',
     correlation_id varchar(64),
     at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT changes_pkey PRIMARY KEY (xid, id)
   )`,
  `CREATE INDEX idx_changes_entity ON changes (entity_id, at DESC)`,
  `CREATE INDEX idx_changes_actor ON changes (actor_id, at DESC)`,
  `CREATE INDEX idx_changes_at ON changes (at)`,

  // Positions of who follows `changes` (event log, cache), each with a lease on being the one who does.
  `CREATE TABLE relay (
     name varchar(40) PRIMARY KEY,
     xid xid8 NOT NULL DEFAULT '0',
     id bigint NOT NULL DEFAULT 0,
     owner uuid,
     leased_until timestamptz
   )`,

  `CREATE TABLE sessions (
     id uuid PRIMARY KEY,
     user_id uuid NOT NULL CONSTRAINT sessions_user REFERENCES users (id) ON DELETE CASCADE,
     kind session_kind NOT NULL,
     current_hash bytea NOT NULL,
     previous_hash bytea,
     rotated_at timestamptz NOT NULL DEFAULT now(),
     created_at timestamptz NOT NULL DEFAULT now(),
     seen_at timestamptz NOT NULL DEFAULT now(),
     idle_expires_at timestamptz NOT NULL,
     expires_at timestamptz NOT NULL,
     ended_at timestamptz,
     device varchar(100),
     user_agent varchar(256),
     ip_address varchar(64)
   )`,
  `CREATE INDEX idx_sessions_user ON sessions (user_id) WHERE ended_at IS NULL`,
  `CREATE INDEX idx_sessions_expires ON sessions (expires_at)`,

  // Addresses that signed in to an account within 30 days: an attack on the account does not lock these out.
  `CREATE TABLE known_addresses (
     user_id uuid NOT NULL CONSTRAINT known_addresses_user REFERENCES users (id) ON DELETE CASCADE,
     address varchar(64) NOT NULL,
     seen_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT known_addresses_pkey PRIMARY KEY (user_id, address)
   )`,

  `CREATE TABLE links (
     id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
     kind link_kind NOT NULL,
     token_hash bytea NOT NULL CONSTRAINT links_token UNIQUE,
     email varchar(255) NOT NULL,
     role user_role NOT NULL DEFAULT 'user',
     user_id uuid CONSTRAINT links_user REFERENCES users (id) ON DELETE CASCADE,
     created_by uuid CONSTRAINT links_created_by REFERENCES users (id) ON DELETE CASCADE,
     created_at timestamptz NOT NULL DEFAULT now(),
     expires_at timestamptz NOT NULL,
     used_at timestamptz,
     revoked_at timestamptz
   )`,
  `CREATE INDEX idx_links_email ON links (email) WHERE used_at IS NULL AND revoked_at IS NULL`,

  // kid and secret of what signs: access tokens, and the successors of browsers' refresh tokens.
  `CREATE TABLE signing_keys (
     purpose varchar(20) NOT NULL,
     kid varchar(32) NOT NULL,
     secret bytea NOT NULL,
     created_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT signing_keys_pkey PRIMARY KEY (purpose, kid)
   )`,

  `CREATE TABLE notifications (
     id uuid PRIMARY KEY,
     user_id uuid NOT NULL CONSTRAINT notifications_user REFERENCES users (id) ON DELETE CASCADE,
     kind varchar(20) NOT NULL,
     task_id uuid NOT NULL,
     actor_id uuid,
     at timestamptz NOT NULL,
     read_at timestamptz
   )`,
  `CREATE INDEX idx_notifications_user ON notifications (user_id, at DESC, id)`,
  `CREATE INDEX idx_notifications_at ON notifications (at)`,

  // Mutations of replicas, so that a repeat answers the same. Never the task itself.
  `CREATE TABLE operations (
     user_id uuid NOT NULL CONSTRAINT operations_user REFERENCES users (id) ON DELETE CASCADE,
     op_id uuid NOT NULL,
     hash bytea NOT NULL,
     result jsonb NOT NULL,
     at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT operations_pkey PRIMARY KEY (user_id, op_id)
   )`,
  `CREATE INDEX idx_operations_at ON operations (at)`,

  `CREATE TABLE idempotency (
     user_id uuid NOT NULL CONSTRAINT idempotency_user REFERENCES users (id) ON DELETE CASCADE,
     key varchar(255) NOT NULL,
     hash bytea NOT NULL,
     claim uuid NOT NULL,
     status integer,
     body text,
     at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT idempotency_pkey PRIMARY KEY (user_id, key)
   )`,
  `CREATE INDEX idx_idempotency_at ON idempotency (at)`,

  // Any JSON as it was given: text, because jsonb reorders keys and refuses some strings.
  `CREATE TABLE state (
     user_id uuid NOT NULL CONSTRAINT state_user REFERENCES users (id) ON DELETE CASCADE,
     key varchar(255) NOT NULL,
     value text NOT NULL,
     updated_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT state_pkey PRIMARY KEY (user_id, key)
   )`,

  // Ids of purged tasks, for ever: a replica that brings one back is told that it is gone.
  `CREATE TABLE tombstones (
     task_id uuid CONSTRAINT tombstones_pkey PRIMARY KEY,
     at timestamptz NOT NULL DEFAULT now()
   )`,

  // What an administrator searches among everybody's tasks. The extension may be missing, or not be this role's to make.
  `DO $$ BEGIN
     CREATE EXTENSION IF NOT EXISTS pg_trgm;
     CREATE INDEX idx_tasks_search ON tasks USING gin (search_text gin_trgm_ops);
   EXCEPTION WHEN insufficient_privilege OR undefined_file OR undefined_object OR feature_not_supported THEN
     RAISE NOTICE 'pg_trgm is not here: searches among all tasks read all of them';
   END $$`,

  TIME_LIMITS,
];

/** Tables, types and indexes of a team; timeouts of the role. It only expands: there is no way down. */
export class First1764100000000 implements MigrationInterface {
  readonly name = 'First1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only expand; restore a backup to go back.'));
  }
}
