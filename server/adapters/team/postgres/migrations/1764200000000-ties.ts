import type { MigrationInterface, QueryRunner } from 'typeorm';

const COVERED = 'status, priority, due_date, due_all_day, completed_at';

const UP = [
  `DROP INDEX idx_tasks_creator_created, idx_tasks_assignee_created, idx_tasks_created, idx_tasks_trash,
     idx_notifications_user`,
  `CREATE INDEX idx_tasks_creator_created ON tasks (creator_id, created_at DESC, id DESC)
     INCLUDE (${COVERED}, assignee_id) WHERE deleted_at IS NULL`,
  `CREATE INDEX idx_tasks_assignee_created ON tasks (assignee_id, created_at DESC, id DESC)
     INCLUDE (${COVERED}, creator_id) WHERE deleted_at IS NULL`,
  `CREATE INDEX idx_tasks_created ON tasks (created_at DESC, id DESC) WHERE deleted_at IS NULL`,
  `CREATE INDEX idx_tasks_trash ON tasks (created_at DESC, id DESC) WHERE deleted_at IS NOT NULL`,
  `CREATE INDEX idx_notifications_user ON notifications (user_id, at DESC, id DESC)`,
];

/**
 * Ties go the way of their list (docs/decisions/210): one index serves both directions, read forwards or backwards. A server
 * of the version before sorts its ties itself, which costs it little.
 */
export class Ties1764200000000 implements MigrationInterface {
  readonly name = 'Ties1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only expand; restore a backup to go back.'));
  }
}
