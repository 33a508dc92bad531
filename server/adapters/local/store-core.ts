import type { TaskFilter, TaskOrder, TaskPageRequest } from '../../modules/tasks/task.store.ts';
import type { Head } from './head.ts';
import type { Views } from './views.ts';
import type { Draft, Plan, Writer } from './writer.ts';

/** What the stores of a workspace stand on: views to read, one way to write, and what may be served while loading. */
export class StoreCore {
  private done = false;

  constructor(
    private readonly views: Views,
    /** The writer, once everything is loaded. Rejects when loading failed. */
    private readonly loaded: Promise<Writer>,
    /** The first rows as of the end of the log; null when there are none that are certain. */
    private readonly head: Head | null,
  ) {
    void loaded.then(
      () => (this.done = true),
      () => undefined,
    );
  }

  /** The views, when everything is in them. */
  async loadedViews(): Promise<Views> {
    if (!this.done) await this.loaded;
    return this.views;
  }

  /** For people and settings, which the head holds all of: the head's views while the rest is loading. */
  async earlyViews(): Promise<Views> {
    return this.done || !this.head ? this.loadedViews() : this.head.views;
  }

  /** The head, while loading, for a request that it answers in full. */
  firstRows(
    filter: TaskFilter,
    order: TaskOrder,
    page: TaskPageRequest,
  ): { readonly views: Views; readonly total: number } | null {
    if (this.done || !this.head || !('page' in page) || page.page !== 1) return null;
    const { total = 0 } = this.head.header;
    const { visibleTo, deleted, match: _, ...fields } = filter;
    const plain =
      visibleTo === null && !deleted && Object.values(fields).every((value) => value === undefined);
    const held = this.head.views.index.size;
    // One row more than the page tells whether there is a next one, unless these are all there are.
    if (!plain || order.sort !== 'createdAt' || order.order !== 'desc') return null;
    return page.limit < held || held === total ? { views: this.head.views, total } : null;
  }

  /** `alone`: the plan reads more than the draft knows, so nothing may be pending before it. */
  async submit<T>(plan: (draft: Draft) => Promise<Plan<T>> | Plan<T>, alone = false): Promise<T> {
    return (await this.loaded).submit(plan, alone);
  }
}
