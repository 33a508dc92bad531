import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { startPostgres, type TestPostgres } from '../../../build/test-services/postgres.ts';
import { startRedis, type TestRedis } from '../../../build/test-services/redis.ts';
import { openPostgres } from '../../adapters/team/postgres/index.ts';
import { signInAll } from '../../bench/team/sessions.ts';
import { NO_EFFECTS } from '../../ports/effects.ts';
import { TeamProcess, type Manner, type TeamUrls } from './process.ts';

const personOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const emailOf = (n: number): string => `user${n}@example.org`;

/** What a server may have taken for a moment: its followers, and what reads its figures. */
const AT_REST = 3;
const HEALS_MS = 6_000;

export interface TeamOptions {
  /** How many people there are; four. */
  readonly people?: number;
  /** Absent: MongoDB is away all the time. */
  readonly mongodbUrl?: string;
  /** Of everybody's password; absent: nobody signs in by one. */
  readonly passwordHash?: string;
}

/** Stores of its own to stop, pause and kill, and how servers are started on them. */
export class Ground {
  private constructor(
    readonly postgres: TestPostgres,
    public redis: TestRedis,
    readonly program: readonly string[],
  ) {}

  static async open(program: readonly string[]): Promise<Ground> {
    const settings = ['-c', 'max_connections=300'];
    const [postgres, redis] = await Promise.all([startPostgres({ settings }), startRedis()]);
    return new Ground(postgres, redis, program);
  }

  async close(): Promise<void> {
    await Promise.all([this.postgres.stop(), this.redis.stop()]);
  }

  /** A new team of people who are signed in. */
  async team({ people = 4, mongodbUrl, passwordHash }: TeamOptions = {}): Promise<Team> {
    const ids = Array.from({ length: people }, (_, n) => personOf(n));
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
    for (const [n, id] of ids.entries()) {
      const user = { id, email: emailOf(n), profile: {}, role: 'user', disabled: false } as const;
      await store.users.insert({ ...user, createdAt: at, updatedAt: at }, NO_EFFECTS);
    }
    if (passwordHash)
      await store.database.rows({ name: '', text: 'UPDATE users SET password_hash = $1' }, [passwordHash]);
    const token = await signInAll(store, ids);
    await store.close();
    const urls = {
      databaseUrl,
      redisUrl: this.redis.url,
      mongodbUrl: mongodbUrl ?? 'mongodb://127.0.0.1:9/none',
    };
    return new Team(urls, ids, token, this.program);
  }
}

/** The servers of one team, and who works on them. */
export class Team {
  servers: TeamProcess[] = [];
  #unhandled = 0;
  #through: TeamUrls;
  #env: NodeJS.ProcessEnv = {};

  constructor(
    readonly urls: TeamUrls,
    readonly people: readonly string[],
    readonly token: (userId: string) => string,
    private readonly program: readonly string[],
  ) {
    this.#through = urls;
  }

  get databaseUrl(): string {
    return this.urls.databaseUrl;
  }

  readonly origins = (): readonly string[] => this.servers.map(({ origin }) => origin);

  /** Starts servers. `through`: URLs that lead them over a network with faults. `env`: settings, kept for later starts. */
  async start(servers: number, through: Partial<TeamUrls> = {}, env: NodeJS.ProcessEnv = {}): Promise<void> {
    this.#through = { ...this.urls, ...through };
    this.#env = env;
    const started = Array.from({ length: servers }, () => this.#start());
    this.servers.push(...(await Promise.all(started)));
  }

  /** Ends a server and starts another on its port, over the same stores. */
  async restart(at: number, signal: 'SIGTERM' | 'SIGKILL'): ReturnType<TeamProcess['end']> {
    const server = this.servers[at] as TeamProcess;
    const ended = await server.end(signal);
    await this.replace(at);
    return ended;
  }

  /** Starts another in the place of one that is gone. */
  async replace(at: number, manner: Partial<Manner> = {}): Promise<void> {
    const { unhandled, port } = this.servers[at] as TeamProcess;
    this.#unhandled += unhandled;
    this.servers[at] = await this.#start({ port, ...manner });
  }

  /** Errors that nobody caught, in all of its servers. */
  get unhandled(): number {
    return this.servers.reduce((sum, server) => sum + server.unhandled, this.#unhandled);
  }

  /** Connections to PostgreSQL that are still taken, or waited for, though nobody asks any more. */
  async leaked(): Promise<number> {
    const counts = await Promise.all(this.servers.map(taken));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async stop(): Promise<void> {
    await Promise.all(this.servers.splice(0).map((server) => server.end('SIGTERM')));
  }

  #start(manner: Partial<Manner> = {}): Promise<TeamProcess> {
    return TeamProcess.start(this.#through, { program: this.program, env: this.#env, ...manner });
  }
}

async function taken(server: TeamProcess): Promise<number> {
  const end = performance.now() + HEALS_MS;
  for (;;) {
    const used = await server.figure('taskflow_database_connections{state="used"}');
    const waiting = await server.figure('taskflow_database_connections{state="waiting"}');
    if (used <= AT_REST && waiting === 0) return 0;
    if (performance.now() > end) return Number.isNaN(used) ? 1 : used + waiting;
    await wait(200);
  }
}
