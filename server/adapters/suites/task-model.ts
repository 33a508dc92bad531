import { randomUUID } from 'node:crypto';
import { PRIORITIES, STATUSES, type TaskRecord } from '../../contract/tasks.ts';
import type { TaskFilter, TaskOrder, TaskWrite } from '../../modules/tasks/task.store.ts';
import { NO_EFFECTS, type Effects } from '../../ports/effects.ts';
import { codePointKey, fold } from '../../ports/text.ts';
import { NAMES, NOW, PEOPLE, iso } from './stores.ts';

const DAY = 86_400_000;
const TITLES = [
  'Äpfel',
  'apfel',
  'Zebra 🎒',
  'zebra',
  'ÖL',
  'ol',
  'ß',
  'SS',
  '10',
  '9',
  'naïve',
  '😀',
  'Ｗ',
  '',
  '50% off',
  'a_b',
  'a\\b',
  "it's",
];
const SEARCHES = [
  'ä',
  'Ä',
  'ZEBRA',
  '😀',
  'über',
  ' 1',
  'ß',
  'ss',
  '%',
  '_',
  '\\',
  "'",
  'ab',
  'nothing at all',
];
export const ALL: TaskFilter = { visibleTo: null, deleted: false, match: 'all' };

/** A random task, with many ties and nulls. */
export function taskOf(next: () => number, set: Partial<TaskRecord> = {}): TaskRecord {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  const id = '00000000-0000-4000-8000-000000000000'.replace(/0/g, () => Math.floor(next() * 16).toString(16));
  const allDay = next() < 0.4;
  const due = NOW + Math.floor(next() * 10 - 5) * DAY;
  const created = NOW - Math.floor(next() * 5) * DAY;
  const status = pick(STATUSES);
  return {
    id,
    title: `${pick(TITLES)} ${Math.floor(next() * 3)}`,
    description: next() < 0.3 ? `Über ${pick(TITLES)}` : null,
    status,
    priority: pick(PRIORITIES),
    assigneeId: pick([null, ...PEOPLE]),
    dueDate: next() < 0.5 ? iso(allDay ? due - (due % DAY) : due) : null,
    dueAllDay: allDay,
    remindAt: next() < 0.2 ? iso(NOW + Math.floor(next() * 48) * 3_600_000) : null,
    rank: next() < 0.5 ? pick(['a0', 'a1', 'Zz', 'a0V']) : null,
    creatorId: pick(PEOPLE),
    version: 1,
    completedAt: status === 'done' ? iso(created + Math.floor(next() * 4) * DAY) : null,
    createdAt: iso(created),
    updatedAt: iso(created),
    deletedAt: next() < 0.15 ? iso(NOW) : null,
    ...set,
  };
}

export const before = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

function valueOf(task: TaskRecord, { sort }: TaskOrder): string | number | null {
  switch (sort) {
    case 'status':
      return STATUSES.indexOf(task.status);
    case 'priority':
      return PRIORITIES.indexOf(task.priority);
    case 'title':
      return codePointKey(fold(task.title));
    case 'assignee':
      return task.assigneeId === null ? null : codePointKey(fold(NAMES.get(task.assigneeId) ?? ''));
    default:
      return task[sort];
  }
}

