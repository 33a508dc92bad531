import pg from 'pg';
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { postgresUrl } from '../../../test/team/database.ts';
import { renewEpoch } from './epoch.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';

const onError = (error: unknown): never => {
  throw error;
};

/** Everything in the schema that belongs to no extension. */
const LEFT = `SELECT classid::regclass::text AS kind, objid FROM pg_depend d
  WHERE refclassid = 'pg_namespace'::regclass AND refobjid = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = d.classid AND e.objid = d.objid AND e.deptype = 'e')`;

test('an ordinary role that owns its database makes a team, lets all of it go for a restore, and makes it again', async () => {
  const name = `owned_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: postgresUrl() });
  await admin.connect();
  await admin.query(`CREATE ROLE ${name} LOGIN PASSWORD 'x'`);
  await admin.query(`CREATE DATABASE ${name} OWNER ${name} ENCODING 'UTF8' TEMPLATE template0`);
  const at = new URL(postgresUrl());
  Object.assign(at, { username: name, password: 'x', pathname: `/${name}` });
  const url = at.href;

  expect(await migrate({ url, onError })).toBe(MIGRATIONS.length);
  await renewEpoch({ url, onError });
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  expect((await owner.query(LEFT)).rows.length).toBeGreaterThan(10);
  // As OPERATIONS.md has it, within the transaction of the restore.
  await owner.query('BEGIN');
  await owner.query('DROP OWNED BY CURRENT_USER');
  expect((await owner.query(LEFT)).rows).toEqual([]);
  await owner.query('COMMIT');
  await owner.end();
  expect(await migrate({ url, onError })).toBe(MIGRATIONS.length);

  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await admin.query(`DROP ROLE ${name}`);
  await admin.end();
});
