import { Database, type DatabaseOptions } from './database.ts';
import { TIME_LIMITS } from './migrations/1764100000000-first.ts';

const PATIENT = [`SET LOCAL lock_timeout = '10min'`, `SET LOCAL statement_timeout = '30min'`];

/*
 * In another cluster transactions have other numbers: rows of `changes` that came in a dump would be above every number that
 * is given out for a long time, and no follower would ever see them.
 */
const RENEW = [
  'SELECT FROM meta FOR UPDATE',
  'UPDATE changes SET xid = pg_current_xact_id()',
  // From the start: what is there already is refused by its id.
  `UPDATE relay SET xid = '0', id = 0, owner = NULL, leased_until = NULL`,
  'UPDATE tasks SET epoch_version = version',
  TIME_LIMITS,
  // Above what the event log may hold of the time that was lost, which was numbered on the same line.
  `SELECT setval(pg_get_serial_sequence('changes', 'id'), nextval(pg_get_serial_sequence('changes', 'id')) + 1000000000)`,
  'UPDATE meta SET epoch = gen_random_uuid(), trimmed_xid = NULL, trimmed_id = NULL',
];

/** After a backup was restored: what followed the old time line starts over. All or nothing. Throws STORE_UNAVAILABLE. */
export async function renewEpoch({ url, onError }: Pick<DatabaseOptions, 'url' | 'onError'>): Promise<void> {
  const database = await Database.open({ url, poolSize: 1, prepared: false, onError, patient: true });
  try {
    await database.transaction(async (tx) => {
      for (const text of [...PATIENT, ...RENEW]) await tx.rows({ name: '', text }, []);
    });
  } finally {
    await database.close();
  }
}
