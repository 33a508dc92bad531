import { PRIORITIES, STATUSES, type Priority, type Status } from '../../../../server/contract/tasks.ts';
import type { TaskQuery } from '../../../api/query-keys.ts';
import { addDays, localMidnight } from './days.ts';

/** Any of the values, or with `not` anything but them. */
export interface Choice<T extends string> {
  readonly not: boolean;
  readonly values: readonly T[];
}

/** `before` and `after` take a calendar day ("2026-03-12") and leave that day out; the others move with the clock. */
export type DueFilter =
  | { readonly kind: 'overdue' | 'today' | 'week' | 'none' }
  | { readonly kind: 'before' | 'after'; readonly day: string };

/** What the filter bar holds. `assignee` and `creator`: user ids, `me`; of the assignee also `none`. */
export interface Filters {
  readonly match: 'all' | 'any';
  readonly status?: Choice<Status> | undefined;
  readonly priority?: Choice<Priority> | undefined;
  readonly assignee?: readonly string[] | undefined;
  readonly creator?: readonly string[] | undefined;
  readonly due?: DueFilter | undefined;
  readonly search?: string | undefined;
}

export const FILTER_FIELDS = ['status', 'priority', 'assignee', 'creator', 'due', 'search'] as const;
export type FilterField = (typeof FILTER_FIELDS)[number];

/** Conditions of one query that all hold at once. */
export interface Conditions {
  readonly status?: readonly Status[];
  readonly priority?: readonly Priority[];
  readonly assigneeId?: readonly string[];
  readonly creatorId?: readonly string[];
  readonly dueAfter?: string;
  readonly dueBefore?: string;
  readonly noDue?: true;
  readonly overdue?: true;
  readonly search?: string;
}

/** What is open stands in the list at first: finished tasks would bury it. */
export const DEFAULT_FILTERS: Filters = {
  match: 'all',
  status: { not: true, values: ['done', 'cancelled'] },
};

function chosen<T extends string>(choice: Choice<T>, all: readonly T[]): readonly T[] {
  return all.filter((value) => choice.values.includes(value) !== choice.not);
}

function dueConditions(due: DueFilter, now: Date): Conditions {
  const today = localMidnight(now);
  switch (due.kind) {
    case 'overdue':
      return { overdue: true };
    case 'none':
      return { noDue: true };
    case 'today':
      return { dueAfter: today.toISOString(), dueBefore: addDays(today, 1).toISOString() };
    case 'week':
      return { dueAfter: today.toISOString(), dueBefore: addDays(today, 7).toISOString() };
    case 'before':
      return { dueBefore: new Date(`${due.day}T00:00`).toISOString() };
    case 'after':
      return { dueAfter: addDays(new Date(`${due.day}T00:00`), 1).toISOString() };
  }
}

/** The conditions of each filter that is set, one entry a field. */
export function conditionsOf(filters: Filters, now: Date): Partial<Record<FilterField, Conditions>> {
  const { status, priority, assignee, creator, due, search } = filters;
  const text = search?.trim();
  return {
    ...(status ? { status: { status: chosen(status, STATUSES) } } : {}),
    ...(priority ? { priority: { priority: chosen(priority, PRIORITIES) } } : {}),
    ...(assignee ? { assignee: { assigneeId: assignee } } : {}),
    ...(creator ? { creator: { creatorId: creator } } : {}),
    ...(due ? { due: dueConditions(due, now) } : {}),
    ...(text ? { search: { search: text } } : {}),
  };
}

const both = <T>(a: readonly T[] | undefined, b: readonly T[] | undefined): readonly T[] | undefined =>
  a && b ? a.filter((value) => b.includes(value)) : (a ?? b);

const later = (a?: string, b?: string): string | undefined => (a && b ? (a > b ? a : b) : (a ?? b));
const earlier = (a?: string, b?: string): string | undefined => (a && b ? (a < b ? a : b) : (a ?? b));

