export { ConflictService, type Resolution } from './conflict.service.ts';
export { retryHidden, takePage, type RawPage, type Reader, type Taken } from './feed.ts';
export { takeBatch, takeResults, type BatchLimits } from './outbox.ts';
export { QueueService } from './queue.service.ts';
export { edited, made } from './record.ts';
export type {
  ReplicaCounts,
  ReplicaRecord,
  ReplicaStore,
  ReplicaUnit,
  ShownChange,
  SyncState,
} from './replica.store.ts';
