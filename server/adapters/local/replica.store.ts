import type { Conflict } from '../../contract/queue.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import { AppError } from '../../errors.ts';
import { edited, made } from '../../modules/replica/index.ts';
import type {
  ReplicaCounts,
  ReplicaRecord,
  ReplicaStore,
  ReplicaUnit,
  ShownChange,
  SyncState,
} from '../../modules/replica/replica.store.ts';
import type { TaskWrite } from '../../modules/tasks/task.store.ts';
import type { Operation } from './operations.ts';
import { pack, unpack } from './replica-record.ts';
import { LocalUnit } from './replica-unit.ts';
import type { StoreCore } from './store-core.ts';
import { effectsOf, type Judged } from './task.store.ts';
import type { Views } from './views.ts';
import type { Draft } from './writer.ts';
import { undoc } from './views.ts';

/** A replica's line of the log. */
export const lineOf = (record: ReplicaRecord): Operation => ({
  op: 'task',
  task: record.task,
  replica: pack(record),
});

/**
 * Judges a write of a replica: it becomes an edit that waits for the team, in the same append as what is shown. Throws
 * TEAM_UNREACHABLE for the end of a task that the team has: only the team can do that.
 */
export async function judgeEdit(draft: Draft, write: TaskWrite): Promise<Judged> {
  const id = write.kind === 'insert' || write.kind === 'replace' ? write.task.id : write.id;
  const known = draft.brief(id);
  if (write.kind === 'insert') {
    if (known || (!write.revives && draft.isGone(id))) return 'taken';
    return keep(draft, made(write.task, draft.nextOrder()), write);
  }
  const record = known && (await draft.record(id));
  if (!record) return 'missing';
  const { task } = record;
  if (write.kind === 'rank')
    return keep(draft, edit(draft, record, { ...task, rank: write.rank, updatedAt: write.updatedAt }), null);
  if (write.expectedVersion !== null && write.expectedVersion !== task.version) return 'stale';
  if (write.kind === 'replace') {
    const after = write.setsRank ? write.task : { ...write.task, rank: task.rank };
    return keep(draft, edit(draft, record, after), write);
  }
  if (record.team || record.sent)
    throw new AppError(
      'TEAM_UNREACHABLE',
      'Only the team can delete this task for good. Try again when it answers.',
    );
  draft.setRecord(id, null);
  return [{ op: 'purge', id, gone: true }, ...effectsOf(write.effects)];
}

const edit = (draft: Draft, record: ReplicaRecord, after: TaskRecord): ReplicaRecord =>
  edited(record, after, () => draft.nextOrder());

function keep(
  draft: Draft,
  record: ReplicaRecord,
  write: Extract<TaskWrite, { kind: 'insert' | 'replace' }> | null,
): Operation[] {
  draft.setRecord(record.task.id, record);
  return [lineOf(record), ...(write ? effectsOf(write.effects) : [])];
}

/** What a replica keeps beside its tasks, in the same log. */
export class LocalReplicaStore implements ReplicaStore {
  constructor(
    private readonly core: StoreCore,
    private readonly found: () => readonly string[],
  ) {}

  change<T>(
    work: (unit: ReplicaUnit) => Promise<T> | T,
  ): Promise<{ readonly result: T; readonly changes: readonly ShownChange[] }> {
    return this.core.submit(async (draft) => {
      const unit = new LocalUnit(await this.core.loadedViews(), draft);
      const result = await work(unit);
      return { operations: unit.operations(), result: { result, changes: unit.changes() } };
    }, true);
  }

  async state(): Promise<SyncState> {
    return (await this.core.loadedViews()).replica.state;
  }

  async counts(): Promise<ReplicaCounts> {
    const { waiting, records, conflicts, hidden } = (await this.core.loadedViews()).replica;
    let sendable = 0;
    for (const id of waiting) if (!records.get(id)?.refused) sendable++;
    return { waiting: waiting.size, sendable, conflicts: conflicts.size, hidden: hidden.size };
  }

  async waiting(): Promise<readonly ReplicaRecord[]> {
    const views = await this.core.loadedViews();
    const found = recordsOf(views, [...views.replica.waiting]);
    const place = ({ sent, next, refused }: ReplicaRecord): number => (sent ?? next ?? refused)?.order ?? 0;
    return found.sort((a, b) => place(a) - place(b));
  }

  async conflicts(): Promise<readonly Conflict[]> {
    return [...(await this.core.loadedViews()).replica.conflicts.values()];
  }

  async reads(): Promise<readonly string[]> {
    return [...(await this.core.loadedViews()).replica.reads];
  }

  async damage(): Promise<readonly string[]> {
    await this.core.loadedViews();
    return this.found();
  }
}

function recordsOf(views: Views, ids: readonly string[]): ReplicaRecord[] {
  return views.found(ids).flatMap((doc) => {
    const stored = views.replica.records.get(doc._id);
    return stored ? [unpack(undoc<TaskRecord>(doc), stored)] : [];
  });
}
