import type { EventRecord } from '../../../contract/events.ts';
import type { User } from '../../../contract/users.ts';
import type {
  Account,
  AccountStore,
  PasswordChange,
  Registered,
  Revision,
} from '../../../modules/auth/index.ts';
import { sortName } from '../../../modules/users/user.store.ts';
import type { Effects } from '../../../ports/effects.ts';
import type { Database, Queryable, Statement } from './database.ts';
import { recordEvents } from './effects.ts';
import { LINK_IS_USABLE } from './link.store.ts';
import { USER_COLUMNS, userOf, type UserRow } from './user.store.ts';

type AccountRow = UserRow & { readonly passwordHash: string };

const FIND: Statement = {
  name: 'account-find',
  text: `SELECT ${USER_COLUMNS}, u.password_hash AS "passwordHash" FROM users u WHERE u.id = $1`,
};
const WITH_PLACE = `SELECT ${USER_COLUMNS}, u.password_hash AS "passwordHash",
    EXISTS (SELECT FROM known_addresses k WHERE k.user_id = u.id AND k.address = $2
            AND k.seen_at > now() - interval '30 days') AS "knownPlace"
  FROM users u`;
const FIND_FOR_LOGIN: Statement = { name: 'account-for-login', text: `${WITH_PLACE} WHERE u.email = $1` };
const FIND_FOR_CHECK: Statement = { name: 'account-for-check', text: `${WITH_PLACE} WHERE u.id = $1` };
const IS_EMPTY: Statement = {
  name: 'accounts-empty',
  text: 'SELECT NOT EXISTS (SELECT FROM users) AS "isEmpty"',
};
/** Whoever decides on who administrates does so alone: there is one such row. */
const DECIDE_ALONE: Statement = {
  name: 'accounts-decide',
  text: 'SELECT single FROM meta FOR NO KEY UPDATE',
};
const USE_INVITE: Statement = {
  name: 'invite-use',
  text: `UPDATE links l SET used_at = now()
         WHERE l.token_hash = $1 AND l.kind = 'invite' AND l.email = $2 AND ${LINK_IS_USABLE} RETURNING l.id`,
};
const USE_RESET: Statement = {
  name: 'reset-use',
  text: `UPDATE links l SET used_at = now()
         WHERE l.token_hash = $1 AND l.kind = 'reset' AND ${LINK_IS_USABLE} RETURNING l.user_id AS "userId"`,
};
const END_INVITES: Statement = {
  name: 'invites-end',
  text: `UPDATE links SET revoked_at = now()
         WHERE email = $1 AND kind = 'invite' AND used_at IS NULL AND revoked_at IS NULL`,
};
const END_RESETS: Statement = {
  name: 'resets-end',
  text: `UPDATE links SET revoked_at = now()
         WHERE user_id = $1 AND kind = 'reset' AND used_at IS NULL AND revoked_at IS NULL`,
};
const END_LINKS_OF: Statement = {
  name: 'links-end-of',
  text: `UPDATE links SET revoked_at = now() WHERE created_by = $1 AND used_at IS NULL AND revoked_at IS NULL`,
};
const INSERT: Statement = {
  name: 'account-insert',
  text: `INSERT INTO users AS u (id, email, password_hash, role, profile, sort_name, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT (email) DO NOTHING RETURNING ${USER_COLUMNS}`,
};
const SET_PASSWORD: Statement = {
  name: 'account-set-password',
  text: `UPDATE users SET password_hash = $2
         WHERE id = $1 AND ($3::text IS NULL OR password_hash = $3) RETURNING id`,
};
const END_SESSIONS: Statement = {
  name: 'sessions-end-of',
  text: `UPDATE sessions SET ended_at = now()
         WHERE user_id = $1 AND ended_at IS NULL AND id IS DISTINCT FROM $2::uuid RETURNING id`,
};
const LOCK: Statement = {
  name: 'account-lock',
  text: `SELECT ${USER_COLUMNS}, (SELECT count(*)::integer FROM users o
           WHERE o.role = 'admin' AND o.disabled_at IS NULL AND o.id <> u.id) AS "otherAdmins"
         FROM users u WHERE u.id = $1 FOR NO KEY UPDATE OF u`,
};
/** `updated_at` always rises: who replaces a whole row compares it. */
const REVISE: Statement = {
  name: 'account-revise',
  text: `UPDATE users u SET role = $2, disabled_at = CASE WHEN $3 THEN coalesce(u.disabled_at, now()) END,
           updated_at = greatest($4::timestamptz, date_trunc('milliseconds', u.updated_at) + interval '1 millisecond')
         WHERE u.id = $1 RETURNING ${USER_COLUMNS}`,
};

const accountOf = ({ passwordHash, ...row }: AccountRow): Account => {
  // Whoever has an account has an address; the column is never null.
  return { user: { ...userOf(row), email: row.email ?? '' }, passwordHash };
};

/** Undoes a transaction in which something was written already. */
class Undone extends Error {
  override readonly name = 'Undone';
}

