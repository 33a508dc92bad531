import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { probePostgres } from '../../team/probe.ts';
import {
  answerOfDatabases,
  examineDatabases,
  type DatabaseUrls,
} from '../../workspaces/doctor/by-databases.ts';
import { makeCertificate } from '../doctor/certificates.ts';
import type { Listening } from '../doctor/listening.ts';
import { oldMongodb, oldPostgres, oldRedis } from '../doctor/old-databases.ts';
import { refusingPostgres, securedDatabase } from '../doctor/refusing-databases.ts';
import { freshDatabase } from './database.ts';
import { startTeamServer } from './team-server.ts';

let silent: Server;
const sockets = new Set<Socket>();
let silentPort = 0;
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase();
  silent = createServer((socket) => void sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  silentPort = (silent.address() as AddressInfo).port;
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => silent.close(resolve));
  await fresh.drop();
});

const mongo = inject('mongo');
const good = (): DatabaseUrls => ({
  databaseUrl: fresh.url,
  mongodbUrl: mongo.kind === 'none' ? 'mongodb://127.0.0.1:9/none' : mongo.url,
  redisUrl: inject('redisUrl'),
});

async function examine(changes: Partial<DatabaseUrls> = {}) {
  const began = performance.now();
  const answer = answerOfDatabases(await examineDatabases({ ...good(), ...changes }), '1.0.0');
  expect(performance.now() - began).toBeLessThan(5_000);
  return { answer, codes: answer.stages.map(({ stage, code }) => `${stage} ${code}`) };
}

const changed = (url: string, change: (url: URL) => void): string => {
  const other = new URL(url);
  change(other);
  return other.href;
};

test.skipIf(mongo.kind === 'none')('three databases in order, with a team in them or none', async () => {
  const { answer, codes } = await examine();
  expect(codes).toEqual(['postgres OK', 'mongodb OK', 'redis OK']);
  expect(answer.team).toMatchObject({ empty: true, registration: 'invite' });
  const server = await startTeamServer({ databaseUrl: fresh.url });
  await server.admin();
  await server.close();
  const joined = (await examine()).answer;
  expect(joined.team).toMatchObject({ empty: false, instanceId: server.team.instanceId });
});

test('which one fails, and why; no password is ever told', async () => {
  const secret = 'hunter2-secret';
  const { answer, codes } = await examine({
    databaseUrl: changed(fresh.url, (url) => (url.pathname = '/no_such_database')),
    mongodbUrl: `mongodb://me:${secret}@127.0.0.1:9/taskflow`,
    redisUrl: `redis://me:${secret}@tasks.invalid:6379`,
  });
  expect(answer.ok).toBe(false);
  expect(codes).toEqual(['postgres DATABASE_MISSING', 'mongodb TCP_REFUSED', 'redis DNS_UNKNOWN']);
  expect(JSON.stringify(answer)).not.toContain(secret);
});

test('databases that take a connection and say nothing', async () => {
  const { codes } = await examine({
    databaseUrl: `postgres://me:x@127.0.0.1:${silentPort}/taskflow`,
    mongodbUrl: `mongodb://127.0.0.1:${silentPort}/taskflow`,
    redisUrl: `redis://127.0.0.1:${silentPort}`,
  });
  expect(codes).toEqual(['postgres DATABASE_TIMEOUT', 'mongodb DATABASE_TIMEOUT', 'redis DATABASE_TIMEOUT']);
});

test('a role that PostgreSQL does not know, a password that Redis does not, an address of another kind', async () => {
  const { codes, answer } = await examine({
    databaseUrl: changed(fresh.url, (url) => (url.username = 'nobody_of_the_tests')),
    mongodbUrl: 'https://example.org',
    redisUrl: changed(inject('redisUrl'), (url) => {
      url.username = 'someone';
      url.password = 'wrong-password';
    }),
  });
  expect(codes).toEqual(['postgres DATABASE_AUTH', 'mongodb DATABASE_ADDRESS', 'redis DATABASE_AUTH']);
  expect(answer.stages[1]?.message).toBe('This is not the address of MongoDB.');
  const { hostname, port, username, password, pathname } = new URL(fresh.url);
  const query = `host=${hostname}&port=${port}&user=${username}&password=${password}`;
  const bySocket = await examine({ databaseUrl: `postgres://${pathname}?${query}` });
  expect(bySocket.codes[0]).toBe('postgres OK');
});

