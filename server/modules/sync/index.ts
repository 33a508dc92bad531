export { MERGED_FIELDS, merge, settable, type FieldEdit, type Merged } from './merge.ts';
export { PullService } from './pull.service.ts';
export { PushService } from './push.service.ts';
export { syncRoutes } from './sync.routes.ts';
export type {
  Applied,
  Decision,
  FeedPage,
  FeedPlace,
  Found,
  Operation,
  Outcome,
  Reader,
  Standing,
  SyncStore,
  WalkPage,
  WalkPlace,
} from './sync.store.ts';
