import type { Conflict } from '../../contract/queue.ts';
import { NEVER_SYNCED, type SyncState } from '../../modules/replica/replica.store.ts';
import type { Operation, ReplicaOperation } from './operations.ts';
import { isWaiting, type StoredRecord } from './replica-record.ts';

/** What a replica keeps beside its tasks, in memory. Of a personal workspace all of it is empty. */
export class ReplicaViews {
  readonly records = new Map<string, StoredRecord>();
  /** Ids of tasks with something in them that the team has not got. */
  readonly waiting = new Set<string>();
  readonly conflicts = new Map<string, Conflict>();
  readonly hidden = new Map<string, unknown>();
  readonly reads = new Set<string>();
  state: SyncState = NEVER_SYNCED;
  private order = 0;
  /** Epochs and walks are few and named by every record: one string each. */
  private readonly names = new Map<string, string>();

  nextOrder(): number {
    return ++this.order;
  }

  apply(operation: Operation): void {
    switch (operation.op) {
      case 'task':
        if (operation.replica) this.take(operation.task.id, operation.replica);
        break;
      case 'purge':
        this.records.delete(operation.id);
        this.waiting.delete(operation.id);
        break;
      case 'sync':
        this.state = operation.state;
        break;
      case 'conflict':
        this.conflicts.set(operation.conflict.id, operation.conflict);
        break;
      case 'resolved':
        this.conflicts.delete(operation.id);
        break;
      case 'hidden':
        if (operation.thing === undefined) this.hidden.delete(operation.id);
        else this.hidden.set(operation.id, operation.thing);
        break;
      case 'read':
        for (const id of operation.ids) {
          if (operation.known) this.reads.delete(id);
          else this.reads.add(id);
        }
        break;
      default:
        break;
    }
  }

  /** What makes it again, but for the records, which come with their tasks. */
  operations(): ReplicaOperation[] {
    const operations: ReplicaOperation[] = [];
    if (this.state !== NEVER_SYNCED) operations.push({ op: 'sync', state: this.state });
    for (const conflict of this.conflicts.values()) operations.push({ op: 'conflict', conflict });
    for (const [id, thing] of this.hidden) operations.push({ op: 'hidden', id, thing });
    if (this.reads.size > 0) operations.push({ op: 'read', ids: [...this.reads] });
    return operations;
  }

  private take(id: string, stored: StoredRecord): void {
    const { team, walk } = stored;
    this.records.set(id, {
      ...stored,
      ...(team && { team: { ...team, epoch: this.one(team.epoch) } }),
      ...(walk !== undefined && { walk: this.one(walk) }),
    });
    if (isWaiting(stored)) this.waiting.add(id);
    else this.waiting.delete(id);
    this.order = Math.max(
      this.order,
      stored.sent?.order ?? 0,
      stored.next?.order ?? 0,
      stored.refused?.order ?? 0,
    );
  }

  private one(name: string): string {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    this.names.set(name, name);
    return name;
  }
}
