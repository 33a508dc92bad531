import pg from 'pg';
import { expect, inject, test, vi } from 'vitest';
import { freePort } from '../../../build/test-services/free-port.ts';
import { probePostgres } from '../../team/probe.ts';
import { whyNotStarted } from '../../team/start-failure.ts';
import { makeCertificate } from '../doctor/certificates.ts';
import { refusingPostgres, securedDatabase } from '../doctor/refusing-databases.ts';
import { freshDatabase, postgresUrl } from './database.ts';
import { serveTeam } from './serve-team.ts';

/** What an administrator reads where a server of this PostgreSQL cannot start. */
const startOn = (databaseUrl: string): Promise<string> =>
  serveTeam({ databaseUrl, mongodbUrl: 'mongodb://127.0.0.1:9/x', redisUrl: inject('redisUrl') }).then(
    () => Promise.reject(new Error('it started')),
    whyNotStarted,
  );

test('a PostgreSQL that cannot be used is told in a sentence, and what to do', async () => {
  const own = await makeCertificate({ hosts: ['127.0.0.1'] });
  const secured = await securedDatabase(own, { asked: true });
  const closed = await refusingPostgres('28000', 'no pg_hba.conf entry for host "10.1.2.3", no encryption');
  const reading = await freshDatabase({ empty: true });
  const name = new URL(reading.url).pathname.slice(1);
  const admin = new pg.Client({ connectionString: postgresUrl() });
  await admin.connect();
  await admin.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  await admin.query(`CREATE DATABASE ${name}_latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);

  expect(await startOn(`postgres://me:x@127.0.0.1:${secured.port}/taskflow?sslmode=verify-full`)).toMatch(
    /^PostgreSQL shows a certificate that cannot be verified \(self-signed certificate\)\. .*sslrootcert/,
  );
  expect(await startOn(`${reading.url}?sslmode=verify-full`)).toMatch(
    /^PostgreSQL does not speak TLS there\./,
  );
  expect(await startOn(`postgres://me:x@127.0.0.1:${closed.port}/taskflow`)).toMatch(
    /^PostgreSQL lets nobody in .*10\.1\.2\.3.*sslmode=verify-full/,
  );
  expect(await startOn(reading.url)).toMatch(/^PostgreSQL lets this account only read\. .*standby/);
  expect(await startOn(`${reading.url}_latin`)).toMatch(/keeps text as LATIN1.* ENCODING 'UTF8'/);

  await admin.query(`DROP DATABASE ${name}_latin`);

  // One that says of itself what an old one would.
  const old = await freshDatabase({ empty: true });
  const lying = new pg.Client({ connectionString: old.url });
  await lying.connect();
  await lying.query(`CREATE SCHEMA lies; CREATE FUNCTION lies.current_setting(text) RETURNS text LANGUAGE sql AS
    $$ SELECT CASE $1 WHEN 'server_version' THEN '13.21' WHEN 'server_version_num' THEN '130021'
       ELSE pg_catalog.current_setting($1) END $$`);
  await lying.query(
    `ALTER DATABASE ${new URL(old.url).pathname.slice(1)} SET search_path = lies, public, pg_catalog`,
  );
  await lying.end();
  expect(await startOn(old.url)).toMatch(/PostgreSQL 13\.21 is too old\. TaskFlow needs PostgreSQL 14/);
  await old.drop();
  const others = await freshDatabase({ empty: true });
  const owner = new pg.Client({ connectionString: others.url });
  await owner.connect();
  await owner.query('CREATE TABLE meta (x integer); CREATE TABLE users (x integer)');
  await owner.end();
  expect(await startOn(others.url)).toMatch(
    /^This database of PostgreSQL holds tables of another program\. Give/,
  );
  expect((await probePostgres(others.url, 3_000)).probed.code).toBe('DATABASE_OTHERS');
  await others.drop();

  await admin.end();
  await Promise.all([secured.close(), closed.close(), reading.drop()]);
});

test('whoever leaves at the password is told that nothing was done', () => {
  expect(whyNotStarted(new DOMException('Aborted with Ctrl+C', 'AbortError'))).toBe('Nothing was done.');
});

test('addresses that lead nowhere are told at the start, before anything happens, each by its part', async () => {
  const fresh = await freshDatabase();
  const [port, redisPort, directPort] = [await freePort(), await freePort(), await freePort()];
  const server = await serveTeam({
    databaseUrl: fresh.url,
    databaseDirectUrl: `postgres://127.0.0.1:${directPort}/x`,
    mongodbUrl: `mongodb://127.0.0.1:${port}/taskflow`,
    redisUrl: `redis://127.0.0.1:${redisPort}`,
  });
  const parts = () => server.logged.flatMap((line) => /"part":"(\w+)".*ECONNREFUSED/.exec(line)?.[1] ?? []);
  await vi.waitFor(() => expect(new Set(parts())).toEqual(new Set(['redis', 'signals', 'mongodb'])), {
    timeout: 10_000,
  });
  await server.close();
  await fresh.drop();
});