/** Both at once; null when no task can fit. Two searches do not meet: only filters have one. */
export function meet(a: Conditions, b: Conditions): Conditions | null {
  const status = both(a.status, b.status);
  const priority = both(a.priority, b.priority);
  const assigneeId = both(a.assigneeId, b.assigneeId);
  const creatorId = both(a.creatorId, b.creatorId);
  const dueAfter = later(a.dueAfter, b.dueAfter);
  const dueBefore = earlier(a.dueBefore, b.dueBefore);
  const noDue = a.noDue ?? b.noDue;
  const overdue = a.overdue ?? b.overdue;
  const search = a.search ?? b.search;
  if ([status, priority, assigneeId, creatorId].some((values) => values?.length === 0)) return null;
  if (dueAfter && dueBefore && dueAfter >= dueBefore) return null;
  if (noDue && (dueAfter || dueBefore || overdue)) return null;
  return {
    ...(status ? { status } : {}),
    ...(priority ? { priority } : {}),
    ...(assigneeId ? { assigneeId } : {}),
    ...(creatorId ? { creatorId } : {}),
    ...(dueAfter ? { dueAfter } : {}),
    ...(dueBefore ? { dueBefore } : {}),
    ...(noDue ? { noDue } : {}),
    ...(overdue ? { overdue } : {}),
    ...(search ? { search } : {}),
  };
}

/**
 * The filters as one query, met with `within` (a group's conditions). Null when nothing can fit. `'inexpressible'` when
 * filters are joined by "any" in a way that one query cannot say together with the group.
 */
export function queryOf(
  filters: Filters,
  within: Conditions,
  now: Date,
  me?: string,
): NonNullable<TaskQuery> | null | 'inexpressible' {
  const tz = { tz: Intl.DateTimeFormat().resolvedOptions().timeZone };
  const asked = Object.values(conditionsOf(filters, now));
  if (filters.match === 'all' || asked.length < 2) {
    let all: Conditions | null = resolve(within, me);
    for (const one of asked) all = all && meet(all, resolve(one, me));
    return all && { ...mutable(all), ...tz };
  }
  if (Object.keys(within).length === 0)
    return { ...mutable(Object.assign({}, ...asked) as Conditions), match: 'any', ...tz };
  const group = resolve(within, me);
  const rest: Conditions[] = [];
  for (const one of asked) {
    const met = meet(group, resolve(one, me));
    if (!met) continue;
    // The whole group fits this filter, and with "any" that is enough.
    if (JSON.stringify(met) === JSON.stringify(group)) return { ...mutable(group), ...tz };
    rest.push(met);
  }
  if (rest.length > 1) return 'inexpressible';
  return rest[0] ? { ...mutable(rest[0]), ...tz } : null;
}

/** `me` as an id, so that it meets a group of that id. */
function resolve(conditions: Conditions, me: string | undefined): Conditions {
  if (!me) return conditions;
  const { assigneeId, creatorId } = conditions;
  const named = (id: string): string => (id === 'me' ? me : id);
  return {
    ...conditions,
    ...(assigneeId ? { assigneeId: assigneeId.map(named) } : {}),
    ...(creatorId ? { creatorId: creatorId.map(named) } : {}),
  };
}

function mutable({ status, priority, assigneeId, creatorId, ...rest }: Conditions): NonNullable<TaskQuery> {
  return {
    ...rest,
    ...(status ? { status: [...status] } : {}),
    ...(priority ? { priority: [...priority] } : {}),
    ...(assigneeId ? { assigneeId: [...assigneeId] } : {}),
    ...(creatorId ? { creatorId: [...creatorId] } : {}),
  };
}

/** Whether two sets of filters say the same. */
export function sameFilters(a: Filters, b: Filters): boolean {
  const plain = (filters: Filters) =>
    JSON.stringify([filters.match, ...FILTER_FIELDS.map((field) => filters[field])]);
  return plain(a) === plain(b);
}

/** Without one field. */
export function without(filters: Filters, field: FilterField): Filters {
  return { ...filters, [field]: undefined };
}

/** Whether the status filter is the list's own "not finished". The board leaves it out: the finished have columns there. */
export function isOpenOnly({ status }: Filters): boolean {
  return sameFilters({ match: 'all', status }, DEFAULT_FILTERS);
}
