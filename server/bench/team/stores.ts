import path from 'node:path';
import bcrypt from 'bcryptjs';
import { findMongo, startMongo } from '../../../build/test-services/mongo.ts';
import { startPostgres, type TestPostgres } from '../../../build/test-services/postgres.ts';
import { startRedis } from '../../../build/test-services/redis.ts';
import { openPostgres } from '../../adapters/team/postgres/index.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import { startNode, type Started } from '../processes.ts';
import { ADMINS, USERS, fill } from './fill.ts';
import { JWT_SECRET, signInAll } from './sessions.ts';

export const PASSWORD = 'correct horse battery';

/** The three stores of a team in processes of their own. PostgreSQL waits for its disk as it does in use. */
export interface Stores {
  readonly postgres: TestPostgres;
  readonly redis: { readonly url: string; readonly pid: number };
  readonly mongodbUrl: string;
  readonly stop: () => Promise<void>;
}

export async function startStores(): Promise<Stores> {
  const settings = ['-c', 'fsync=on', '-c', 'full_page_writes=on'];
  const found = await findMongo((line) => console.error(line));
  const [postgres, redis] = await Promise.all([startPostgres({ settings }), startRedis()]);
  const mongo = found.kind === 'program' ? await startMongo(found.file) : null;
  return {
    postgres,
    redis: { url: redis.url, pid: redis.child.pid as number },
    mongodbUrl: mongo?.url('bench') ?? (found.kind === 'url' ? found.url : 'mongodb://127.0.0.1:9/none'),
    stop: async () => {
      await Promise.all([postgres.stop(), redis.stop(), mongo?.stop()]);
    },
  };
}

/** A team with its people signed in, its tasks in place, and its server as a process of its own. */
export interface BenchTeam {
  readonly server: Started;
  readonly databaseUrl: string;
  readonly made: readonly TaskRecord[];
  /** Everybody's, of PASSWORD. */
  readonly passwordHash: string;
  /** Headers of somebody who is signed in. */
  readonly as: (userId: string) => Readonly<Record<string, string>>;
  readonly token: (userId: string) => string;
  /** Starts another server on the same stores. */
  readonly start: () => Promise<Started>;
}

const ENTRY = path.resolve(import.meta.dirname, '../../../dist/server/headless.js');

export async function startTeam(stores: Stores, name: string, count: number): Promise<BenchTeam> {
  await stores.postgres.server.createDatabase(name);
  const databaseUrl = stores.postgres.url(name);
  const onError = (error: unknown): void => console.error(error);
  const options = { url: databaseUrl, poolSize: 2, prepared: true, generations: null, onError };
  const store = await openPostgres(options);
  const passwordHash = await bcrypt.hash(PASSWORD, 12);
  const made = await fill(databaseUrl, count, passwordHash);
  const people = [...USERS, ...ADMINS];
  const issue = await signInAll(store, people);
  await store.close();
  // Once for each: signing is not what is measured.
  const shown = new Map(people.map((id) => [id, issue(id)]));
  const token = (userId: string): string => shown.get(userId) ?? '';
  const headers = new Map(people.map((id) => [id, { authorization: `Bearer ${token(id)}` }]));
  const start = (): Promise<Started> =>
    startNode([...(process.env['BENCH_NODE'] ?? '').split(' ').filter(Boolean), ENTRY], {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      PORT: '0',
      DATABASE_URL: databaseUrl,
      REDIS_URL: stores.redis.url,
      MONGODB_URL: stores.mongodbUrl,
      JWT_SECRET,
      RATE_LIMIT_ANON: 'off',
      RATE_LIMIT_SESSION: 'off',
      RATE_LIMIT_LOGIN: 'off',
    });
  return {
    server: await start(),
    databaseUrl,
    made,
    passwordHash,
    as: (userId) => headers.get(userId) ?? {},
    token,
    start,
  };
}
