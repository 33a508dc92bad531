import { fold } from '../../ports/text.ts';
import type { DueBound, OverdueAt, TaskFilter } from '../../modules/tasks/task.store.ts';
import { CANCELLED, DONE, PRIORITY_CODE, STATUS_CODE, type Columns } from './columns.ts';

type Test = (row: number) => boolean;

/** Which codes are asked for, as a table. */
function tableOf<T>(values: readonly T[], size: number, code: (value: T) => number | undefined): Uint8Array {
  const table = new Uint8Array(size);
  for (const value of values) {
    const at = code(value);
    if (at !== undefined) table[at] = 1;
  }
  return table;
}

/** Whether a row is overdue at that moment. */
export function overdueTest(columns: Columns, at: OverdueAt): Test {
  const { status, due, allDay } = columns;
  return (row) => {
    const state = status[row];
    return (
      state !== DONE && state !== CANCELLED && (due[row] as number) < (allDay[row] ? at.day : at.instant)
    );
  };
}

/** The filter without `deleted` as one test of a row; null when every row passes. Good until the next change. */
export function compileFilter(columns: Columns, filter: TaskFilter): Test | null {
  const fields: Test[] = [];
  const codes = new Map(columns.people.map((id, code) => [id, code]));
  if (filter.status) {
    const table = tableOf(filter.status, 8, (status) => STATUS_CODE.get(status));
    const { status } = columns;
    fields.push((row) => table[status[row] as number] === 1);
  }
  if (filter.priority) {
    const table = tableOf(filter.priority, 8, (priority) => PRIORITY_CODE.get(priority));
    const { priority } = columns;
    fields.push((row) => table[priority[row] as number] === 1);
  }
  if (filter.assigneeId) {
    const table = tableOf(filter.assigneeId, columns.people.length, (id) => codes.get(id));
    const { assignee } = columns;
    fields.push((row) => table[assignee[row] as number] === 1);
  }
  if (filter.creatorId) {
    const table = tableOf(filter.creatorId, columns.people.length, (id) => codes.get(id));
    const { creator } = columns;
    fields.push((row) => table[creator[row] as number] === 1);
  }
  const { due, allDay } = columns;
  const bound = (at: DueBound, row: number): number => (allDay[row] ? at.day : at.instant);
  const { dueBefore, dueAfter } = filter;
  // One field, a range: with match "any" its two ends still hold together.
  if (dueBefore || dueAfter)
    fields.push((row) => {
      const at = due[row] as number;
      return (!dueBefore || at < bound(dueBefore, row)) && (!dueAfter || at >= bound(dueAfter, row));
    });
  const { noDue, overdue } = filter;
  if (noDue !== undefined) fields.push((row) => Number.isNaN(due[row]) === noDue);
  if (overdue) {
    const late = overdueTest(columns, overdue);
    fields.push((row) => late(row) === overdue.is);
  }
  // Last, because it costs the most.
  if (filter.search !== undefined) {
    const wanted = fold(filter.search);
    const { text } = columns;
    fields.push((row) => (text[row] as string).includes(wanted));
  }
  const fits = join(fields, filter.match);
  if (filter.visibleTo === null) return fits;
  const me = codes.get(filter.visibleTo);
  const { creator, assignee } = columns;
  const visible: Test = (row) => creator[row] === me || assignee[row] === me;
  return fits ? (row) => visible(row) && fits(row) : visible;
}

function join(fields: readonly Test[], match: 'all' | 'any'): Test | null {
  const [first, second, third] = fields;
  if (!first) return null;
  if (!second) return first;
  if (match === 'any') return (row) => fields.some((fits) => fits(row));
  if (!third) return (row) => first(row) && second(row);
  return (row) => fields.every((fits) => fits(row));
}
