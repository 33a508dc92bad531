import { EntitySchema } from 'typeorm';
import { ofUser } from './account.ts';
import {
  byHand,
  bytes,
  instant,
  instantNow,
  nullable,
  primary,
  text,
  uuid,
  varchar,
  type Columns,
} from './column.ts';

/** What belongs to one user: inbox, repeats, window state. */
export const NotificationEntity = new EntitySchema<Columns>({
  name: 'notifications',
  columns: {
    id: uuid(primary('notifications_pkey')),
    user_id: uuid(),
    kind: varchar(20),
    task_id: uuid(),
    actor_id: uuid(nullable),
    at: instant(),
    read_at: instant(nullable),
  },
  foreignKeys: [ofUser('notifications_user')],
  indices: [byHand('idx_notifications_user'), { name: 'idx_notifications_at', columns: ['at'] }],
});

export const OperationEntity = new EntitySchema<Columns>({
  name: 'operations',
  columns: {
    user_id: uuid(primary('operations_pkey')),
    op_id: uuid(primary('operations_pkey')),
    hash: bytes(),
    result: { type: 'jsonb' },
    at: instantNow(),
  },
  foreignKeys: [ofUser('operations_user')],
  indices: [{ name: 'idx_operations_at', columns: ['at'] }],
});

export const IdempotencyEntity = new EntitySchema<Columns>({
  name: 'idempotency',
  columns: {
    user_id: uuid(primary('idempotency_pkey')),
    key: varchar(255, primary('idempotency_pkey')),
    hash: bytes(),
    claim: uuid(),
    status: { type: 'integer', ...nullable },
    body: text(nullable),
    at: instantNow(),
  },
  foreignKeys: [ofUser('idempotency_user')],
  indices: [{ name: 'idx_idempotency_at', columns: ['at'] }],
});

export const StateEntity = new EntitySchema<Columns>({
  name: 'state',
  columns: {
    user_id: uuid(primary('state_pkey')),
    key: varchar(255, primary('state_pkey')),
    value: text(),
    updated_at: instantNow(),
  },
  foreignKeys: [ofUser('state_user')],
});
