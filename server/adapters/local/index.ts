import type { Clock } from '../../ports/clock.ts';
import type { BackupItem } from '../../contract/app.ts';
import type { EventRecord, Notification } from '../../contract/events.ts';
import type { Aside } from '../../contract/notices.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import type { User } from '../../contract/users.ts';
import type { EventStore } from '../../modules/events/event.store.ts';
import type { NotificationStore } from '../../modules/notifications/notification.store.ts';
import type { ReplicaStore } from '../../modules/replica/replica.store.ts';
import type { StateStore } from '../../modules/state/state.store.ts';
import type { TaskStore } from '../../modules/tasks/task.store.ts';
import type { UserStore } from '../../modules/users/user.store.ts';
import type { FileSystem } from './files.ts';
import type { FolderLock } from './lock.ts';

export { StoreOpenError } from './failures.ts';
export { realFiles } from './files.ts';
export { LocalIdempotency } from './idempotency.ts';
export { readLock, type FolderLock, type LockInfo } from './lock.ts';
export { openLocalStore } from './store.ts';

/** Everything of one workspace, as a file of format taskflow carries it and as a backup restores it. */
export interface WorkspaceContent {
  readonly tasks: readonly TaskRecord[];
  readonly users: readonly User[];
  readonly events: readonly EventRecord[];
  readonly notifications: readonly Notification[];
  /** By user id, then key. */
  readonly state: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Something the store had to put aside or noticed while it opened; said on screen. */
export type StoreNotice = Aside & {
  readonly id: string;
  /** The file that keeps what was put aside. */
  readonly path?: string;
};

export interface Backups {
  list(): Promise<readonly BackupItem[]>;
  /** Copies, reads back, and only then counts. */
  make(reason: BackupItem['reason']): Promise<BackupItem>;
  /** Throws BACKUP_DAMAGED, NOT_FOUND. */
  read(id: string): Promise<WorkspaceContent>;
}

export interface LocalStore {
  /** The folder's lock, held as long as the store is open; `describe` says something to whoever finds it held. */
  readonly lock: FolderLock;
  readonly meta: { readonly instanceId: string; readonly epoch: string; readonly createdAt: string };
  readonly tasks: TaskStore;
  readonly users: UserStore;
  readonly events: EventStore;
  readonly notifications: NotificationStore;
  readonly state: StateStore;
  readonly backups: Backups;
  /** The same for a workspace that belongs to a team: writes wait for it, and what it sends comes in by `sync`. */
  readonly replica: {
    readonly tasks: TaskStore;
    readonly notifications: NotificationStore;
    readonly sync: ReplicaStore;
  };
  readonly notices: readonly StoreNotice[];
  dismissNotice(id: string): void;
  /** Resolves when every record is in memory; lists of the first page may be served before. */
  readonly loaded: Promise<void>;
  /** Replaces everything in one atomic step (restore, import in mode replace); meta stays. */
  replaceAll(content: WorkspaceContent): Promise<void>;
  /** Flushes and gives the lock back; safe to call twice. */
  close(): Promise<void>;
}

export interface LocalStoreOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** A replica keeps no copies of itself: what is lost of it, its team has. */
  readonly backups?: boolean;
  /** Of the app: where another one wrote the folder last, it is copied before this one writes into it. */
  readonly version?: string;
  /** Injected in fault tests; the real file system by default. */
  readonly files?: FileSystem;
}
