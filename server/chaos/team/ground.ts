import { randomBytes } from 'node:crypto';
import { startPostgres, type TestPostgres } from '../../../build/test-services/postgres.ts';
import { startRedis, type TestRedis } from '../../../build/test-services/redis.ts';
import { openPostgres } from '../../adapters/team/postgres/index.ts';
import { signInAll } from '../../bench/team-people.ts';
import { NO_EFFECTS } from '../../ports/effects.ts';
import { TeamProcess, type TeamUrls } from './process.ts';

const PEOPLE = Array.from({ length: 4 }, (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);

/** Stores of its own to stop, pause and kill; without MongoDB, which the tests of the relay kill. */
export class Ground {
  private constructor(
    readonly postgres: TestPostgres,
    public redis: TestRedis,
  ) {}

  static async open(): Promise<Ground> {
    const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    return new Ground(postgres, redis);
  }

  async close(): Promise<void> {
    await Promise.all([this.postgres.stop(), this.redis.stop()]);
  }

  /** A new team of four people who are signed in. */
  async team(): Promise<Team> {
    const name = `chaos_${randomBytes(6).toString('hex')}`;
    await this.postgres.server.createDatabase(name);
    const databaseUrl = this.postgres.url(name);
    const onError = (): void => undefined;
    const store = await openPostgres({
      url: databaseUrl,
      poolSize: 2,
      prepared: true,
      generations: null,
      onError,
    });
    const at = new Date().toISOString();
    for (const [n, id] of PEOPLE.entries()) {
      const email = `user${n}@example.org`;
      const user = {
        id,
        email,
        profile: {},
        role: 'user',
        disabled: false,
        createdAt: at,
        updatedAt: at,
      } as const;
      await store.users.insert(user, NO_EFFECTS);
    }
    const token = await signInAll(store, PEOPLE);
    await store.close();
    const urls = { databaseUrl, redisUrl: this.redis.url, mongodbUrl: 'mongodb://127.0.0.1:9/none' };
    return new Team(urls, token);
  }
}

/** The servers of one team, and who works on them. */
export class Team {
  readonly people = PEOPLE;
  servers: TeamProcess[] = [];
  #unhandled = 0;

  constructor(
    readonly urls: TeamUrls,
    readonly token: (userId: string) => string,
  ) {}

  get databaseUrl(): string {
    return this.urls.databaseUrl;
  }

  readonly origins = (): readonly string[] => this.servers.map(({ origin }) => origin);

  /** Starts servers; `through`: URLs that lead them over a network with faults. */
  async start(servers: number, through: Partial<TeamUrls> = {}): Promise<void> {
    const started = Array.from({ length: servers }, () => TeamProcess.start({ ...this.urls, ...through }));
    this.servers.push(...(await Promise.all(started)));
  }

  /** Ends a server and starts another on its port, over the same stores. */
  async restart(at: number, signal: 'SIGTERM' | 'SIGKILL'): ReturnType<TeamProcess['end']> {
    const server = this.servers[at] as TeamProcess;
    const ended = await server.end(signal);
    this.#unhandled += server.unhandled;
    this.servers[at] = await TeamProcess.start(this.urls, server.port);
    return ended;
  }

  /** Errors that nobody caught, in all of its servers. */
  get unhandled(): number {
    return this.servers.reduce((sum, server) => sum + server.unhandled, this.#unhandled);
  }

  async stop(): Promise<void> {
    await Promise.all(this.servers.splice(0).map((server) => server.end('SIGTERM')));
  }
}
