import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { Database } from '../../adapters/team/postgres/database.ts';

/** Of the cluster that no other file uses while this one runs: its own database `postgres`. */
export function postgresUrl(): string {
  const urls = inject('postgresUrls');
  return urls[Number(process.env['VITEST_POOL_ID'] ?? 0) % urls.length] as string;
}

async function asOwner(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A database of a test's own, migrated. Give it back with `drop`. */
export interface FreshDatabase {
  readonly url: string;
  readonly drop: () => Promise<void>;
}

/** Copies the migrated template; `empty` leaves even the tables out. */
export async function freshDatabase({ empty = false } = {}): Promise<FreshDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asOwner(`CREATE DATABASE ${name}${empty ? '' : ` TEMPLATE ${inject('template')}`}`);
  const url = new URL(postgresUrl());
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asOwner(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** A connection to a fresh database; `close` drops it too. */
export async function openFresh(
  poolSize = 5,
): Promise<{ database: Database; url: string; close: () => Promise<void> }> {
  const fresh = await freshDatabase();
  const onError = (): void => undefined;
  const database = await Database.open({ url: fresh.url, poolSize, prepared: true, onError });
  return {
    database,
    url: fresh.url,
    close: async () => {
      await database.close();
      await fresh.drop();
    },
  };
}
