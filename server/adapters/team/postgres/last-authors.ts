import type { FieldConflict } from '../../../contract/sync.ts';
import { MERGED_FIELDS } from '../../../modules/sync/index.ts';
import type { Queryable, Statement } from './database.ts';
import { isoOf } from './instant.ts';

/** The last change of a task that is of a type, or names one of some fields. */
const LAST: Statement = {
  name: 'last-author',
  text: `SELECT actor_id AS "by", at::text AS at FROM changes
    WHERE entity_id = $1::uuid AND audit AND type <> 'task.conflict'
      AND (type = $2 OR payload->'changes' ?| $3::text[])
    ORDER BY xid DESC, id DESC LIMIT 1`,
};

/** Conflicts with who wrote the team's values and when; without, where that is longer ago than changes are kept. */
export async function withAuthors(
  on: Queryable,
  taskId: string,
  conflicts: readonly FieldConflict[],
): Promise<FieldConflict[]> {
  const told: FieldConflict[] = [];
  for (const conflict of conflicts) {
    const keys = MERGED_FIELDS.find(([name]) => name === conflict.field)?.[1] ?? [];
    const isDeletion = conflict.field === 'deleted';
    const values = [taskId, isDeletion ? 'task.deleted' : '', isDeletion ? [] : keys];
    const [last] = await on.rows<{ by: string | null; at: string }>(LAST, values);
    told.push(last ? { ...conflict, theirsBy: last.by, theirsAt: isoOf(last.at) } : conflict);
  }
  return told;
}
