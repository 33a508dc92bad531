import type { User } from '../../../contract/users.ts';
import { sortName, type UserStore } from '../../../modules/users/user.store.ts';
import type { Effects } from '../../../ports/effects.ts';
import { fold } from '../../../ports/text.ts';
import type { Database, Statement } from './database.ts';
import { addNotices, effectRows, logEvents } from './effects.ts';
import { violationOf } from './failures.ts';
import { isoOf } from './instant.ts';
import { literally } from './task-filter.ts';

/** Users as the contract has them; what is secret (the hash of a password) is not among it. */
export const USER_COLUMNS = `u.id, u.email, u.profile, u.role, u.disabled_at IS NOT NULL AS disabled, u.created_at::text AS "createdAt",
  u.updated_at::text AS "updatedAt"`;

export type UserRow = Omit<User, 'profile'> & { readonly profile: User['profile'] | null };

/** No hash of any password: nobody signs in with it. */
const NO_PASSWORD = '!';
/** Every row has an address of its own; whoever has none gets one that nobody can have (RFC 2606). */
const NO_ADDRESS = '@none.invalid';

export const userOf = (row: UserRow): User => ({
  id: row.id,
  email: row.email?.endsWith(NO_ADDRESS) ? null : row.email,
  profile: row.profile ?? {},
  role: row.role,
  disabled: row.disabled,
  createdAt: isoOf(row.createdAt),
  updatedAt: isoOf(row.updatedAt),
});

const GET: Statement = { name: 'user-get', text: `SELECT ${USER_COLUMNS} FROM users u WHERE u.id = $1` };
const GET_MANY: Statement = {
  name: 'user-get-many',
  text: `SELECT ${USER_COLUMNS} FROM users u WHERE u.id = ANY($1::uuid[])`,
};
const LIST: Statement = {
  name: 'user-list',
  text: `SELECT counted.total, q.* FROM (
      SELECT count(*)::integer AS total FROM users u WHERE u.sort_name LIKE $1 OR u.email LIKE $1
    ) AS counted LEFT JOIN LATERAL (
      SELECT u.sort_name, ${USER_COLUMNS} FROM users u WHERE u.sort_name LIKE $1 OR u.email LIKE $1
      ORDER BY u.sort_name, u.id LIMIT $2 OFFSET $3
    ) AS q ON true ORDER BY q.sort_name, q.id`,
};

const INPUT = `input AS (
  SELECT $1::uuid AS id, $2::text AS email, $3::user_role AS role, $4::jsonb AS profile, $5::text AS sort_name,
         $6::boolean AS disabled, $7::timestamptz AS created_at, $8::timestamptz AS updated_at)`;
const HIT = 'u.id, NULL::uuid[] AS before, NULL::uuid[] AS after';

const INSERT: Statement = {
  name: 'user-insert',
  text: `WITH ${INPUT}, hit AS (
      INSERT INTO users AS u (id, email, password_hash, role, profile, sort_name, disabled_at, created_at, updated_at)
      SELECT id, email, '${NO_PASSWORD}', role, profile, sort_name, CASE WHEN disabled THEN updated_at END, created_at,
             updated_at FROM input
      ON CONFLICT DO NOTHING RETURNING ${HIT}
    ), ${logEvents('$9::json')}, ${addNotices('$10::json')}
    SELECT CASE WHEN EXISTS (SELECT FROM hit) THEN 'done' ELSE 'taken' END AS result`,
};
/** Times are kept to the microsecond where SQL made them, and told to the millisecond. */
const REPLACE: Statement = {
  name: 'user-replace',
  text: `WITH ${INPUT}, old AS MATERIALIZED (
      SELECT u.id, u.updated_at FROM users u JOIN input USING (id) FOR NO KEY UPDATE OF u
    ), hit AS (
      UPDATE users u SET email = input.email, role = input.role, profile = input.profile, sort_name = input.sort_name,
        disabled_at = CASE WHEN input.disabled THEN coalesce(u.disabled_at, input.updated_at) END,
        updated_at = input.updated_at
      FROM old JOIN input USING (id)
      WHERE u.id = old.id AND date_trunc('milliseconds', old.updated_at) = $11::timestamptz RETURNING ${HIT}
    ), ${logEvents('$9::json')}, ${addNotices('$10::json')}
    SELECT CASE WHEN EXISTS (SELECT FROM hit) THEN 'done' WHEN EXISTS (SELECT FROM old) THEN 'stale' ELSE 'missing' END
           AS result`,
};

function valuesOf(user: User, effects: Effects): unknown[] {
  const { events, notices } = effectRows(effects, user.id);
  return [
    user.id,
    user.email === null ? `${user.id}${NO_ADDRESS}` : fold(user.email),
    user.role,
    JSON.stringify(user.profile),
    sortName(user),
    user.disabled,
    user.createdAt,
    user.updatedAt,
    JSON.stringify(events),
    JSON.stringify(notices),
  ];
}

/** People in PostgreSQL. Accounts with their passwords are another store's (account.store.ts), in the same table. */
export class PostgresUserStore implements UserStore {
  constructor(private readonly database: Database) {}

  async get(id: string): Promise<User | null> {
    const [row] = await this.database.rows<UserRow>(GET, [id]);
    return row ? userOf(row) : null;
  }

  async getMany(ids: readonly string[]): Promise<ReadonlyMap<string, User>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.rows<UserRow>(GET_MANY, [ids]);
    return new Map(rows.map((row) => [row.id, userOf(row)]));
  }

  async list({
    search,
    page,
    limit,
  }: Parameters<UserStore['list']>[0]): Promise<{ items: readonly User[]; total: number }> {
    const pattern = `%${literally(fold(search ?? ''))}%`;
    const rows = await this.database.rows<UserRow & { total: number }>(LIST, [
      pattern,
      limit,
      (page - 1) * limit,
    ]);
    return { items: rows.filter((row) => row.id !== null).map(userOf), total: rows[0]?.total ?? 0 };
  }

  async insert(user: User, effects: Effects): Promise<'done' | 'taken'> {
    const [row] = await this.database.rows<{ result: 'done' | 'taken' }>(INSERT, valuesOf(user, effects));
    return row?.result ?? 'taken';
  }

  async replace(
    user: User,
    expectedUpdatedAt: string,
    effects: Effects,
  ): Promise<'done' | 'taken' | 'stale' | 'missing'> {
    try {
      const [row] = await this.database.rows<{ result: 'done' | 'stale' | 'missing' }>(REPLACE, [
        ...valuesOf(user, effects),
        expectedUpdatedAt,
      ]);
      return row?.result ?? 'missing';
    } catch (error) {
      if (violationOf(error)?.name === 'users_email') return 'taken';
      throw error;
    }
  }
}
