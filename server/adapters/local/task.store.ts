import type { TaskRecord, TaskStats } from '../../contract/tasks.ts';
import type { Effects } from '../../ports/effects.ts';
import type {
  Remindable,
  StatsOptions,
  TaskFilter,
  TaskListing,
  TaskOrder,
  TaskPageRequest,
  TaskStore,
  TaskWrite,
  WriteResult,
  Written,
} from '../../modules/tasks/task.store.ts';
import { sortName } from '../../modules/users/user.store.ts';
import { codePointKey } from '../../ports/text.ts';
import { breather } from './breathe.ts';
import type { Operation } from './operations.ts';
import type { StoreCore } from './store-core.ts';
import { NO_NAMES, type SortNames } from './task-index.ts';
import { undoc, type Views } from './views.ts';
import type { Draft } from './writer.ts';

/** What belongs to a write, as operations of the same frame. */
export function effectsOf(effects: Effects): Operation[] {
  return [
    ...effects.events.map((event): Operation => ({ op: 'event', event })),
    ...effects.notifications.map((notification): Operation => ({ op: 'notification', notification })),
  ];
}

/** Of what may remind, at a time. */
const PORTION = 200;

function withoutRaw(task: TaskRecord): TaskRecord {
  if (task.source?.raw === undefined) return task;
  const { raw: _, ...source } = task.source;
  return { ...task, source };
}

const isOf = ({ creatorId, assigneeId }: TaskRecord, userId: string): boolean =>
  creatorId === userId || assigneeId === userId;

export type Judged = Operation[] | Exclude<WriteResult, 'done'>;

async function judgeWrite(draft: Draft, write: TaskWrite): Promise<Judged> {
  if (write.kind === 'rank') {
    const task = await draft.get(write.id);
    if (!task) return 'missing';
    const moved = { ...task, rank: write.rank, updatedAt: write.updatedAt };
    draft.set(write.id, moved);
    return [{ op: 'task', task: moved }];
  }
  const id = write.kind === 'purge' ? write.id : write.task.id;
  const known = draft.brief(id);
  if (write.kind === 'insert') {
    if (known || (!write.revives && draft.isGone(id))) return 'taken';
  } else {
    if (!known) return 'missing';
    if (write.expectedVersion !== null && write.expectedVersion !== known.version) return 'stale';
  }
  if (write.kind === 'purge') {
    draft.set(id, null);
    return [{ op: 'purge', id, gone: true }, ...effectsOf(write.effects)];
  }
  const keepsRank = write.kind === 'replace' && !write.setsRank && known && known.rank !== write.task.rank;
  const task = keepsRank ? { ...write.task, rank: known.rank } : write.task;
  draft.set(id, task);
  return [{ op: 'task', task }, ...effectsOf(write.effects)];
}

/** A workspace has few people, so that all are read. */
async function namesOf({ users }: Views): Promise<SortNames> {
  return new Map((await users.find({})).map((user) => [user._id, codePointKey(sortName(user))]));
}

/** Tasks: the index finds, NeDB holds, the log keeps. */
export class LocalTaskStore implements TaskStore {
  constructor(
    private readonly core: StoreCore,
    /** Judges a write and notes it in the draft; answers what it puts into the log when it may. */
    private readonly judge: (draft: Draft, write: TaskWrite) => Promise<Judged> = judgeWrite,
  ) {}

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
    const names = order.sort === 'assignee' ? await namesOf(views) : NO_NAMES;
    const found = early?.page ?? views.index.page(filter, order, page, names);
    const records = this.read(views, found.ids);
    // A task purged between the two steps is not there any more.
    const items = found.ids.map((id) => records.get(id)).filter((task) => task !== undefined);
    return { items: items.map(withoutRaw), total: found.total, nextCursor: found.nextCursor };
  }

  async stats(filter: TaskFilter, options: StatsOptions): Promise<TaskStats> {
    return (await this.core.loadedViews()).index.stats(filter, options);
  }

  write(write: TaskWrite): Promise<Written> {
    return this.core.submit<Written>(async (draft) => {
      const judged = await this.judge(draft, write);
      if (typeof judged === 'string') return { operations: [], result: { result: judged, stored: null } };
      const id = 'task' in write ? write.task.id : write.id;
      return { operations: judged, result: { result: 'done', stored: await draft.get(id) } };
    });
  }

  writeEach(writes: readonly TaskWrite[]): Promise<readonly WriteResult[]> {
    return this.core.submit(async (draft) => {
      const operations: Operation[] = [];
      const result: WriteResult[] = [];
      for (const write of writes) {
        const judged = await this.judge(draft, write);
        result.push(typeof judged === 'string' ? judged : 'done');
        if (typeof judged !== 'string') operations.push(...judged);
      }
      return { operations, result };
    });
  }

  writeAll(
    writes: readonly TaskWrite[],
  ): Promise<'done' | { readonly index: number; readonly result: WriteResult }> {
    return this.core.submit<'done' | { readonly index: number; readonly result: WriteResult }>(
      async (draft) => {
        const fork = draft.fork();
        const operations: Operation[] = [];
        const breathe = breather();
        for (const [index, write] of writes.entries()) {
          const judged = await this.judge(fork, write);
          if (typeof judged === 'string') return { operations: [], result: { index, result: judged } };
          operations.push(...judged);
          const turn = breathe();
          if (turn) await turn;
        }
        draft.take(fork);
        return { operations, result: 'done' };
      },
    );
  }

  async *remindable(from: number, to: number): AsyncIterable<readonly Remindable[]> {
    const views = await this.core.loadedViews();
    const ids = views.index.remindable(from, to);
    for (let first = 0; first < ids.length; first += PORTION)
      yield [...this.read(views, ids.slice(first, first + PORTION)).values()];
  }

  async *all(visibleTo?: string): AsyncIterable<TaskRecord> {
    const docs = (await this.core.loadedViews())
      .moment()
      .tasks.filter((task) => visibleTo === undefined || isOf(task, visibleTo));
    docs.sort((a, b) => (a._id < b._id ? -1 : 1));
    const breathe = breather();
    for (const doc of docs) {
      yield structuredClone(undoc<TaskRecord>(doc));
      await breathe();
    }
  }

  private read(views: Views, ids: readonly string[]): Map<string, TaskRecord> {
    return new Map(views.found(ids).map((doc) => [doc._id, undoc<TaskRecord>(doc)]));
  }
}
