import type { Input } from '../../contract/route.ts';
import type { listTasks, taskStats } from '../../contract/tasks.ts';
import { invalidAt } from '../../errors.ts';
import type { Actor } from '../../ports/actor.ts';
import { instantOfWallClock, wallClockOf } from './zone.ts';
import type { DueBound, OverdueAt, TaskFilter } from './task.store.ts';

type Filters = Input<typeof listTasks>['query'] | Input<typeof taskStats>['query'];

const DAY_MS = 24 * 60 * 60 * 1000;

/** What overdue means now for a viewer in `tz`. */
export function overdueAt(now: number, tz: string): OverdueAt {
  return { instant: now, day: Math.floor(wallClockOf(now, tz) / DAY_MS) * DAY_MS };
}

function dueBound(instant: string, tz: string): DueBound {
  const at = Date.parse(instant);
  return { instant: at, day: wallClockOf(at, tz) };
}

const NOBODY_ID = '00000000-0000-0000-0000-000000000000';

/** A request's filters in the store's terms: `me` becomes an id, days are settled in the viewer's zone. */
export function filterOf(query: Filters, actor: Actor, now: number): TaskFilter {
  const { status, priority, assigneeId, creatorId, search, dueBefore, dueAfter, tz } = query;
  const whom = (id: string): string | null => (id === 'me' ? actor.id : id === 'none' ? null : id);
  return {
    visibleTo: query.mine || actor.role !== 'admin' ? actor.id : null,
    ...(status ? { status } : {}),
    ...(priority ? { priority } : {}),
    ...(assigneeId ? { assigneeId: assigneeId.map(whom) } : {}),
    // Every task has a creator: `none` asks for what there is not.
    ...(creatorId ? { creatorId: creatorId.map((id) => whom(id) ?? NOBODY_ID) } : {}),
    ...(search ? { search } : {}),
    ...(dueBefore ? { dueBefore: dueBound(dueBefore, tz) } : {}),
    ...(dueAfter ? { dueAfter: dueBound(dueAfter, tz) } : {}),
    ...(query.noDue === undefined ? {} : { noDue: query.noDue }),
    ...(query.overdue === undefined ? {} : { overdue: { ...overdueAt(now, tz), is: query.overdue } }),
    deleted: query.deleted ?? false,
    match: query.match,
  };
}

const MOST_DAYS = 366;

/** The span that statistics look at, [from, to): the last 30 days of the viewer, or what was asked. Throws VALIDATION. */
export function spanOf(
  { from, to, tz }: Pick<Input<typeof taskStats>['query'], 'from' | 'to' | 'tz'>,
  now: number,
): { from: number; to: number } {
  const end = to ? Date.parse(to) : now + 1;
  const firstDay = Math.floor(wallClockOf(end - 1, tz) / DAY_MS) * DAY_MS - 29 * DAY_MS;
  const start = from ? Date.parse(from) : instantOfWallClock(firstDay, tz);
  // An hour more for the day on which clocks are set back.
  if (start >= end || end - start > MOST_DAYS * DAY_MS + 3_600_000)
    throw invalidAt('from', { code: 'SPAN', params: { days: MOST_DAYS } });
  return { from: start, to: end };
}
