import type { TestProject } from 'vitest/node';
import { findMongo, startMongo, type MongoFound } from '../../../build/test-services/mongo.ts';
import { startPostgres, type TestPostgres } from '../../../build/test-services/postgres.ts';
import { startRedis } from '../../../build/test-services/redis.ts';
import { migrate } from '../../adapters/team/postgres/migrate.ts';

/** A database that is migrated once; each test file gets a copy of it. */
const TEMPLATE = 'taskflow_template';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of each cluster's own database `postgres`; `postgresUrl` (database.ts) says which is a test's. */
    postgresUrls: readonly string[];
    redisUrl: string;
    /** Where MongoDB runs (kind url), or why there is none. */
    mongo: Exclude<MongoFound, { kind: 'program' }>;
    /** The program that tests start a MongoDB of their own with, to stop and kill it; '' where there is none. */
    mongoProgram: string;
    template: string;
  }
}

let stop: () => Promise<void> = () => Promise.resolve();

/** A server for all files; what is found may be one that runs already. */
async function openMongo(): Promise<{
  mongo: Exclude<MongoFound, { kind: 'program' }>;
  program: string;
  stop: () => Promise<void>;
}> {
  // oxlint-disable-next-line no-console -- the person in front of the terminal waits for it
  const found = await findMongo((line) => console.log(line));
  if (found.kind !== 'program') return { mongo: found, program: '', stop: () => Promise.resolve() };
  const started = await startMongo(found.file);
  return { mongo: { kind: 'url', url: started.url('') }, program: found.file, stop: started.stop };
}

/** As many as files run at once: a transaction holds the feeds of its whole cluster back, and making a database is one. */
const CLUSTERS = 2;

async function openPostgres(): Promise<TestPostgres> {
  const postgres = await startPostgres({ settings: ['-c', 'max_connections=300'] });
  await postgres.server.createDatabase(TEMPLATE);
  await migrate({ url: postgres.url(TEMPLATE), onError: () => undefined });
  return postgres;
}

/** Starts the team's databases before the first test that needs them. */
export async function setup(project: TestProject): Promise<void> {
  const [redis, mongo, ...clusters] = await Promise.all([
    startRedis(),
    openMongo(),
    ...Array.from({ length: CLUSTERS }, openPostgres),
  ]);
  project.provide(
    'postgresUrls',
    clusters.map((one) => one.url('postgres')),
  );
  project.provide('redisUrl', redis.url);
  project.provide('mongo', mongo.mongo);
  project.provide('mongoProgram', mongo.program);
  project.provide('template', TEMPLATE);
  stop = async () => {
    await Promise.all([redis, mongo, ...clusters].map((one) => one.stop()));
  };
}

/** Ends them after the last. */
export const teardown = (): Promise<void> => stop();
