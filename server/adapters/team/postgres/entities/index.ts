import type { EntitySchema } from 'typeorm';
import { KnownAddressEntity, LinkEntity, SessionEntity, SigningKeyEntity, UserEntity } from './account.ts';
import { IdempotencyEntity, NotificationEntity, OperationEntity, StateEntity } from './own.ts';
import { TaskEntity, TaskTextEntity, TombstoneEntity } from './task.ts';

/**
 * The tables that TypeORM can know, for the drift test and for statements that need no speed. `changes`, `relay` and `meta`
 * have columns of type xid8, on which TypeORM throws: the drift test compares theirs by itself.
 */
export const ENTITIES: EntitySchema[] = [
  UserEntity,
  TaskEntity,
  TaskTextEntity,
  TombstoneEntity,
  SessionEntity,
  KnownAddressEntity,
  LinkEntity,
  SigningKeyEntity,
  NotificationEntity,
  OperationEntity,
  IdempotencyEntity,
  StateEntity,
];
