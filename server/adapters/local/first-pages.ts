import type { TaskFilter, TaskOrder, TaskPageRequest } from '../../modules/tasks/task.store.ts';

/** The first page of a list, as a window asks for it. */
export interface FirstPage {
  readonly filter: TaskFilter;
  readonly order: TaskOrder;
  readonly limit: number;
}

/** A first page with its answer. */
export interface AnsweredPage extends FirstPage {
  readonly ids: readonly string[];
  readonly total: number;
  readonly nextCursor: string | null;
}

/** Lists that a head answers. A window opens with some five: one a group of its view, and counts. */
const KEPT = 12;
/** The newest tasks: what is there for whoever asked nothing yet. */
const NEWEST: FirstPage = {
  filter: { visibleTo: null, deleted: false, match: 'all' },
  order: { sort: 'createdAt', order: 'desc' },
  limit: 100,
};

/**
 * The request as a first page, when a later start may well ask the same: what is searched for and what is overdue by the
 * second is not asked again, and an order by assignee changes with names as well.
 */
export function firstPageOf(
  filter: TaskFilter,
  { sort, order }: TaskOrder,
  request: TaskPageRequest,
): FirstPage | null {
  if (!('page' in request) || request.page !== 1 || request.limit > NEWEST.limit) return null;
  if (filter.search !== undefined || filter.overdue || sort === 'assignee') return null;
  return { filter, order: { sort, order }, limit: request.limit };
}

/** The same for the same question, however it was put together. */
export function keyOf({ filter, order, limit }: FirstPage): string {
  const fields = Object.entries(filter).filter(([, value]) => value !== undefined);
  return JSON.stringify([fields.sort(([a], [b]) => (a < b ? -1 : 1)), order.sort, order.order, limit]);
}

/** The first pages that were asked for last: the next start will ask for some of them first. */
export class AskedPages {
  private readonly asked = new Map<string, FirstPage>();

  /** `before`: those of the start before, the latest last. */
  constructor(before: readonly FirstPage[]) {
    for (const page of [NEWEST, ...before]) this.note(page);
  }

  note(page: FirstPage): void {
    const key = keyOf(page);
    this.asked.delete(key);
    this.asked.set(key, page);
    if (this.asked.size <= KEPT) return;
    const [oldest] = this.asked.keys();
    if (oldest !== undefined) this.asked.delete(oldest);
  }

  /** The latest last. */
  get latest(): readonly FirstPage[] {
    return [...this.asked.values()];
  }
}
