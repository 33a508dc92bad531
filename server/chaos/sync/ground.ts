import { randomBytes } from 'node:crypto';
import { startPostgres, type TestPostgres } from '../../../build/test-services/postgres.ts';
import { startRedis, type TestRedis } from '../../../build/test-services/redis.ts';
import { serveTeam, type TeamStores } from '../../test/team/serve-team.ts';
import { syncTeamOf, type SyncTeam } from './team.ts';

/** Stores of its own for teams; without MongoDB, which replicas never ask. */
export class SyncGround {
  private constructor(
    readonly postgres: TestPostgres,
    private readonly redis: TestRedis,
  ) {}

  static async open(): Promise<SyncGround> {
    const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    return new SyncGround(postgres, redis);
  }

  async close(): Promise<void> {
    await Promise.all([this.postgres.stop(), this.redis.stop()]);
  }

  /** Of a team that has nobody and nothing yet. */
  async stores(): Promise<TeamStores> {
    const name = `chaos_${randomBytes(6).toString('hex')}`;
    await this.postgres.server.createDatabase(name);
    return {
      databaseUrl: this.postgres.url(name),
      redisUrl: this.redis.url,
      mongodbUrl: 'mongodb://127.0.0.1:9/none',
    };
  }
}

/** Work on a ground of its own, which ends with it. */
export async function onGround<T>(work: (ground: SyncGround) => Promise<T>): Promise<T> {
  const ground = await SyncGround.open();
  try {
    return await work(ground);
  } finally {
    await ground.close();
  }
}

/** Work on a team of its own. */
export async function onTeam<T>(work: (team: SyncTeam) => Promise<T>): Promise<T> {
  return onGround(async (ground) => {
    const team = await syncTeamOf(await serveTeam(await ground.stores()));
    try {
      return await work(team);
    } finally {
      await team.truth.close();
      await team.server.close();
    }
  });
}
