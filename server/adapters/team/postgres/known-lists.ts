import { LRUCache } from 'lru-cache';
import type { TaskFilter, TaskOrder } from '../../../modules/tasks/task.store.ts';
import { ADMINS, ofUser, type Generations } from '../../../ports/generations.ts';
import type { Start } from './task-list.ts';

const MOST_TOTALS = 5_000;
const MOST_WALKS = 500;
const MOST_PLACES = 256;

/** Places of one walk, by the number of tasks before them. */
type Places = Map<number, string>;

/** What is known of a list as it is now. */
export interface KnownList {
  /** Null: it has to be counted. */
  readonly total: number | null;
  /** The place before page `skipped` that is nearest to it. */
  readonly startOf: (skipped: number) => Start;
  /** Keeps what a page has told. */
  readonly learn: (found: {
    readonly total: number;
    readonly before: number;
    readonly cursor: string | null;
  }) => void;
}

const UNKNOWN: KnownList = {
  total: null,
  startOf: (skipped) => ({ cursor: null, skipped }),
  learn: () => undefined,
};

/**
 * Totals of lists, and places in them that pages have ended at, remembered while nothing has changed that they count: the
 * generation is read before the rows are. So a page far back starts from a place near it, not from the beginning.
 */
export class KnownLists {
  readonly #totals = new LRUCache<string, number>({ max: MOST_TOTALS });
  readonly #walks = new LRUCache<string, Places>({ max: MOST_WALKS });

  /** Without generations nothing says what has changed: then every list is counted and every page counts from the start. */
  constructor(private readonly generations: Generations | null) {}

  async look(filter: TaskFilter, { sort, order }: TaskOrder): Promise<KnownList> {
    // A moment that never comes again stands in it.
    if (!this.generations || filter.overdue) return UNKNOWN;
    const current = await this.generations.read([
      filter.visibleTo === null ? ADMINS : ofUser(filter.visibleTo),
    ]);
    if (current === null) return UNKNOWN;
    const key = `${current.join()} ${JSON.stringify(filter)}`;
    // Names of people are not in the generation, so the order by assignee has no places.
    const walk = sort === 'assignee' ? null : `${sort} ${order} ${key}`;
    return {
      total: this.#totals.get(key) ?? null,
      startOf: (skipped) => nearest((walk && this.#walks.get(walk)) || new Map(), skipped),
      learn: ({ total, before, cursor }) => {
        this.#totals.set(key, total);
        if (!walk || cursor === null || before === 0) return;
        const places = this.#walks.get(walk) ?? new Map<number, string>();
        if (places.size < MOST_PLACES) places.set(before, cursor);
        this.#walks.set(walk, places);
      },
    };
  }
}

function nearest(places: Places, skipped: number): Start {
  let before = 0;
  for (const at of places.keys()) if (at <= skipped && at > before) before = at;
  return { cursor: places.get(before) ?? null, skipped: skipped - before };
}
