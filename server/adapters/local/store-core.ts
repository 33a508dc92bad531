import type { TaskFilter, TaskOrder, TaskPageRequest } from '../../modules/tasks/task.store.ts';
import { firstPageOf, keyOf, type AnsweredPage, type AskedPages } from './first-pages.ts';
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
    private readonly asked: AskedPages,
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

  /** The head's answer while loading, where it has one: as true as any, for nothing was written since. */
  firstPage(
    filter: TaskFilter,
    order: TaskOrder,
    request: TaskPageRequest,
  ): { readonly views: Views; readonly page: AnsweredPage } | null {
    const first = firstPageOf(filter, order, request);
    if (!first) return null;
    this.asked.note(first);
    if (this.done || !this.head) return null;
    const page = this.head.pages.get(keyOf(first));
    return page ? { views: this.head.views, page } : null;
  }

  /** `alone`: the plan reads more than the draft knows, so nothing may be pending before it. */
  async submit<T>(plan: (draft: Draft) => Promise<Plan<T>> | Plan<T>, alone = false): Promise<T> {
    return (await this.loaded).submit(plan, alone);
  }
}
