import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  // All that is needed in the end, at once: who has read and waits to write would wait for each other otherwise.
  `LOCK TABLE tasks IN ACCESS EXCLUSIVE MODE`,
  // Room in each page for the next version of a row: an edit that touches no index writes none.
  `ALTER TABLE tasks SET (fillfactor = 90)`,
  `CREATE TABLE task_texts (
     task_id uuid CONSTRAINT task_texts_pkey PRIMARY KEY CONSTRAINT task_texts_task REFERENCES tasks (id) ON DELETE CASCADE,
     search_text text COLLATE "C" NOT NULL
   )`,
  `CREATE FUNCTION keep_task_text() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
     INSERT INTO task_texts (task_id, search_text) VALUES (NEW.id, NEW.search_text)
       ON CONFLICT (task_id) DO UPDATE SET search_text = EXCLUDED.search_text;
     RETURN NULL;
   END $$`,
  `CREATE TRIGGER tasks_text_made AFTER INSERT ON tasks FOR EACH ROW EXECUTE FUNCTION keep_task_text()`,
  `CREATE TRIGGER tasks_text_changed AFTER UPDATE OF search_text ON tasks FOR EACH ROW
     WHEN (OLD.search_text IS DISTINCT FROM NEW.search_text) EXECUTE FUNCTION keep_task_text()`,
  `INSERT INTO task_texts (task_id, search_text) SELECT id, search_text FROM tasks`,
  `DO $$ BEGIN
     IF EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') THEN
       CREATE INDEX idx_task_texts_search ON task_texts USING gin (search_text gin_trgm_ops);
     END IF;
   END $$`,
  `ANALYZE task_texts`,
  `DROP INDEX IF EXISTS idx_tasks_search`,
];

/**
 * What administrators search goes into a table of its own, kept by the database itself, so also for servers of the version
 * before (docs/decisions/340). A trigram index on `tasks` was written anew by each edit that touches any other index.
 */
export class Texts1764300000000 implements MigrationInterface {
  readonly name = 'Texts1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only expand; restore a backup to go back.'));
  }
}
