import { Database, type DatabaseOptions, type Queryable, type Statement } from './database.ts';
import { TIME_LIMITS } from './migrations/1764100000000-first.ts';

const PATIENT = [`SET LOCAL lock_timeout = '10min'`, `SET LOCAL statement_timeout = '30min'`];

/*
 * In another cluster transactions have other numbers: rows of `changes` that came in a dump would be above every number that
 * is given out for a long time, and no follower would ever see them.
 */
const RENEW = [
  'UPDATE changes SET xid = pg_current_xact_id()',
  // From the start: what is there already is refused by its id.
  `UPDATE relay SET xid = '0', id = 0, owner = NULL, leased_until = NULL`,
  'UPDATE tasks SET epoch_version = version',
  TIME_LIMITS,
  // Above what the event log may hold of the time that was lost, which was numbered on the same line.
  `SELECT setval(pg_get_serial_sequence('changes', 'id'), nextval(pg_get_serial_sequence('changes', 'id')) + 1000000000)`,
  `UPDATE meta SET epoch = gen_random_uuid(), trimmed_xid = NULL, trimmed_id = NULL, system_identifier = NULL,
     timeline_id = NULL`,
];

const LOCK = { name: '', text: 'SELECT FROM meta FOR UPDATE' };
/** A dump of another cluster: changes that were made in transactions which are still to come here. A standby decides nothing. */
const IS_AHEAD = {
  name: 'epoch-is-ahead',
  text: `SELECT NOT pg_is_in_recovery() AND EXISTS (
    SELECT FROM changes WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())) AS holds`,
};
/** Which cluster this is, and on which line of time. An ordinary role may ask, where PostgreSQL is as it comes. */
const IDENTITY = `(SELECT system_identifier::text AS system FROM pg_control_system()) s,
  (SELECT timeline_id AS timeline FROM pg_control_checkpoint()) t`;
const IS_OTHER = {
  name: 'epoch-is-other',
  text: `SELECT NOT pg_is_in_recovery() AND (m.system_identifier <> s.system OR m.timeline_id <> t.timeline) AS holds
    FROM meta m, ${IDENTITY}`,
};
const REMEMBER = {
  name: 'epoch-remember',
  text: `UPDATE meta SET system_identifier = s.system, timeline_id = t.timeline FROM ${IDENTITY}
    WHERE system_identifier IS NULL AND NOT pg_is_in_recovery()`,
};

/** Not asked for, or not there: some that are managed, or only like PostgreSQL. */
const HAS_NO_IDENTITY = /^(42501|42883|0A000)$/;

const holds = async (on: Queryable, statement: Statement): Promise<boolean> =>
  (await on.rows<{ holds: boolean | null }>(statement, []))[0]?.holds ?? false;

/** What `ask` finds; false where this database does not say which one it is. */
async function ifKnown(ask: () => Promise<boolean>): Promise<boolean> {
  try {
    return await ask();
  } catch (error) {
    if (HAS_NO_IDENTITY.test((error as { code?: string }).code ?? '')) return false;
    throw error;
  }
}

type Connecting = Pick<DatabaseOptions, 'url' | 'onError'>;

/** After a backup was restored: what followed the old time line starts over. All or nothing. Throws STORE_UNAVAILABLE. */
export async function renewEpoch(connecting: Connecting): Promise<void> {
  await renew(connecting, () => Promise.resolve(true));
}

/**
 * Looks whether a backup was restored without anybody saying so, and renews the epoch then; true: it did. Of several servers
 * that notice, one does it. Throws STORE_UNAVAILABLE.
 */
export async function settleEpoch(database: Database, connecting: Connecting): Promise<boolean> {
  const isAhead = await holds(database, IS_AHEAD);
  const isRestored = isAhead || (await ifKnown(() => holds(database, IS_OTHER)));
  const isRenewed = isRestored && (await renew(connecting, (on) => holds(on, isAhead ? IS_AHEAD : IS_OTHER)));
  await ifKnown(async () => (await database.rows(REMEMBER, [])).length > 0);
  return isRenewed;
}

async function renew(
  { url, onError }: Connecting,
  isNeeded: (on: Queryable) => Promise<boolean>,
): Promise<boolean> {
  const database = await Database.open({ url, poolSize: 1, prepared: false, onError, patient: true });
  try {
    return await database.transaction(async (tx) => {
      for (const text of PATIENT) await tx.rows({ name: '', text }, []);
      await tx.rows(LOCK, []);
      if (!(await isNeeded(tx))) return false;
      for (const text of RENEW) await tx.rows({ name: '', text }, []);
      return true;
    });
  } finally {
    await database.close();
  }
}
