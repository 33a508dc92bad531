import { ROLES } from '../../../../contract/users.ts';
import * as c from './column.ts';

export const UserEntity = c.table({
  name: 'users',
  key: ['id'],
  columns: {
    id: c.uuid({ generated: 'uuid' }),
    email: c.varchar(255),
    password_hash: c.varchar(255),
    role: { type: 'enum', enum: ROLES, enumName: 'user_role', default: 'user' },
    profile: { type: 'jsonb', ...c.nullable },
    sort_name: c.text({ ...c.bytewise, default: '' }),
    disabled_at: c.instant(c.nullable),
    created_at: c.instantNow(),
    updated_at: c.instantNow(),
  },
  uniques: [{ name: 'users_email', columns: ['email'] }],
  indices: [{ name: 'idx_users_sort_name', columns: ['sort_name', 'id'] }],
});

export const SessionEntity = c.table({
  name: 'sessions',
  key: ['id'],
  columns: {
    id: c.uuid(),
    user_id: c.uuid(),
    kind: { type: 'enum', enum: ['app', 'browser'], enumName: 'session_kind' },
    current_hash: c.bytes(),
    previous_hash: c.bytes(c.nullable),
    rotated_at: c.instantNow(),
    created_at: c.instantNow(),
    seen_at: c.instantNow(),
    idle_expires_at: c.instant(),
    expires_at: c.instant(),
    ended_at: c.instant(c.nullable),
    device: c.varchar(100, c.nullable),
    user_agent: c.varchar(256, c.nullable),
    ip_address: c.varchar(64, c.nullable),
  },
  foreignKeys: [c.ofUser('sessions_user')],
  indices: [
    { name: 'idx_sessions_user', columns: ['user_id'], where: '(ended_at IS NULL)' },
    { name: 'idx_sessions_expires', columns: ['expires_at'] },
  ],
});

export const KnownAddressEntity = c.table({
  name: 'known_addresses',
  key: ['user_id', 'address'],
  columns: {
    user_id: c.uuid(),
    address: c.varchar(64),
    seen_at: c.instantNow(),
  },
  foreignKeys: [c.ofUser('known_addresses_user')],
});

export const LinkEntity = c.table({
  name: 'links',
  key: ['id'],
  columns: {
    id: c.uuid({ generated: 'uuid' }),
    kind: { type: 'enum', enum: ['invite', 'reset'], enumName: 'link_kind' },
    token_hash: c.bytes(),
    email: c.varchar(255),
    role: { type: 'enum', enum: ROLES, enumName: 'user_role', default: 'user' },
    user_id: c.uuid(c.nullable),
    created_by: c.uuid(c.nullable),
    created_at: c.instantNow(),
    expires_at: c.instant(),
    used_at: c.instant(c.nullable),
    revoked_at: c.instant(c.nullable),
  },
  uniques: [{ name: 'links_token', columns: ['token_hash'] }],
  foreignKeys: [c.ofUser('links_user'), c.ofUser('links_created_by', 'created_by')],
  indices: [
    {
      name: 'idx_links_email',
      columns: ['email'],
      where: '((used_at IS NULL) AND (revoked_at IS NULL))',
    },
  ],
});

export const SigningKeyEntity = c.table({
  name: 'signing_keys',
  key: ['purpose', 'kid'],
  columns: {
    purpose: c.varchar(20),
    kid: c.varchar(32),
    secret: c.bytes(),
    created_at: c.instantNow(),
  },
});
