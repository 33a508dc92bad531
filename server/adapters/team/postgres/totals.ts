import { LRUCache } from 'lru-cache';
import type { TaskFilter } from '../../../modules/tasks/task.store.ts';
import { ADMINS, ofUser, type Generations } from '../../../ports/generations.ts';

const MOST = 5_000;

/** What is known of a total: the number, or null and where to keep it once it is counted. */
export interface KnownTotal {
  readonly total: number | null;
  readonly keep: (total: number) => number;
}

const UNKNOWN: KnownTotal = { total: null, keep: (total) => total };

/** Totals of lists, remembered while nothing that they count has changed: the generation is read before the rows are. */
export class Totals {
  readonly #known = new LRUCache<string, number>({ max: MOST });

  /** Without generations nothing says what has changed: then every list is counted. */
  constructor(private readonly generations: Generations | null) {}

  async look(filter: TaskFilter): Promise<KnownTotal> {
    // A moment that never comes again stands in it.
    if (!this.generations || filter.overdue) return UNKNOWN;
    const names = [filter.visibleTo === null ? ADMINS : ofUser(filter.visibleTo)];
    const current = await this.generations.read(names);
    if (current === null) return UNKNOWN;
    const key = `${current.join()} ${JSON.stringify(filter)}`;
    return {
      total: this.#known.get(key) ?? null,
      keep: (total) => {
        this.#known.set(key, total);
        return total;
      },
    };
  }
}