/** The rules of the port, written down the slow and obvious way. */
export function model(tasks: Iterable<TaskRecord>, filter: TaskFilter, order: TaskOrder): TaskRecord[] {
  const fits = (task: TaskRecord): boolean => {
    const due = task.dueDate === null ? Number.NaN : Date.parse(task.dueDate);
    const at = (bound: { instant: number; day: number }) => (task.dueAllDay ? bound.day : bound.instant);
    const tests: boolean[] = [];
    if (filter.status) tests.push(filter.status.includes(task.status));
    if (filter.priority) tests.push(filter.priority.includes(task.priority));
    if (filter.assigneeId) tests.push(filter.assigneeId.includes(task.assigneeId));
    if (filter.creatorId) tests.push(filter.creatorId.includes(task.creatorId));
    if (filter.search !== undefined) {
      const wanted = fold(filter.search);
      tests.push([task.title, task.description ?? ''].some((text) => fold(text).includes(wanted)));
    }
    // One field, a range: with match "any" its two ends still hold together.
    const { dueBefore, dueAfter } = filter;
    if (dueBefore || dueAfter)
      tests.push((!dueBefore || due < at(dueBefore)) && (!dueAfter || due >= at(dueAfter)));
    if (filter.noDue !== undefined) tests.push((task.dueDate === null) === filter.noDue);
    if (filter.overdue) {
      const late = task.status !== 'done' && task.status !== 'cancelled' && due < at(filter.overdue);
      tests.push(late === filter.overdue.is);
    }
    if ((task.deletedAt !== null) !== filter.deleted) return false;
    if (filter.visibleTo !== null && ![task.creatorId, task.assigneeId].includes(filter.visibleTo))
      return false;
    return tests.length === 0 || (filter.match === 'all' ? tests.every(Boolean) : tests.some(Boolean));
  };
  const sign = order.order === 'desc' ? -1 : 1;
  return [...tasks].filter(fits).sort((a, b) => {
    const [x, y] = [valueOf(a, order), valueOf(b, order)];
    if (x !== y && (x === null || y === null)) return x === null ? 1 : -1;
    return sign * (before(x ?? 0, y ?? 0) || before(a.id, b.id));
  });
}

export function filterOf(next: () => number): TaskFilter {
  const some = <T>(from: readonly T[]): T[] => from.filter(() => next() < 0.4);
  const often = <T>(value: T): T | undefined => (next() < 0.3 ? value : undefined);
  const bound = () => ({ instant: NOW + Math.floor(next() * 6 - 3) * DAY, day: NOW - (NOW % DAY) });
  const fields = {
    status: often(some(STATUSES)),
    priority: often(some(PRIORITIES)),
    assigneeId: often(some([null, ...PEOPLE, randomUUID()])),
    creatorId: often(some(PEOPLE)),
    search: often(SEARCHES[Math.floor(next() * SEARCHES.length)]),
    dueBefore: often(bound()),
    dueAfter: often(bound()),
    noDue: often(next() < 0.5),
    overdue: often({ instant: NOW, day: NOW - (NOW % DAY), is: next() < 0.5 }),
  };
  return {
    ...(Object.fromEntries(
      Object.entries(fields).filter(([, value]) => value !== undefined),
    ) as Partial<TaskFilter>),
    visibleTo: next() < 0.3 ? PEOPLE[0] : null,
    deleted: next() < 0.2,
    match: next() < 0.5 ? 'all' : 'any',
  };
}

export const insert = (
  task: TaskRecord,
  effects: Effects = NO_EFFECTS,
  revives: boolean = false,
): TaskWrite => ({
  kind: 'insert',
  task,
  ...(revives && { revives }),
  effects,
});
export const replace = (
  task: TaskRecord,
  expectedVersion: number | null,
  { setsRank = false, effects = NO_EFFECTS }: { setsRank?: boolean; effects?: Effects } = {},
): TaskWrite => ({ kind: 'replace', task, expectedVersion, setsRank, effects });
export const move = (id: string, rank: string | null, updatedAt = iso(NOW)): TaskWrite => ({
  kind: 'rank',
  id,
  rank,
  updatedAt,
});
export const purge = (id: string, expectedVersion: number | null): TaskWrite => ({
  kind: 'purge',
  id,
  expectedVersion,
  effects: NO_EFFECTS,
});

/** A write that the store has to take, and what it makes of what is held. */
export function someWrite(next: () => number, held: Map<string, TaskRecord>): TaskWrite {
  const known = [...held.values()][Math.floor(next() * held.size)];
  if (!known || next() < 0.6) {
    const task = taskOf(next);
    held.set(task.id, task);
    return insert(task);
  }
  const { id, version } = known;
  if (next() < 0.2) {
    held.delete(id);
    return purge(id, next() < 0.5 ? version : null);
  }
  const task = taskOf(next, { id, version: version + 1 });
  if (next() < 0.2) {
    held.set(id, { ...known, rank: task.rank, updatedAt: task.updatedAt });
    return move(id, task.rank, task.updatedAt);
  }
  const setsRank = next() < 0.5;
  held.set(id, setsRank ? task : { ...task, rank: known.rank });
  return replace(task, next() < 0.8 ? version : null, { setsRank });
}
