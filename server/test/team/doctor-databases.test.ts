import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import {
  answerOfDatabases,
  examineDatabases,
  type DatabaseUrls,
} from '../../workspaces/doctor/by-databases.ts';
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
  const { codes } = await examine({
    databaseUrl: changed(fresh.url, (url) => (url.username = 'nobody_of_the_tests')),
    mongodbUrl: 'https://example.org',
    redisUrl: changed(inject('redisUrl'), (url) => {
      url.username = 'someone';
      url.password = 'wrong-password';
    }),
  });
  expect(codes).toEqual(['postgres DATABASE_AUTH', 'mongodb ADDRESS_INVALID', 'redis DATABASE_AUTH']);
});
