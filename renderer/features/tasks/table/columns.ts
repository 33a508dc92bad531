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

/** The cell some steps on; null beyond either end. */
export function cellFrom(column: Column, by: 1 | -1): Column | null {
  return CELLS[CELLS.indexOf(column) + by] ?? null;
}

/** The id of a cell, for the reader's cursor. */
export const cellId = (taskId: string, column: Column): string => `cell-${column}-${taskId}`;