test('a standby that only reads, a database whose letters are few, one of Redis that is not there', async () => {
  const name = `few_letters_${process.pid}`;
  await asOwner(async (client) => {
    await client.query(
      `ALTER DATABASE ${new URL(fresh.url).pathname.slice(1)} SET default_transaction_read_only = on`,
    );
    await client.query('SET default_transaction_read_only = off');
    await client.query(`CREATE DATABASE ${name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);
  });
  const reading = await examine({ redisUrl: `${inject('redisUrl')}/99` });
  expect(reading.codes).toEqual(['postgres DATABASE_ONLY_READS', 'mongodb OK', 'redis DATABASE_MISSING']);
  const { answer } = await examine({ databaseUrl: changed(fresh.url, (url) => (url.pathname = `/${name}`)) });
  expect(answer.stages[0]?.message).toBe(
    'This database of PostgreSQL keeps text as LATIN1, which has not all letters.',
  );
  await asOwner(async (client) => {
    await client.query('SET default_transaction_read_only = off');
    await client.query(
      `ALTER DATABASE ${new URL(fresh.url).pathname.slice(1)} RESET default_transaction_read_only`,
    );
    await client.query(`DROP DATABASE ${name}`);
  });
});

test('certificates that nobody vouches for, and a PostgreSQL that has none or wants no other', async () => {
  const pair = await makeCertificate({ name: 'database.example', hosts: ['database.example'] });
  const secured = await securedDatabase(pair, { asked: false });
  const asked = await securedDatabase(pair, { asked: true });
  const refused = await refusingPostgres('28000', 'no pg_hba.conf entry for host "127.0.0.1", no encryption');
  const { answer, codes } = await examine({
    databaseUrl: `postgres://me:x@127.0.0.1:${asked.port}/taskflow?sslmode=verify-full`,
    mongodbUrl: `mongodb://127.0.0.1:${secured.port}/taskflow?tls=true`,
    redisUrl: `rediss://127.0.0.1:${secured.port}`,
  });
  expect(codes).toEqual(['postgres', 'mongodb', 'redis'].map((stage) => `${stage} DATABASE_CERTIFICATE`));
  for (const { message, advice } of answer.stages)
    expect(`${message} ${advice}`).toMatch(/self-signed certificate.* NODE_EXTRA_CA_CERTS/i);
  const plain = await examine({
    databaseUrl: changed(fresh.url, (url) => (url.search = '?sslmode=verify-full')),
  });
  expect(plain.codes[0]).toBe('postgres DATABASE_NO_TLS');
  const unsaid = await examine({ databaseUrl: `postgres://me:x@127.0.0.1:${refused.port}/taskflow` });
  expect(unsaid.answer.stages[0]).toMatchObject({
    code: 'DATABASE_NO_ENTRY',
    params: { reason: expect.stringContaining('no encryption') as string },
  });
  await Promise.all([secured.close(), asked.close(), refused.close()]);
});

test('what nobody thought of is told by its code', async () => {
  const { answer } = await examine({ databaseUrl: `${fresh.url}?sslrootcert=/no/such/file` });
  expect(answer.stages[0]).toMatchObject({ code: 'FAILED', params: { reason: 'ENOENT' } });
});

describe('databases that are too old', () => {
  const open: Listening[] = [];
  const opened = async (database: Promise<Listening>): Promise<number> => {
    open.push(await database);
    return open.at(-1)?.port ?? 0;
  };
  afterAll(() => Promise.all(open.map((database) => database.close())));

  test('each says which version it is, and what is needed', async () => {
    const { answer, codes } = await examine({
      databaseUrl: `postgres://me:x@127.0.0.1:${await opened(oldPostgres('13.11', 130_011))}/taskflow`,
      mongodbUrl: `mongodb://127.0.0.1:${await opened(oldMongodb('5.0.9', 13))}/taskflow`,
      redisUrl: `redis://127.0.0.1:${await opened(oldRedis('6.0.16'))}`,
    });
    expect(codes).toEqual([
      'postgres DATABASE_TOO_OLD',
      'mongodb DATABASE_TOO_OLD',
      'redis DATABASE_TOO_OLD',
    ]);
    expect(answer.stages.map(({ message }) => message)).toEqual([
      'PostgreSQL 13.11 is too old.',
      'MongoDB 5.0.9 is too old.',
      'Redis 6.0.16 is too old.',
    ]);
    expect(answer.stages[0]?.advice).toContain('PostgreSQL 14');
  });

  test('one that the driver itself does not speak to any more', async () => {
    const port = await opened(oldMongodb('3.6.23', 6));
    const { answer } = await examine({ mongodbUrl: `mongodb://127.0.0.1:${port}/taskflow` });
    expect(answer.stages[1]).toMatchObject({ code: 'DATABASE_TOO_OLD', params: { version: '3.6' } });
  });

  test('the oldest that are new enough', async () => {
    const { codes } = await examine({
      databaseUrl: `postgres://me:x@127.0.0.1:${await opened(oldPostgres('14.0', 140_000))}/taskflow`,
      mongodbUrl: `mongodb://127.0.0.1:${await opened(oldMongodb('6.0.0', 17))}/taskflow`,
      redisUrl: `redis://127.0.0.1:${await opened(oldRedis('6.2.0'))}`,
    });
    expect(codes).toEqual(['postgres OK', 'mongodb OK', 'redis OK']);
  });
});

/** Runs statements as the owner of the fresh database. */
async function asOwner(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: fresh.url, application_name: 'a-long-migration' });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

