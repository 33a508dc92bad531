import pg from 'pg';
import { DataSource } from 'typeorm';
import { AppError } from '../../../errors.ts';
import { First1764100000000 } from './migrations/1764100000000-first.ts';

/** A statement that PostgreSQL keeps prepared under its name (at most 63 bytes; longer ones are cut and collide). */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

export interface Queryable {
  /** Rows of one statement. Throws STORE_UNAVAILABLE when PostgreSQL cannot be asked, else pg's error. */
  rows<Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
}

export interface DatabaseOptions {
  readonly url: string;
  /** 5..20 headless, 3..5 embedded. */
  readonly poolSize: number;
  /** False where an old pooler cannot keep prepared statements (PREPARED=off). */
  readonly prepared: boolean;
  readonly onError: (error: unknown) => void;
}

const CONNECT_MS = 2_000;
const QUERY_MS = 6_000;

/** Connection failures, shutdowns and time limits, by SQLSTATE (PostgreSQL, appendix A) or Node's code. */
const AWAY =
  /^(08...|57P0[1-4]|57014|53300|25P0[34]|55P03|E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|HOSTUNREACH|NOTFOUND|AI_AGAIN))$/;

/** Whether an error of pg means that the database is away or too slow, and not that a statement is wrong. */
function isAway(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  if (code && AWAY.test(code)) return true;
  return /timeout|terminated|Connection ended|not queryable|starting up|shutting down/i.test(message ?? '');
}

function translated(error: unknown): unknown {
  if (!isAway(error)) return error;
  return new AppError(
    'STORE_UNAVAILABLE',
    'The team’s database does not answer. Try again shortly.',
    undefined,
    {
      cause: error,
    },
  );
}

/** One pool, which TypeORM's data source owns: migrations go through TypeORM, hot statements are prepared by name. */
export class Database implements Queryable {
  private constructor(
    readonly source: DataSource,
    private readonly pool: pg.Pool,
    private readonly prepared: boolean,
  ) {}

  /** Connects. Throws STORE_UNAVAILABLE. Migrations are not run (migrate.ts). */
  static async open({ url, poolSize, prepared, onError }: DatabaseOptions): Promise<Database> {
    const source = new DataSource({
      type: 'postgres',
      driver: pg,
      url,
      poolSize,
      entities: [],
      migrations: [First1764100000000],
      migrationsTransactionMode: 'all',
      uuidExtension: 'pgcrypto',
      installExtensions: false,
      synchronize: false,
      logging: false,
      poolErrorHandler: onError,
      connectTimeoutMS: CONNECT_MS,
      extra: { query_timeout: QUERY_MS, keepAlive: true },
    });
    try {
      await source.initialize();
    } catch (error) {
      throw translated(error);
    }
    const { master } = source.driver as unknown as { master: pg.Pool };
    return new Database(source, master, prepared);
  }

  async rows<Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    return this.#run<Row>(this.pool, statement, values);
  }

  /** All or none. Keep it short and without a network call inside: it holds the change feed back while it runs. */
  async transaction<T>(work: (queryable: Queryable) => Promise<T>): Promise<T> {
    const client = await this.pool.connect().catch((error: unknown) => {
      throw translated(error);
    });
    let broken: Error | undefined;
    try {
      await this.#run(client, { name: '', text: 'BEGIN' }, []);
      const result = await work({ rows: (statement, values) => this.#run(client, statement, values) });
      await this.#run(client, { name: '', text: 'COMMIT' }, []);
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  async close(): Promise<void> {
    await this.source.destroy();
  }

  async #run<Row>(
    on: pg.Pool | pg.PoolClient,
    { name, text }: Statement,
    values: readonly unknown[],
  ): Promise<Row[]> {
    const config = { text, values: [...values], ...(this.prepared && name ? { name } : {}) };
    try {
      return (await on.query<Row & pg.QueryResultRow>(config)).rows;
    } catch (error) {
      throw translated(error);
    }
  }
}
