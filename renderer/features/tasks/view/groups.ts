import type { Priority, Status, TaskSet } from '../../../../server/contract/tasks.ts';
import type { User } from '../../../../server/contract/users.ts';
import type { TaskQuery } from '../../../api/query-keys.ts';
import { allDayIso } from '../../../i18n/dates.ts';
import { addDays, localMidnight } from './days.ts';
import { queryOf, type Conditions, type Filters } from './filters.ts';

export const GROUPINGS = ['status', 'priority', 'due', 'assignee', 'creator', 'none'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export const DUE_GROUPS = ['overdue', 'today', 'tomorrow', 'week', 'later', 'undated', 'earlier'] as const;
export type DueGroup = (typeof DUE_GROUPS)[number];

/** What a group stands for; its heading is made of it. */
export type Heading =
  | { readonly by: 'status'; readonly status: Status }
  | { readonly by: 'priority'; readonly priority: Priority }
  | { readonly by: 'due'; readonly due: DueGroup | 'upcoming' }
  | { readonly by: 'assignee' | 'creator'; readonly person: User | null }
  | { readonly by: 'none' };

/** A group of the list: tasks that meet `conditions`. `preset` is what a new task made in it starts with, null where none can be. */
export interface GroupPlan {
  /** Unique in a list and lasting, by which a fold is remembered: "status:todo". */
  readonly key: string;
  readonly heading: Heading;
  readonly conditions: Conditions;
  readonly preset: TaskSet | null;
}

/** A group with the query that lists it. */
export interface Group extends GroupPlan {
  readonly query: NonNullable<TaskQuery>;
}

/** What is being worked on stands first; what is over, last. */
const STATUS_ORDER: readonly Status[] = ['in_progress', 'in_review', 'todo', 'done', 'cancelled'];
const PRIORITY_ORDER: readonly Priority[] = ['urgent', 'high', 'medium', 'low'];
const OPEN: readonly Status[] = ['todo', 'in_progress', 'in_review'];
const CLOSED: readonly Status[] = ['done', 'cancelled'];

function byDue(now: Date): GroupPlan[] {
  const today = localMidnight(now);
  const at = (days: number): string => addDays(today, days).toISOString();
  const on = (days: number): TaskSet => ({ dueDate: allDayIso(addDays(today, days)), dueAllDay: true });
  const plan = (due: DueGroup, conditions: Conditions, preset: TaskSet | null = {}): GroupPlan => ({
    key: `due:${due}`,
    heading: { by: 'due', due },
    conditions,
    preset,
  });
  return [
    plan('overdue', { dueBefore: at(0), status: OPEN }, null),
    plan('today', { dueAfter: at(0), dueBefore: at(1) }, on(0)),
    plan('tomorrow', { dueAfter: at(1), dueBefore: at(2) }, on(1)),
    plan('week', { dueAfter: at(2), dueBefore: at(7) }, on(2)),
    plan('later', { dueAfter: at(7) }, on(7)),
    plan('undated', { noDue: true }),
    plan('earlier', { dueBefore: at(0), status: CLOSED }, null),
  ];
}

/** The groups of a list, in the order they stand. `people` are those a task can be assigned to, the asker first. */
export function plansOf(grouping: Grouping, now: Date, people: readonly User[]): GroupPlan[] {
  switch (grouping) {
    case 'status':
      return STATUS_ORDER.map((status) => ({
        key: `status:${status}`,
        heading: { by: 'status', status },
        conditions: { status: [status] },
        preset: { status },
      }));
    case 'priority':
      return PRIORITY_ORDER.map((priority) => ({
        key: `priority:${priority}`,
        heading: { by: 'priority', priority },
        conditions: { priority: [priority] },
        preset: { priority },
      }));
    case 'due':
      return byDue(now);
    case 'assignee':
      return [...people, null].map((person) => ({
        key: `assignee:${person?.id ?? 'none'}`,
        heading: { by: 'assignee', person },
        conditions: { assigneeId: [person?.id ?? 'none'] },
        preset: { assigneeId: person?.id ?? null },
      }));
    case 'creator':
      return people.map((person, index) => ({
        key: `creator:${person.id}`,
        heading: { by: 'creator', person },
        conditions: { creatorId: [person.id] },
        // Whoever adds a task has made it: the asker stands first.
        preset: index === 0 ? {} : null,
      }));
    case 'none':
      return [{ key: 'none', heading: { by: 'none' }, conditions: {}, preset: {} }];
  }
}

/** My work: what presses, then what comes, then what has no day. Open tasks only. */
export function myWorkPlans(now: Date): GroupPlan[] {
  const [overdue, today, , , , undated] = byDue(now);
  const tomorrow = addDays(localMidnight(now), 1);
  const upcoming: GroupPlan = {
    key: 'due:upcoming',
    heading: { by: 'due', due: 'upcoming' },
    conditions: { dueAfter: tomorrow.toISOString() },
    preset: { dueDate: allDayIso(tomorrow), dueAllDay: true },
  };
  return [overdue, today, upcoming, undated].filter((plan) => plan !== undefined);
}

/** How the rows within each group are sorted. */
export interface Sorting {
  readonly sort: NonNullable<NonNullable<TaskQuery>['sort']>;
  readonly order: 'asc' | 'desc';
}

/**
 * The groups that can hold tasks under the filters, each with its query. Null when filters joined by "any" cannot be said
 * group by group: then the list stands ungrouped.
 */
export function groupsOf(
  plans: readonly GroupPlan[],
  filters: Filters,
  sorting: Sorting,
  now: Date,
  me?: string,
): Group[] | null {
  const groups: Group[] = [];
  for (const plan of plans) {
    const query = queryOf(filters, plan.conditions, now, me);
    if (query === 'inexpressible') return null;
    if (query) groups.push({ ...plan, query: { ...query, ...sorting } });
  }
  return groups;
}