describe('rights that are missing', () => {
  const role = `doctor_${process.pid}`;
  const asRole = (): string =>
    changed(fresh.url, (url) => {
      url.username = role;
      url.password = 'x';
    });
  beforeAll(() => asOwner((client) => client.query(`CREATE ROLE ${role} LOGIN PASSWORD 'x'`)));
  afterAll(() =>
    asOwner(async (client) => {
      await client.query(`DROP OWNED BY ${role}`);
      await client.query(`DROP ROLE ${role}`);
    }),
  );

  test('a role of PostgreSQL that may not look into the team, and one that may only look', async () => {
    const found = async (): Promise<unknown> => (await examine({ databaseUrl: asRole() })).answer.stages[0];
    expect(await found()).toMatchObject({ code: 'DATABASE_RIGHTS', params: { product: 'PostgreSQL' } });
    await asOwner((client) => client.query(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`));
    expect(await found()).toMatchObject({ code: 'DATABASE_RIGHTS' });
    await asOwner((client) => client.query(`GRANT INSERT, UPDATE ON tasks TO ${role}`));
    expect(await found()).toMatchObject({ code: 'OK' });
  });

  test('a role of PostgreSQL that may make no tables where there is no team yet', async () => {
    const empty = await freshDatabase({ empty: true });
    const url = changed(empty.url, (at) => {
      at.username = role;
      at.password = 'x';
    });
    const { answer } = await examine({ databaseUrl: url });
    await empty.drop();
    // Since PostgreSQL 15 nobody makes tables in `public` who was not allowed to; before, everybody.
    expect(answer.stages[0]?.code).toBe('DATABASE_RIGHTS');
  });

  test('a user of Redis that may not read our keys', async () => {
    const at = new URL(inject('redisUrl'));
    const socket = connect(Number(at.port), at.hostname);
    socket.write('ACL SETUSER doctor on >x ~elsewhere:* +@all\r\n');
    expect(String((await once(socket, 'data')) as unknown)).toContain('+OK');
    const url = changed(at.href, (given) => {
      given.username = 'doctor';
      given.password = 'x';
    });
    const { answer } = await examine({ redisUrl: url });
    socket.end('ACL DELUSER doctor\r\n');
    expect(answer.stages[2]).toMatchObject({ code: 'DATABASE_RIGHTS', params: { product: 'Redis' } });
  });

  test('a user of MongoDB that may not read the log of events', async () => {
    const refusal = { ok: 0, code: 13, codeName: 'Unauthorized', errmsg: 'not authorized on taskflow' };
    const database = await oldMongodb('7.0.1', 21, refusal);
    const { answer } = await examine({ mongodbUrl: `mongodb://127.0.0.1:${database.port}/taskflow` });
    await database.close();
    expect(answer.stages[1]).toMatchObject({ code: 'DATABASE_RIGHTS', params: { product: 'MongoDB' } });
  });
});

test('a writing transaction that stays open holds the feed back: a warning that names it and how long', async () => {
  await asOwner(async (client) => {
    await client.query('BEGIN');
    await client.query('SELECT pg_current_xact_id()');
    const { probed } = await probePostgres(fresh.url, 3_000, 0);
    expect(probed).toMatchObject({ code: 'FEED_BLOCKED', warning: true });
    expect(probed.facts.blocker).toMatch(/./);
    expect(probed.facts.since).toBeGreaterThanOrEqual(0);
    // What is shorter than the limit is how every write looks.
    expect((await probePostgres(fresh.url, 3_000, 3_600_000)).probed.code).toBe('OK');
    await client.query('ROLLBACK');
  });
});
