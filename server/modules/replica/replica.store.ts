import type { Notification } from '../../contract/events.ts';
import type { Conflict } from '../../contract/queue.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import type { User } from '../../contract/users.ts';

/** An edit that the team has not got: what fields were (`base`, as the person saw them) and what they are to be. */
export interface Slot {
  readonly op: 'create' | 'update';
  /** The team's version that it was made on; 0 when there was none. */
  readonly baseVersion: number;
  /** Has the keys of `set`. */
  readonly base: Readonly<Record<string, unknown>>;
  readonly set: Readonly<Record<string, unknown>>;
  /** Slots are sent in this order; one counter for the workspace. */
  readonly order: number;
  /** When it was begun, and last added to. */
  readonly since: string;
  readonly at: string;
}

/** On its way: as it was when its first byte left, until its result is known. */
export interface Sent extends Slot {
  readonly opId: string;
}

/** What the team did not take. It is sent again only when it is edited or retried. */
export interface Refused extends Slot, Refusal {}

/** Why: as the team says it. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly details?: unknown;
}

/** What a replica knows of a task. At most one of `next` and `refused` is there, and `refused` never beside `sent`. */
export interface ReplicaRecord {
  /** As it is shown: the team's copy with sent, then next or refused laid over. `version` rises with what is shown. */
  readonly task: TaskRecord;
  /** The team's last copy, whole, and the epoch that it is of; null while the team has never had it. */
  readonly team: { readonly task: TaskRecord; readonly epoch: string } | null;
  readonly sent: Sent | null;
  readonly next: Slot | null;
  readonly refused: Refused | null;
  /** The team took it away; that waits for the result of `sent`. */
  readonly gone: 'sight' | 'purged' | null;
  /** The walk that last brought it, or that was the last when something else did. */
  readonly walk: string | null;
}

/** Where a replica stands with its team. */
export interface SyncState {
  /** Null: walk through everything, from the beginning. */
  readonly cursor: string | null;
  /** The team's, as it counts here (workspaces/replica/exchange.ts). */
  readonly epoch: string | null;
  /** How often the team was found not to know what it had said. */
  readonly breaks?: number;
  readonly walk: string | null;
  /** The last edit of which the team said that it took it, until the feed has been read to its end behind that. */
  readonly known?: string;
  /** While a walk is under way. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  /** When the feed was last read to its end. */
  readonly syncedAt: string | null;
  /** Damage of files that everything was asked for again because of: it is found at each start until they are folded away. */
  readonly mended?: readonly string[];
  /** No task that came and went was shown with a higher version; one that comes back starts above. */
  readonly floor: number;
  /** Of the last page with a change by somebody else; absent: none came yet. */
  readonly newest?: string;
}

export const NEVER_SYNCED: SyncState = {
  cursor: null,
  epoch: null,
  walk: null,
  progress: null,
  syncedAt: null,
  floor: 0,
};

/** What changed of what is shown; `before` null: new, `after` null: gone. */
export interface ShownChange {
  readonly before: TaskRecord | null;
  readonly after: TaskRecord | null;
}

/** How much waits. */
export interface ReplicaCounts {
  /** Tasks with an edit that the team has not got, refused ones among them. */
  readonly waiting: number;
  /** Of these, tasks with something that can be sent. */
  readonly sendable: number;
  readonly conflicts: number;
  /** Things that the team sent and this version of the app does not understand. */
  readonly hidden: number;
}

/** One change of a replica: reads see what it has put. All of it reaches the disk in one append, or none. */
export interface ReplicaUnit {
  record(id: string): Promise<ReplicaRecord | null>;
  put(record: ReplicaRecord): void;
  drop(record: ReplicaRecord): void;
  /** The place of a new slot among all. */
  nextOrder(): number;
  state: SyncState;
  /** The first `most` tasks with something that can be sent, in its order, those on their way among them. */
  sendable(most: number): Promise<readonly ReplicaRecord[]>;
  /** Ids of tasks that the team once had and that bear another stamp than this walk's. */
  strayed(walk: string): readonly string[];
  conflicts(): readonly Conflict[];
  putConflict(conflict: Conflict): void;
  dropConflict(id: string): void;
  putUser(user: User): void;
  /** Answers whether it is new. */
  putNotification(notification: Notification): Promise<boolean>;
  /** Keeps what is not understood, out of sight; undefined forgets it. */
  hide(id: string, thing: unknown): void;
  hidden(): ReadonlyMap<string, unknown>;
  /** Notifications read here that the team does not know to be read. */
  reads(): readonly string[];
  dropReads(ids: readonly string[]): void;
}

/** The port of what a replica keeps beside its tasks. Throws DISK_FULL, STORE_UNAVAILABLE. */
export interface ReplicaStore {
  /** What is put in `work` is on the disk when this resolves; when it throws, nothing of it is. */
  change<T>(
    work: (unit: ReplicaUnit) => Promise<T> | T,
  ): Promise<{ readonly result: T; readonly changes: readonly ShownChange[] }>;
  state(): Promise<SyncState>;
  counts(): Promise<ReplicaCounts>;
  /** Every task with an edit that waits or was refused, in the order of the edits. */
  waiting(): Promise<readonly ReplicaRecord[]>;
  conflicts(): Promise<readonly Conflict[]>;
  reads(): Promise<readonly string[]>;
  /** Names of what was found damaged at this start: what is here may be less than the cursor says. */
  damage(): Promise<readonly string[]>;
}
