import pg from 'pg';
import { WHOLE_TASK_COLUMNS, taskOf, type TaskRow } from '../../adapters/team/postgres/task-row.ts';
import type { TaskRecord } from '../../contract/tasks.ts';

/** What a team's database says of some people's tasks, past its server. */
export class TeamTruth {
  private constructor(private readonly client: pg.Client) {}

  static async open(databaseUrl: string): Promise<TeamTruth> {
    const client = new pg.Client({ connectionString: databaseUrl });
    // It may be stopped under this connection.
    client.on('error', () => undefined);
    await client.connect();
    return new TeamTruth(client);
  }

  /** All that these people made, in the trash too. */
  async tasks(people: readonly string[]): Promise<TaskRecord[]> {
    const { rows } = await this.client.query<TaskRow>(
      `SELECT ${WHOLE_TASK_COLUMNS} FROM tasks t WHERE t.creator_id = ANY($1) ORDER BY t.id`,
      [people],
    );
    return rows.map(taskOf);
  }

  /** All that these people ever made a task's title. */
  async titles(people: readonly string[]): Promise<string> {
    const { rows } = await this.client.query<{ title: string | null }>(
      `SELECT payload #>> '{changes,title,to}' AS title FROM changes
       WHERE actor_id = ANY($1) AND type IN ('task.created', 'task.updated')`,
      [people],
    );
    return rows.map(({ title }) => title).join('\n');
  }

  /** Titles that were set more often than once, where no two edits say the same, and tasks that were made so. */
  async twice(people: readonly string[]): Promise<string[]> {
    const { rows } = await this.client.query<{ what: string }>(
      `SELECT payload #>> '{changes,title,to}' AS what FROM changes
       WHERE actor_id = ANY($1) AND type IN ('task.created', 'task.updated') AND payload #> '{changes,title}' IS NOT NULL
       GROUP BY 1 HAVING count(*) > 1
       UNION ALL
       SELECT entity_id::text FROM changes WHERE actor_id = ANY($1) AND type = 'task.created'
       GROUP BY 1 HAVING count(*) > 1`,
      [people],
    );
    return rows.map(({ what }) => what);
  }

  /** No task has ever been there; accounts stay. */
  async forget(): Promise<void> {
    await this.client.query(
      `DELETE FROM changes WHERE entity_type <> 'user'; DELETE FROM operations; DELETE FROM notifications;
       DELETE FROM tasks; DELETE FROM tombstones`,
    );
  }

  /** Every session of this person was used last so many days before. */
  async ageSessions(person: string, days: number): Promise<void> {
    await this.client.query(
      `UPDATE sessions SET idle_expires_at = idle_expires_at - make_interval(days => $1),
         seen_at = seen_at - make_interval(days => $1), rotated_at = rotated_at - make_interval(days => $1)
       WHERE user_id = $2`,
      [days, person],
    );
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }
}
