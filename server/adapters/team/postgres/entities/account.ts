import { EntitySchema, type EntitySchemaOptions } from 'typeorm';
import { ROLES } from '../../../../contract/users.ts';
import {
  bytes,
  bytewise,
  instant,
  instantNow,
  nullable,
  primary,
  text,
  uuid,
  varchar,
  type Columns,
} from './column.ts';

type ForeignKey = NonNullable<EntitySchemaOptions<Columns>['foreignKeys']>[number];

/** Rows that go with their user. */
export const ofUser = (name: string, column = 'user_id'): ForeignKey => ({
  name,
  target: 'users',
  columnNames: [column],
  referencedColumnNames: ['id'],
  onDelete: 'CASCADE',
});

export const UserEntity = new EntitySchema<Columns>({
  name: 'users',
  columns: {
    id: uuid({ ...primary('users_pkey'), generated: 'uuid' }),
    email: varchar(255),
    password_hash: varchar(255),
    role: { type: 'enum', enum: ROLES, enumName: 'user_role', default: 'user' },
    profile: { type: 'jsonb', ...nullable },
    sort_name: text({ ...bytewise, default: '' }),
    disabled_at: instant(nullable),
    created_at: instantNow(),
    updated_at: instantNow(),
  },
  uniques: [{ name: 'users_email', columns: ['email'] }],
  indices: [{ name: 'idx_users_sort_name', columns: ['sort_name', 'id'] }],
});

export const SessionEntity = new EntitySchema<Columns>({
  name: 'sessions',
  columns: {
    id: uuid(primary('sessions_pkey')),
    user_id: uuid(),
    kind: { type: 'enum', enum: ['app', 'browser'], enumName: 'session_kind' },
    current_hash: bytes(),
    previous_hash: bytes(nullable),
    rotated_at: instantNow(),
    created_at: instantNow(),
    seen_at: instantNow(),
    idle_expires_at: instant(),
    expires_at: instant(),
    ended_at: instant(nullable),
    device: varchar(100, nullable),
    user_agent: varchar(256, nullable),
    ip_address: varchar(64, nullable),
  },
  foreignKeys: [ofUser('sessions_user')],
  indices: [
    { name: 'idx_sessions_user', columns: ['user_id'], where: '(ended_at IS NULL)' },
    { name: 'idx_sessions_expires', columns: ['expires_at'] },
  ],
});

export const KnownAddressEntity = new EntitySchema<Columns>({
  name: 'known_addresses',
  columns: {
    user_id: uuid(primary('known_addresses_pkey')),
    address: varchar(64, primary('known_addresses_pkey')),
    seen_at: instantNow(),
  },
  foreignKeys: [ofUser('known_addresses_user')],
});

export const LinkEntity = new EntitySchema<Columns>({
  name: 'links',
  columns: {
    id: uuid({ ...primary('links_pkey'), generated: 'uuid' }),
    kind: { type: 'enum', enum: ['invite', 'reset'], enumName: 'link_kind' },
    token_hash: bytes(),
    email: varchar(255),
    role: { type: 'enum', enum: ROLES, enumName: 'user_role', default: 'user' },
    user_id: uuid(nullable),
    created_by: uuid(nullable),
    created_at: instantNow(),
    expires_at: instant(),
    used_at: instant(nullable),
    revoked_at: instant(nullable),
  },
  uniques: [{ name: 'links_token', columns: ['token_hash'] }],
  foreignKeys: [ofUser('links_user'), ofUser('links_created_by', 'created_by')],
  indices: [
    {
      name: 'idx_links_email',
      columns: ['email'],
      where: '((used_at IS NULL) AND (revoked_at IS NULL))',
    },
  ],
});

export const SigningKeyEntity = new EntitySchema<Columns>({
  name: 'signing_keys',
  columns: {
    purpose: varchar(20, primary('signing_keys_pkey')),
    kid: varchar(32, primary('signing_keys_pkey')),
    secret: bytes(),
    created_at: instantNow(),
  },
});
