import type { DueBound, OverdueAt, TaskFilter } from '../../../modules/tasks/task.store.ts';
import { fold } from '../../../ports/text.ts';
import type { Parameters } from './parameters.ts';

const LATEST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Past every time that can be kept (a wall clock may lead there) PostgreSQL reads none but this. */
const instant = (ms: number): string => (ms > LATEST_MS ? 'infinity' : new Date(ms).toISOString());

/** A bound as SQL: whole days are compared with the viewer's day, others with the instant. */
function boundOf({ instant: at, day }: DueBound, parameters: Parameters): string {
  const exact = parameters.add(instant(at), 'timestamptz');
  return at === day
    ? exact
    : `CASE WHEN t.due_all_day THEN ${parameters.add(instant(day), 'timestamptz')} ELSE ${exact} END`;
}

/** Whether a task is overdue at that moment, as SQL over the table `t`; never null. */
export const overdueSql = (at: OverdueAt, parameters: Parameters): string =>
  `(t.status NOT IN ('done', 'cancelled') AND t.due_date IS NOT NULL AND t.due_date < ${boundOf(at, parameters)})`;

/** A text as LIKE takes it literally. */
export const literally = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/**
 * A condition whose share of rows PostgreSQL cannot guess. Among one person's tasks the way is always the same (their index,
 * in order), and it plans anew for each list as long as it believes that the values matter: that took longer than the list.
 */
const unguessed = (condition: string): string => `coalesce(${condition}, false)`;

/** How many fields a filter names. */
export function fieldsIn({ visibleTo: _v, deleted: _d, match: _m, ...fields }: TaskFilter): number {
  return Object.keys(fields).length;
}

function fieldsOf(filter: TaskFilter, parameters: Parameters): string[] {
  const fields: string[] = [];
  const isGuessed = filter.visibleTo === null;
  const among = (condition: string): string => (isGuessed ? condition : unguessed(condition));
  const some = (values: readonly unknown[], type: string): string =>
    isGuessed ? parameters.add(values, `${type}[]`) : parameters.addUncounted(values, type);
  const { status, priority, assigneeId, creatorId, search, dueBefore, dueAfter, noDue, overdue } = filter;
  if (status) fields.push(among(`t.status = ANY(${some(status, 'task_status')})`));
  if (priority) fields.push(among(`t.priority = ANY(${some(priority, 'task_priority')})`));
  if (assigneeId) {
    const people = some(
      assigneeId.filter((id) => id !== null),
      'uuid',
    );
    const nobody = assigneeId.includes(null) ? ' OR t.assignee_id IS NULL' : '';
    fields.push(`(coalesce(t.assignee_id = ANY(${people}), false)${nobody})`);
  }
  if (creatorId) fields.push(among(`t.creator_id = ANY(${some(creatorId, 'uuid')})`));
  // One field, a range: with match "any" its two ends still hold together.
  const ends: string[] = [];
  if (dueBefore) ends.push(`t.due_date < ${boundOf(dueBefore, parameters)}`);
  if (dueAfter) ends.push(`t.due_date >= ${boundOf(dueAfter, parameters)}`);
  if (ends.length > 0) fields.push(among(`(t.due_date IS NOT NULL AND ${ends.join(' AND ')})`));
  if (noDue !== undefined) fields.push(`t.due_date IS ${noDue ? '' : 'NOT '}NULL`);
  if (overdue) fields.push(`${overdue.is ? '' : 'NOT '}${overdueSql(overdue, parameters)}`);
  if (search !== undefined) {
    const wanted = fold(search);
    // Among one person's tasks the trigram index is a detour (8 ms against 1): strpos does not lead there.
    if (filter.visibleTo === null)
      fields.push(
        `t.id IN (SELECT task_id FROM task_texts WHERE search_text LIKE ${parameters.add(`%${literally(wanted)}%`, 'text')})`,
      );
    else fields.push(`strpos(t.search_text, ${parameters.add(wanted, 'text')}) > 0`);
  }
  return fields;
}

/**
 * Conditions over the table `t` whose rows together, each once, are what passes the filter. Two for one person (created
 * by, assigned to), because each is a walk through an index of its own where an OR would be neither.
 */
export function branchesOf(filter: TaskFilter, parameters: Parameters): readonly string[] {
  const fields = fieldsOf(filter, parameters);
  const side = `t.deleted_at IS ${filter.deleted ? 'NOT ' : ''}NULL`;
  const fits =
    fields.length === 0 ? side : `${side} AND (${fields.join(filter.match === 'all' ? ' AND ' : ' OR ')})`;
  if (filter.visibleTo === null) return [fits];
  // Not the value itself, for the same reason: people have many tasks or few.
  const me = `(SELECT ${parameters.add(filter.visibleTo, 'uuid')})`;
  return [`t.creator_id = ${me} AND ${fits}`, `t.assignee_id = ${me} AND t.creator_id <> ${me} AND ${fits}`];
}

/** How many tasks pass, as a SQL expression. */
export const countSql = (branches: readonly string[]): string =>
  branches.map((branch) => `(SELECT count(*) FROM tasks t WHERE ${branch})`).join(' + ');
