import type { Notification } from '../../contract/events.ts';
import type { Conflict } from '../../contract/queue.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import type { User } from '../../contract/users.ts';
import type {
  ReplicaRecord,
  ReplicaUnit,
  ShownChange,
  SyncState,
} from '../../modules/replica/replica.store.ts';
import type { Operation } from './operations.ts';
import { orderOf, pack } from './replica-record.ts';
import type { ReplicaViews } from './replica-views.ts';
import type { Views } from './views.ts';
import type { Draft } from './writer.ts';

/** One change of a replica: collects what becomes one append. It is alone in its batch, so views stand still meanwhile. */
export class LocalUnit implements ReplicaUnit {
  state: SyncState;
  private readonly before = new Map<string, TaskRecord | null>();
  private readonly records = new Map<string, ReplicaRecord | null>();
  private readonly open: Map<string, Conflict>;
  private readonly others: Operation[] = [];
  private readonly read: Set<string>;
  private readonly unseen: Map<string, unknown>;

  private readonly views: ReplicaViews;
  private readonly notifications: Views['notifications'];

  constructor(
    { replica, notifications }: Views,
    private readonly draft: Draft,
  ) {
    this.views = replica;
    this.notifications = notifications;
    this.state = replica.state;
    this.open = new Map(replica.conflicts);
    this.read = new Set(replica.reads);
    this.unseen = new Map(replica.hidden);
  }

  async record(id: string): Promise<ReplicaRecord | null> {
    const record = await this.draft.record(id);
    if (!this.before.has(id)) this.before.set(id, record?.task ?? null);
    return record;
  }

  put(record: ReplicaRecord): void {
    this.set(record.task.id, record);
  }

  drop({ task }: ReplicaRecord): void {
    this.set(task.id, null);
    this.state = { ...this.state, floor: Math.max(this.state.floor, task.version) };
  }

  nextOrder(): number {
    return this.draft.nextOrder();
  }

  async sendable(most: number): Promise<readonly ReplicaRecord[]> {
    const places: (readonly [id: string, order: number])[] = [];
    for (const id of this.views.waiting) {
      const order = orderOf(this.views.records.get(id) ?? {});
      if (order !== undefined) places.push([id, order]);
    }
    places.sort(([, a], [, b]) => a - b);
    const found: ReplicaRecord[] = [];
    for (const [id] of places.slice(0, most)) {
      const record = await this.record(id);
      if (record) found.push(record);
    }
    return found;
  }

  strayed(walk: string): readonly string[] {
    const ids: string[] = [];
    for (const [id, stored] of this.views.records)
      if (stored.team && stored.walk !== walk && !this.records.has(id)) ids.push(id);
    return ids;
  }

  conflicts(): readonly Conflict[] {
    return [...this.open.values()];
  }

  putConflict(conflict: Conflict): void {
    this.open.set(conflict.id, conflict);
    this.others.push({ op: 'conflict', conflict });
  }

  dropConflict(id: string): void {
    if (this.open.delete(id)) this.others.push({ op: 'resolved', id });
  }

  putUser(user: User): void {
    this.others.push({ op: 'user', user });
  }

  async putNotification(notification: Notification): Promise<boolean> {
    this.others.push({ op: 'notification', notification });
    return (await this.notifications.count({ _id: notification.id })) === 0;
  }

  hide(id: string, thing: unknown): void {
    if (thing === undefined ? !this.unseen.delete(id) : !this.unseen.set(id, thing)) return;
    this.others.push({ op: 'hidden', id, thing });
  }

  hidden(): ReadonlyMap<string, unknown> {
    return new Map(this.unseen);
  }

  reads(): readonly string[] {
    return [...this.read];
  }

  dropReads(ids: readonly string[]): void {
    const known = ids.filter((id) => this.read.delete(id));
    if (known.length > 0) this.others.push({ op: 'read', ids: known, known: true });
  }

  /** What goes to the disk: each task once, as it was put last. */
  operations(): readonly Operation[] {
    const operations: Operation[] = [...this.others];
    for (const [id, record] of this.records)
      operations.push(
        record ? { op: 'task', task: record.task, replica: pack(record) } : { op: 'purge', id },
      );
    if (this.state !== this.views.state) operations.push({ op: 'sync', state: this.state });
    return operations;
  }

  /** Tasks that are shown otherwise than before. */
  changes(): readonly ShownChange[] {
    return [...this.records]
      .map(([id, record]) => ({ before: this.before.get(id) ?? null, after: record?.task ?? null }))
      .filter(({ before, after }) => !isSame(before, after));
  }

  private set(id: string, record: ReplicaRecord | null): void {
    this.records.set(id, record);
    this.draft.setRecord(id, record);
  }
}

function isSame(before: TaskRecord | null, after: TaskRecord | null): boolean {
  if (!before || !after) return before === after;
  return (
    before.version === after.version && before.rank === after.rank && before.updatedAt === after.updatedAt
  );
}
