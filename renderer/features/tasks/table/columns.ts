import type { Sort } from '../../../../server/contract/tasks.ts';

/** Cells the cursor goes through and that are edited in place, in their order. */
export const CELLS = ['title', 'status', 'priority', 'assignee', 'due'] as const;
export type Column = (typeof CELLS)[number];

/** Every column with what it sorts by; the last two are for reading, and go first where there is no room. */
export const HEADS: readonly { readonly id: Column | 'created' | 'changed'; readonly sort: Sort }[] = [
  { id: 'title', sort: 'title' },
  { id: 'status', sort: 'status' },
  { id: 'priority', sort: 'priority' },
  { id: 'assignee', sort: 'assignee' },
  { id: 'due', sort: 'dueDate' },
  { id: 'created', sort: 'createdAt' },
  { id: 'changed', sort: 'updatedAt' },
];

/** What is looked for stands on top at the first press: the most pressing, the newest, the first of the alphabet. */
const DOWN_FIRST: ReadonlySet<Sort> = new Set(['priority', 'createdAt', 'updatedAt']);

/** The direction after a press on a column's head: the usual one, then the other. */
export function turned(
  sort: Sort,
  now: { readonly sort: Sort; readonly order: 'asc' | 'desc' },
): 'asc' | 'desc' {
  if (now.sort === sort) return now.order === 'asc' ? 'desc' : 'asc';
  return DOWN_FIRST.has(sort) ? 'desc' : 'asc';
}

/** The columns that can be hidden: all but the title. */
export const HIDEABLE = HEADS.flatMap(({ id, sort }) => (id === 'title' ? [] : [{ id, sort }]));

/** The next cell on that is not hidden; null beyond either end. */
export function cellFrom(column: Column, by: 1 | -1, hidden: readonly string[] = []): Column | null {
  const next = CELLS[CELLS.indexOf(column) + by];
  if (next === undefined) return null;
  return hidden.includes(next) ? cellFrom(next, by, hidden) : next;
}

/** The id of a cell, for the reader's cursor. */
export const cellId = (taskId: string, column: Column): string => `cell-${column}-${taskId}`;
