import { MIGRATIONS } from '../../adapters/team/postgres/migrations/index.ts';
import { openPostgres } from '../../adapters/team/postgres/index.ts';
import { tally, type Tally } from '../history.ts';
import type { Run } from './faults.ts';
import type { Ground } from './ground.ts';

const SERVERS = 5;

/** Five servers open an empty database at once: one migrates it, all find it whole, and they are one team. */
export async function migrateAtOnce(ground: Ground, { times, seed }: Omit<Run, 'servers'>): Promise<Tally> {
  const result = tally();
  for (let n = 0; n < times; n++) {
    const name = `migrated_${seed}_${n}`;
    await ground.postgres.server.createDatabase(name);
    const options = { url: ground.postgres.url(name), poolSize: 2, prepared: true, generations: null };
    const onError = (): void => void result.diverged++;
    const opening = Array.from({ length: SERVERS }, () => openPostgres({ ...options, onError }));
    const opened = await Promise.allSettled(opening);
    const servers = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    result.lost += SERVERS - servers.length;
    if (new Set(servers.map(({ meta }) => meta().instanceId)).size > 1) result.twice++;
    const [first] = servers;
    if (first) {
      const rows = <Row>(text: string): Promise<Row[]> => first.database.rows<Row>({ name: '', text }, []);
      const [ran] = await rows<{ n: number }>('SELECT count(*)::int AS n FROM migrations');
      if ((ran?.n ?? 0) > MIGRATIONS.length) result.twice++;
      if ((ran?.n ?? 0) < MIGRATIONS.length) result.lost++;
      const { upQueries } = await first.database.source.driver.createSchemaBuilder().log();
      result.diverged += upQueries.length;
    }
    await Promise.all(servers.map(({ close }) => close()));
    await ground.postgres.server.dropDatabase(name);
    result.acknowledged += servers.length;
    result.runs++;
  }
  return result;
}
