import type { EventRecord, Notification } from '../../contract/events.ts';
import type { Conflict } from '../../contract/queue.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import type { User } from '../../contract/users.ts';
import type { SyncState } from '../../modules/replica/replica.store.ts';
import type { AnsweredPage } from './first-pages.ts';
import type { StoredRecord } from './replica-record.ts';

/** Who this workspace is; in the first frame of every file, so that any of them can tell. */
export interface Meta {
  readonly instanceId: string;
  readonly epoch: string;
  readonly createdAt: string;
}

/** Version of the files' format; a store of a later one is refused, of an earlier one copied before it is touched. */
export const SCHEMA = 1;

/** The first line of every file. `sequence` is that of the last write before the file. */
export interface FileHeader {
  readonly op: 'file';
  readonly kind: 'log' | 'snapshot' | 'events' | 'head';
  readonly number: number;
  readonly schema: number;
  readonly meta: Meta;
  readonly sequence: number;
  /** Of a log: how much of the log before it was acknowledged; what lies beyond was refused and must not come back. */
  readonly previous?: { readonly number: number; readonly length: number };
  /** Of a snapshot: the event files that belong to it. */
  readonly events?: readonly number[];
  /** Of a head: the length of log `number` that it describes, and the pages it answers. */
  readonly length?: number;
  readonly pages?: readonly AnsweredPage[];
}

/** One step of a write; a frame holds all steps of a write. Each is whole in itself, so that repeating it does no harm. */
export type Operation =
  | FileHeader
  | { readonly op: 'end'; readonly lines: number }
  /** Of a replica with what it knows of the task besides, in one line: what is shown and what waits live or die together. */
  | { readonly op: 'task'; readonly task: TaskRecord; readonly replica?: StoredRecord }
  /** `gone`: somebody deleted it for good, and nobody may make it again; else it is only not here any more (a replica). */
  | { readonly op: 'purge'; readonly id: string; readonly gone?: true }
  | { readonly op: 'user'; readonly user: User }
  | { readonly op: 'notification'; readonly notification: Notification }
  | { readonly op: 'prune'; readonly before: string }
  | { readonly op: 'state'; readonly userId: string; readonly key: string; readonly value?: unknown }
  | { readonly op: 'event'; readonly event: EventRecord }
  | ReplicaOperation
  | { readonly op: 'clear' };

/** What a replica keeps beside its tasks. */
export type ReplicaOperation =
  | { readonly op: 'sync'; readonly state: SyncState }
  | { readonly op: 'conflict'; readonly conflict: Conflict }
  | { readonly op: 'resolved'; readonly id: string }
  | { readonly op: 'hidden'; readonly id: string; readonly thing?: unknown }
  /** Read here, and not yet known to the team to be read; `known`: it knows now. */
  | { readonly op: 'read'; readonly ids: readonly string[]; readonly known?: true };
