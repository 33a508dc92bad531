import { setTimeout as wait } from 'node:timers/promises';
import { startPgBouncer, type TestPgBouncer } from '../../../build/test-services/pgbouncer.ts';
import type { Tally } from '../history.ts';
import { endServer, killServer, stopPostgres, under, type Act, type Run } from './faults.ts';
import type { Ground } from './ground.ts';

const BACK_WITHIN = 5_000;

/** Two servers behind PgBouncer in transaction mode, which is killed, as PostgreSQL behind it and the servers before it are. */
export async function throughPooler(ground: Ground, run: Omit<Run, 'servers'>): Promise<Tally> {
  const start = async (listensAt?: number): Promise<TestPgBouncer> => {
    const started = await startPgBouncer({ port: ground.postgres.port, ...(listensAt && { listensAt }) });
    if (!started) throw new Error('pgbouncer is not installed');
    return started;
  };
  let pooler = await start();
  const killPooler: Act = async ({ work, draw }) => {
    await pooler.stop();
    await wait(draw() * 1_000);
    pooler = await start(pooler.at);
    return Number((await work.untilAcknowledged()) > BACK_WITHIN);
  };
  try {
    return await under(ground, [killPooler, stopPostgres, killServer, endServer], {
      ...run,
      servers: 2,
      through: ({ databaseUrl }) => ({
        databaseUrl: pooler.url(new URL(databaseUrl).pathname.slice(1)),
        databaseDirectUrl: databaseUrl,
      }),
    });
  } finally {
    await pooler.stop();
  }
}
