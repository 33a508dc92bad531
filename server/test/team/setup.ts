import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../../build/test-services/postgres.ts';
import { startRedis } from '../../../build/test-services/redis.ts';
import { Database } from '../../adapters/team/postgres/database.ts';

/** A database that is migrated once; each test file gets a copy of it. */
const TEMPLATE = 'taskflow_template';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the cluster's own database `postgres`. */
    postgresUrl: string;
    redisUrl: string;
    template: string;
  }
}

let stop: () => Promise<void> = () => Promise.resolve();

/** Starts the team's databases before the first test that needs them. */
export async function setup(project: TestProject): Promise<void> {
  const [postgres, redis] = await Promise.all([
    startPostgres({ settings: ['-c', 'max_connections=300'] }),
    startRedis(),
  ]);
  await postgres.server.createDatabase(TEMPLATE);
  const database = await Database.open({
    url: postgres.url(TEMPLATE),
    poolSize: 1,
    prepared: true,
    onError: () => undefined,
  });
  await database.source.runMigrations();
  await database.close();
  project.provide('postgresUrl', postgres.url('postgres'));
  project.provide('redisUrl', redis.url);
  project.provide('template', TEMPLATE);
  stop = async () => {
    await Promise.all([postgres.stop(), redis.stop()]);
  };
}

/** Ends them after the last. */
export const teardown = (): Promise<void> => stop();
