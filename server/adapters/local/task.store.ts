import type { TaskRecord, TaskStats } from '../../contract/tasks.ts';
import type { Effects } from '../../ports/effects.ts';
import type {
  StatsOptions,
  TaskFilter,
  TaskListing,
  TaskOrder,
  TaskPageRequest,
  TaskStore,
  TaskWrite,
  WriteResult,
} from '../../modules/tasks/task.store.ts';
import { breather } from './breathe.ts';
import type { Operation } from './operations.ts';
import type { StoreCore } from './store-core.ts';
import { undoc, type Views } from './views.ts';
import type { Draft } from './writer.ts';

/** What belongs to a write, as operations of the same frame. */
export function effectsOf(effects: Effects): Operation[] {
  return [
    ...effects.events.map((event): Operation => ({ op: 'event', event })),
    ...effects.notifications.map((notification): Operation => ({ op: 'notification', notification })),
  ];
}

function withoutRaw(task: TaskRecord): TaskRecord {
  if (task.source?.raw === undefined) return task;
  const { raw: _, ...source } = task.source;
  return { ...task, source };
}

/** Judges a write and notes it in the draft. */
function judge(draft: Draft, write: TaskWrite): WriteResult {
  if (write.kind === 'insert') {
    if (draft.versionOf(write.task.id) !== undefined) return 'taken';
    draft.set(write.task.id, write.task);
    return 'done';
  }
  const id = write.kind === 'purge' ? write.id : write.task.id;
  const version = draft.versionOf(id);
  if (version === undefined) return 'missing';
  if (write.kind === 'purge') draft.set(id, null);
  else {
    if (write.expectedVersion !== null && write.expectedVersion !== version) return 'stale';
    draft.set(id, write.task);
  }
  return 'done';
}

const operationsOf = (write: TaskWrite): Operation[] => [
  write.kind === 'purge' ? { op: 'purge', id: write.id } : { op: 'task', task: write.task },
  ...effectsOf(write.effects),
];

/** Tasks: the index finds, NeDB holds, the log keeps. */
export class LocalTaskStore implements TaskStore {
  constructor(private readonly core: StoreCore) {}

  async get(id: string): Promise<TaskRecord | null> {
    const { tasks } = await this.core.loadedViews();
    const doc = await tasks.findOne({ _id: id });
    return doc && undoc<TaskRecord>(doc);
  }

  async getMany(ids: readonly string[]): Promise<ReadonlyMap<string, TaskRecord>> {
    return this.read(await this.core.loadedViews(), ids);
  }

  async list(filter: TaskFilter, order: TaskOrder, page: TaskPageRequest): Promise<TaskListing> {
    const early = this.core.firstPage(filter, order, page);
    const views = early?.views ?? (await this.core.loadedViews());
    const found = early?.page ?? views.index.page(filter, order, page);
    const records = await this.read(views, found.ids);
    // A task purged between the two steps is not there any more.
    const items = found.ids.map((id) => records.get(id)).filter((task) => task !== undefined);
    return { items: items.map(withoutRaw), total: found.total, nextCursor: found.nextCursor };
  }

  async stats(filter: TaskFilter, options: StatsOptions): Promise<TaskStats> {
    return (await this.core.loadedViews()).index.stats(filter, options);
  }

  write(write: TaskWrite): Promise<WriteResult> {
    return this.core.submit((draft) => {
      const result = judge(draft, write);
      return { operations: result === 'done' ? operationsOf(write) : [], result };
    });
  }

  writeEach(writes: readonly TaskWrite[]): Promise<readonly WriteResult[]> {
    return this.core.submit((draft) => {
      const operations: Operation[] = [];
      const result = writes.map((write) => {
        const judged = judge(draft, write);
        if (judged === 'done') operations.push(...operationsOf(write));
        return judged;
      });
      return { operations, result };
    });
  }

  writeAll(
    writes: readonly TaskWrite[],
  ): Promise<'done' | { readonly index: number; readonly result: WriteResult }> {
    return this.core.submit<'done' | { readonly index: number; readonly result: WriteResult }>((draft) => {
      const fork = draft.fork();
      const operations: Operation[] = [];
      for (const [index, write] of writes.entries()) {
        const result = judge(fork, write);
        if (result !== 'done') return { operations: [], result: { index, result } };
        operations.push(...operationsOf(write));
      }
      draft.take(fork);
      return { operations, result: 'done' };
    });
  }

  rank(id: string, rank: string | null, updatedAt: string): Promise<WriteResult> {
    return this.core.submit<WriteResult>(async (draft) => {
      const task = await draft.get(id);
      if (!task) return { operations: [], result: 'missing' };
      const moved = { ...task, rank, updatedAt };
      draft.set(id, moved);
      return { operations: [{ op: 'task', task: moved }], result: 'done' };
    });
  }

  async remindable(from: number, to: number): Promise<readonly TaskRecord[]> {
    const views = await this.core.loadedViews();
    return [...(await this.read(views, views.index.remindable(from, to))).values()];
  }

  async *all(): AsyncIterable<TaskRecord> {
    const docs = [...(await this.core.loadedViews()).moment().tasks];
    docs.sort((a, b) => (a._id < b._id ? -1 : 1));
    const breathe = breather();
    for (const doc of docs) {
      yield structuredClone(undoc<TaskRecord>(doc));
      await breathe();
    }
  }

  private async read(views: Views, ids: readonly string[]): Promise<Map<string, TaskRecord>> {
    const docs = await views.tasks.find({ _id: { $in: [...ids] } });
    return new Map(docs.map((doc) => [doc._id, undoc<TaskRecord>(doc)]));
  }
}
