import { Database, type DatabaseOptions, type Queryable } from './database.ts';
import { TIME_LIMITS } from './migrations/1764100000000-first.ts';

const PATIENT = [`SET LOCAL lock_timeout = '10min'`, `SET LOCAL statement_timeout = '30min'`];

/** Which cluster this is, and on which line of time; an ordinary role may ask. */
const IDENTITY = `(SELECT system_identifier::text FROM pg_control_system()) AS system,
  (SELECT timeline_id FROM pg_control_checkpoint()) AS timeline`;

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
  `UPDATE meta SET epoch = gen_random_uuid(), trimmed_xid = NULL, trimmed_id = NULL, system_identifier = now.system,
     timeline_id = now.timeline FROM (SELECT ${IDENTITY}) now`,
];

const LOCK = { name: '', text: 'SELECT FROM meta FOR UPDATE' };
const LOOK = {
  name: 'epoch-look',
  text: `SELECT m.system_identifier IS NULL AS "isNew",
      m.system_identifier <> now.system OR m.timeline_id <> now.timeline AS "isOther",
      EXISTS (SELECT FROM changes WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())) AS "isAhead"
    FROM meta m, (SELECT ${IDENTITY}) now WHERE NOT pg_is_in_recovery()`,
};
const REMEMBER = {
  name: 'epoch-remember',
  text: `UPDATE meta SET system_identifier = now.system, timeline_id = now.timeline FROM (SELECT ${IDENTITY}) now
    WHERE system_identifier IS NULL`,
};

interface Look {
  readonly isNew: boolean;
  readonly isOther: boolean | null;
  readonly isAhead: boolean;
}

/** Whether these are other databases than they were: another cluster, another line of time, or changes from a future. */
async function isRestored(on: Queryable): Promise<boolean> {
  const [look] = await on.rows<Look>(LOOK, []);
  return look !== undefined && (look.isOther === true || look.isAhead);
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
  const [look] = await database.rows<Look>(LOOK, []);
  if (!look) return false;
  if (look.isOther !== true && !look.isAhead) {
    if (look.isNew) await database.rows(REMEMBER, []);
    return false;
  }
  return renew(connecting, isRestored);
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
