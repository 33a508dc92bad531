import type { EventRecord } from '../../contract/events.ts';
import type { Change, FieldConflict, Rejection } from '../../contract/sync.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import type { Role } from '../../contract/users.ts';
import type { TaskWrite } from '../tasks/index.ts';

/** A row of the feed by its place and its name, so that a feed which is not the one it was is noticed. */
export interface FeedPlace {
  /** Transaction and number, 64 bits each, in decimal. */
  readonly xid: string;
  readonly id: string;
  /** Null: before the first row. */
  readonly eventId: string | null;
}

/** Whose replica reads. */
export interface Reader {
  readonly id: string;
  /** The last operation that it knows the result of, and has not read behind; null: none. */
  readonly known: string | null;
}

/** How the reader stands in the very snapshot that a page was read in. */
export interface Standing {
  readonly epoch: string;
  /** Null: there is no such account. */
  readonly reader: { readonly role: Role; readonly disabled: boolean } | null;
  /** Of the place asked for. `trimmed`: rows behind it have had their time; `gone`: its row is not there, and should be. */
  readonly place: 'here' | 'trimmed' | 'gone';
  /** Whether the operation is here whose result the reader knows. */
  readonly isKnown: boolean;
}

/** A page of the feed, each thing once, as it is now. */
export interface FeedPage extends Standing {
  /** `before`: where the feed goes on if this thing is left for the next page. */
  readonly steps: readonly { readonly change: Change; readonly before: FeedPlace }[];
  readonly end: FeedPlace;
  readonly more: boolean;
  /** Rows that the reader will see are committed, but not certain to be in order yet. */
  readonly pending: boolean;
}

/** Where a walk goes on: behind the thing of this id, of the kind that is numbered. */
export interface WalkPlace {
  /** 0 people, 1 tasks, 2 notifications. */
  readonly stage: number;
  /** Null: from the first of its kind on. */
  readonly id: string | null;
}

/** A page of everything that may be seen. */
export interface WalkPage extends Standing {
  readonly steps: readonly { readonly change: Change; readonly at: WalkPlace }[];
  readonly more: boolean;
  /** At the beginning of a walk: the feed's last certain row, and how many things there are. */
  readonly start: { readonly place: FeedPlace; readonly total: number } | null;
}

/** What became of an operation: kept 90 days, so that a repeat answers the same. Never the task. */
export interface Outcome {
  readonly result: 'applied' | 'merged' | 'conflict' | 'rejected';
  readonly conflicts?: FieldConflict[];
  readonly code?: Rejection;
  readonly message?: string;
  /** Of a VALIDATION its issues. */
  readonly details?: unknown;
}

export interface Operation {
  readonly userId: string;
  readonly opId: string;
  /** Of its content, hexadecimal. */
  readonly hash: string;
  readonly taskId: string;
}

/** The task as it is while an operation is decided; nobody else changes it meanwhile. */
export interface Found {
  readonly task: TaskRecord | null;
  /** It was there, and was deleted for good. */
  readonly buried: boolean;
}

export interface Decision {
  /** One after the other. */
  readonly writes: readonly TaskWrite[];
  /** Events of the task that belong to no write of it. */
  readonly noted: readonly EventRecord[];
  readonly outcome: Outcome;
}

/** `repeated`: it was done before, with this outcome. `reused`: its id was another operation's. */
export type Applied =
  { readonly kind: 'done' | 'repeated'; readonly outcome: Outcome } | { readonly kind: 'reused' };

/** The port of what replicas follow and send. Throws STORE_UNAVAILABLE, TIMED_OUT, DISK_FULL. */
export interface SyncStore {
  /** What comes after a place; at most `limit` things, and about 4 MB. One snapshot. */
  feed(reader: Reader, after: FeedPlace, limit: number): Promise<FeedPage>;
  /** What comes after `at` in a walk that began at `start` (null: it begins). One snapshot. */
  walk(reader: Reader, start: FeedPlace | null, at: WalkPlace, limit: number): Promise<WalkPage>;
  /**
   * Decides and writes in one transaction: the task, its effects, and the record of the operation. `decide` may be asked
   * again when somebody else was faster. Conflicts are told with who wrote the team's value and when, where that is known.
   */
  apply(operation: Operation, decide: (found: Found) => Decision): Promise<Applied>;
  /** Tasks as they are now, and the epoch. */
  now(ids: readonly string[]): Promise<{
    readonly epoch: string;
    readonly tasks: ReadonlyMap<string, TaskRecord>;
  }>;
}