/** Accounts in PostgreSQL: the rows of users with their hashes, and what falls with them. */
export class PostgresAccountStore implements AccountStore {
  constructor(private readonly database: Database) {}

  findForLogin(email: string, place: string): Promise<{ account: Account | null; knownPlace: boolean }> {
    return this.#findWithPlace(FIND_FOR_LOGIN, email, place);
  }

  findForCheck(userId: string, place: string): Promise<{ account: Account | null; knownPlace: boolean }> {
    return this.#findWithPlace(FIND_FOR_CHECK, userId, place);
  }

  async find(userId: string): Promise<Account | null> {
    const [row] = await this.database.rows<AccountRow>(FIND, [userId]);
    return row ? accountOf(row) : null;
  }

  async isEmpty(): Promise<boolean> {
    return isEmpty(this.database);
  }

  async register({
    user,
    passwordHash,
    inviteHash,
    onlyFirst,
    effects,
  }: Parameters<AccountStore['register']>[0]): Promise<Registered> {
    const act = async (tx: Queryable): Promise<Registered> => {
      if (onlyFirst) {
        await tx.rows(DECIDE_ALONE, []);
        if (!(await isEmpty(tx))) return 'not allowed';
      }
      if (inviteHash && (await tx.rows(USE_INVITE, [inviteHash, user.email])).length === 0)
        return 'not allowed';
      const { id, email, role, profile, createdAt } = user;
      const values = [id, email, passwordHash, role, JSON.stringify(profile), sortName(user), createdAt];
      const [row] = await tx.rows<UserRow>(INSERT, values);
      if (!row) throw new Undone();
      await tx.rows(END_INVITES, [email]);
      await recordEvents(tx, effects.events);
      return userOf(row);
    };
    try {
      return await this.database.transaction(act);
    } catch (error) {
      if (error instanceof Undone) return 'email taken';
      throw error;
    }
  }

  setPassword(
    { userId, fromHash, toHash, keep }: PasswordChange,
    effects: Effects,
  ): Promise<readonly string[] | null> {
    return this.database.transaction(async (tx) => {
      if ((await tx.rows(SET_PASSWORD, [userId, toHash, fromHash])).length === 0) return null;
      return this.#passwordIsSet(tx, userId, keep, effects);
    });
  }

  resetPassword(tokenHash: Buffer, toHash: string, effects: Effects): Promise<readonly string[] | null> {
    return this.database.transaction(async (tx) => {
      const [link] = await tx.rows<{ userId: string }>(USE_RESET, [tokenHash]);
      if (!link) return null;
      await tx.rows(SET_PASSWORD, [link.userId, toHash, null]);
      return this.#passwordIsSet(tx, link.userId, null, effects);
    });
  }

  revise(
    userId: string,
    decide: (user: User, otherAdmins: number) => Revision,
  ): Promise<{ user: User; endedSessions: readonly string[] } | null> {
    return this.database.transaction(async (tx) => {
      await tx.rows(DECIDE_ALONE, []);
      const [row] = await tx.rows<UserRow & { otherAdmins: number }>(LOCK, [userId]);
      if (!row) return null;
      const before = userOf(row);
      const { user, effects, endsSessions, revokesLinks } = decide(before, row.otherAdmins);
      if (user === before) return { user, endedSessions: [] };
      const values = [userId, user.role, user.disabled, user.updatedAt];
      const [after] = await tx.rows<UserRow>(REVISE, values);
      const ended = endsSessions ? await tx.rows<{ id: string }>(END_SESSIONS, [userId, null]) : [];
      if (revokesLinks) await tx.rows(END_LINKS_OF, [userId]);
      await recordEvents(tx, effects.events);
      return { user: after ? userOf(after) : user, endedSessions: ended.map(({ id }) => id) };
    });
  }

  async record(events: readonly EventRecord[]): Promise<void> {
    await recordEvents(this.database, events);
  }

  async #findWithPlace(
    statement: Statement,
    who: string,
    place: string,
  ): Promise<{ account: Account | null; knownPlace: boolean }> {
    const [row] = await this.database.rows<AccountRow & { knownPlace: boolean }>(statement, [who, place]);
    return { account: row ? accountOf(row) : null, knownPlace: row?.knownPlace ?? false };
  }

  /** In this order: a login that compared with the old password holds the user's row until its session can be seen. */
  async #passwordIsSet(
    tx: Queryable,
    userId: string,
    keep: string | null,
    effects: Effects,
  ): Promise<readonly string[]> {
    const ended = await tx.rows<{ id: string }>(END_SESSIONS, [userId, keep]);
    await tx.rows(END_RESETS, [userId]);
    await recordEvents(tx, effects.events);
    return ended.map(({ id }) => id);
  }
}

async function isEmpty(on: Queryable): Promise<boolean> {
  const [row] = await on.rows<{ isEmpty: boolean }>(IS_EMPTY, []);
  return row?.isEmpty ?? false;
}
