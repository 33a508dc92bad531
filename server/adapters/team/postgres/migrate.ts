import { MigrationExecutor, type QueryRunner } from 'typeorm';
import { FINDINGS, FINDING_ADVICE, type Finding } from '../../../contract/findings.ts';
import { sentence } from '../../../contract/sentences.ts';
import { OLDEST } from '../probes/postgres.ts';
import { Database, type DatabaseOptions } from './database.ts';
import { MIGRATIONS } from './migrations/index.ts';

/** Any number: who migrates a database holds the lock of this name. */
const LOCK = 4_720_146;

const EXECUTED = {
  name: '',
  text: `SELECT name FROM migrations WHERE name = ANY($1)`,
};
const TABLE = { name: '', text: `SELECT to_regclass('migrations') IS NOT NULL AS found` };

/** Whether every migration of this server has run. Older servers than the schema are up to date too. */
export async function isMigrated(database: Database): Promise<boolean> {
  const [table] = await database.rows<{ found: boolean }>(TABLE, []);
  if (!table?.found) return false;
  const names = MIGRATIONS.map((Migration) => new Migration().name);
  return (await database.rows(EXECUTED, [names])).length === names.length;
}

/**
 * Brings the schema up to date; answers how many migrations it ran. Any number of servers may start at once: all is one
 * transaction behind a lock that ends with it (so a pooler in transaction mode may stand between), and who comes second
 * finds nothing to do. Throws STORE_UNAVAILABLE.
 */
export async function migrate({ url, onError }: Pick<DatabaseOptions, 'url' | 'onError'>): Promise<number> {
  const database = await Database.open({ url, poolSize: 1, prepared: false, onError, patient: true });
  const runner = database.source.createQueryRunner();
  try {
    await runner.startTransaction();
    // Waiting for another server's migrations is no failure, and an index on a large table takes its time.
    await runner.query(`SET LOCAL lock_timeout = '10min'`);
    await runner.query(`SET LOCAL statement_timeout = '30min'`);
    await runner.query(`SELECT pg_advisory_xact_lock(${LOCK})`);
    await checkServer(runner);
    const executor = new MigrationExecutor(database.source, runner);
    executor.transaction = 'none';
    const ran = await executor.executePendingMigrations();
    await runner.commitTransaction();
    return ran.length;
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(onError);
    throw error;
  } finally {
    await runner.release();
    await database.close();
  }
}

/**
 * A database that can keep any letter, and counts letters: in others a title fails when it is saved. Whatever a migration asks
 * of PostgreSQL besides, an older one says in words of its own.
 */
async function checkServer(runner: QueryRunner): Promise<void> {
  const [found] = (await runner.query(
    `SELECT to_regclass('migrations') IS NULL AS "isNew", current_setting('server_encoding') AS encoding,
      current_setting('server_version_num')::int AS number, current_setting('server_version') AS version`,
  )) as [{ isNew: boolean; encoding: string; number: number; version: string }];
  const { isNew, encoding, number, version } = found;
  if (number < OLDEST) refuse({ code: 'DATABASE_TOO_OLD', params: { product: 'PostgreSQL', version } });
  if (isNew && encoding !== 'UTF8')
    refuse({ code: 'DATABASE_ENCODING', params: { product: 'PostgreSQL', encoding } });
}

function refuse(told: { readonly code: Finding; readonly params: Readonly<Record<string, string>> }): never {
  throw new Error(`${sentence(FINDINGS, told)} ${sentence(FINDING_ADVICE, told)}`);
}
