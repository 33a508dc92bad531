import * as c from './column.ts';

/** What belongs to one user: inbox, repeats, window state. */
export const NotificationEntity = c.table({
  name: 'notifications',
  key: ['id'],
  columns: {
    id: c.uuid(),
    user_id: c.uuid(),
    kind: c.varchar(20),
    task_id: c.uuid(),
    actor_id: c.uuid(c.nullable),
    at: c.instant(),
    read_at: c.instant(c.nullable),
  },
  foreignKeys: [c.ofUser('notifications_user')],
  indices: [c.byHand('idx_notifications_user'), { name: 'idx_notifications_at', columns: ['at'] }],
});

export const OperationEntity = c.table({
  name: 'operations',
  key: ['user_id', 'op_id'],
  columns: {
    user_id: c.uuid(),
    op_id: c.uuid(),
    hash: c.bytes(),
    result: { type: 'jsonb' },
    at: c.instantNow(),
  },
  foreignKeys: [c.ofUser('operations_user')],
  indices: [{ name: 'idx_operations_at', columns: ['at'] }],
});

export const IdempotencyEntity = c.table({
  name: 'idempotency',
  key: ['user_id', 'key'],
  columns: {
    user_id: c.uuid(),
    key: c.varchar(255),
    hash: c.bytes(),
    claim: c.uuid(),
    status: { type: 'integer', ...c.nullable },
    body: c.text(c.nullable),
    at: c.instantNow(),
  },
  foreignKeys: [c.ofUser('idempotency_user')],
  indices: [{ name: 'idx_idempotency_at', columns: ['at'] }],
});

export const StateEntity = c.table({
  name: 'state',
  key: ['user_id', 'key'],
  columns: {
    user_id: c.uuid(),
    key: c.varchar(255),
    value: c.text(),
    updated_at: c.instantNow(),
  },
  foreignKeys: [c.ofUser('state_user')],
});
