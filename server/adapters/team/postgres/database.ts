import pg from 'pg';
import { DataSource } from 'typeorm';
import { AppError } from '../../../errors.ts';
import { ENTITIES } from './entities/index.ts';
import { asAppError, brokenOff, isBroken, isFull, isRetryable, isUnprepared } from './failures.ts';
import { MIGRATIONS } from './migrations/index.ts';

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
  /** False where an old pooler cannot keep prepared statements (PREPARED=off); one that is met anyway is noticed. */
  readonly prepared: boolean;
  readonly onError: (error: unknown) => void;
  /** Whether statements may take as long as they need: for migrations. */
  readonly patient?: boolean;
}

const CONNECT_MS = 2_000;
/**
 * Connections of a server that stay open when nobody asks: making one costs a request more than most statements do. Who has no
 * larger pool than that is a person's own machine, of which a team may have many: those keep none.
 */
const LEAST = 5;
/** A little above the server's own limit of 5 s, so that a database that hangs is noticed within 6 s. */
const QUERY_MS = 5_200;
/** For so long no connection is asked for after PostgreSQL has refused one for want of room. */
const NARROW_MS = 5_000;
/** A deadlock or a serialisation failure undid everything: it may be tried again. */
const MOST_TRIES = 3;

const BEGIN: Statement = { name: '', text: 'BEGIN' };
const BEGIN_READ_ONLY: Statement = { name: '', text: 'BEGIN READ ONLY' };
const BEGIN_SNAPSHOT: Statement = { name: '', text: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' };
const COMMIT: Statement = { name: '', text: 'COMMIT' };
/** Who reads a whole database may be slow (a download): longer than the 10 s that others may idle in a transaction. */
const PATIENT_READER: Statement = {
  name: '',
  text: `SET LOCAL idle_in_transaction_session_timeout = '60s'`,
};

/** One pool, which TypeORM's data source owns: migrations go through TypeORM, hot statements are prepared by name. */
export class Database implements Queryable {
  /** Set when the schema asks for a newer server than this: then PostgreSQL refuses what would write. */
  readOnly = false;
  private closing = false;
  #widening: NodeJS.Timeout | null = null;

  private constructor(
    readonly source: DataSource,
    private readonly pool: pg.Pool,
    private prepared: boolean,
  ) {}

  /** Connects. Throws STORE_UNAVAILABLE. Migrations are not run (migrate.ts). */
  static async open({ url, poolSize, prepared, onError, patient }: DatabaseOptions): Promise<Database> {
    let database: Database | null = null;
    const source = new DataSource({
      type: 'postgres',
      driver: pg,
      url,
      poolSize,
      entities: ENTITIES,
      migrations: [...MIGRATIONS],
      migrationsTransactionMode: 'all',
      uuidExtension: 'pgcrypto',
      installExtensions: false,
      synchronize: false,
      logging: false,
      poolErrorHandler: (error: unknown) => {
        // A connection that is being closed may be cut before it has said goodbye.
        if (!database?.closing) onError(brokenOff(error));
      },
      connectTimeoutMS: CONNECT_MS,
      extra: {
        keepAlive: true,
        min: poolSize > LEAST ? LEAST : 0,
        ...(patient ? {} : { query_timeout: QUERY_MS }),
      },
    });
    try {
      await source.initialize();
    } catch (error) {
      throw asAppError(error);
    }
    const { master } = source.driver as unknown as { master: pg.Pool };
    // A connection that is cut while somebody has it, and between two statements, tells only itself; whoever has it hears of it
    // at the next statement. Unheard, it would end the process.
    // The first one is there already.
    const heard = new WeakSet<pg.PoolClient>();
    master.on('acquire', (client) => {
      if (heard.has(client)) return;
      heard.add(client);
      client.on('error', () => undefined);
    });
    database = new Database(source, master, prepared);
    return database;
  }

  /** Of the pool; `waiting`: who waits for a connection. */
  get connections(): { readonly used: number; readonly idle: number; readonly waiting: number } {
    const { totalCount, idleCount, waitingCount } = this.pool;
    return { used: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  }

  async rows<Row>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    if (this.readOnly) return this.transaction((tx) => tx.rows<Row>(statement, values));
    return this.#retried(() => this.#onClient((client) => this.#run<Row>(client, statement, values)));
  }

  /**
   * All or none. Keep it short and without a network call inside: it holds the change feed back while it runs.
   * `work` may run again (a deadlock), so it has no effect but on the database.
   */
  async transaction<T>(work: (queryable: Queryable) => Promise<T>): Promise<T> {
    return this.#retried(() => this.#within(this.readOnly ? BEGIN_READ_ONLY : BEGIN, work));
  }

  /** Rows of a long answer, `size` at a time, all of one moment. The connection is kept until the last or a break. */
  async *stream<Row>(text: string, values: readonly unknown[], size: number): AsyncGenerator<Row> {
    const client = await this.#connect();
    let failure: unknown = null;
    try {
      await this.#run(client, BEGIN_SNAPSHOT, []);
      await this.#run(client, PATIENT_READER, []);
      await this.#run(client, { name: '', text: `DECLARE reading NO SCROLL CURSOR FOR ${text}` }, values);
      for (;;) {
        const rows = await this.#run<Row>(client, { name: '', text: `FETCH ${size} FROM reading` }, []);
        yield* rows;
        if (rows.length < size) break;
      }
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      // A reader that stopped early ends here too: nothing was written, so leaving is rolling back.
      client.release(await this.#rolledBack(client, failure));
    }
  }

  /** Hears of each connection that is made: after an outage it may lead to another database than before. */
  onConnect(listener: () => void): void {
    this.pool.on('connect', () => {
      if (!this.closing) listener();
    });
  }

  async close(): Promise<void> {
    this.closing = true;
    if (this.#widening) clearTimeout(this.#widening);
    await this.source.destroy();
  }

  async #retried<T>(act: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++)
      try {
        return await act();
      } catch (error) {
        if (tries === MOST_TRIES || !isRetryable(error)) throw error;
      }
  }

  async #within<T>(begin: Statement, work: (queryable: Queryable) => Promise<T>): Promise<T> {
    const client = await this.#connect();
    let failure: unknown = null;
    try {
      await this.#run(client, begin, []);
      const result = await work({ rows: (statement, values) => this.#run(client, statement, values) });
      await this.#run(client, COMMIT, []);
      return result;
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      client.release(failure === null ? false : await this.#rolledBack(client, failure));
    }
  }

  /** True when the connection is not to be used again. A database that hangs is not asked to roll back. */
  async #rolledBack(client: pg.PoolClient, failure: unknown): Promise<boolean> {
    if (isBroken(failure)) return true;
    return client.query('ROLLBACK').then(
      () => false,
      () => true,
    );
  }

  async #onClient<T>(act: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#connect();
    let failure: unknown = null;
    try {
      return await act(client);
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      // The pool's own `query` would end the connection after any error, a violated constraint too.
      client.release(isBroken(failure));
    }
  }

  async #connect(): Promise<pg.PoolClient> {
    const end = performance.now() + CONNECT_MS;
    for (;;)
      try {
        return await this.pool.connect();
      } catch (error) {
        // Of several that were asked for at once each is refused on its own.
        if (performance.now() < end && isFull(error) && this.#narrow()) continue;
        // Whatever it says (a password that was changed, a certificate that ran out): PostgreSQL cannot be asked.
        const known = asAppError(error);
        throw known instanceof AppError ? known : brokenOff(error);
      }
  }

  /** PostgreSQL has none to spare: for a while the connections that are here do all the work. False: there are none. */
  #narrow(): boolean {
    const { options, totalCount } = this.pool;
    if (totalCount === 0) return false;
    const { max } = options;
    options.max = totalCount;
    this.#widening ??= setTimeout(() => {
      options.max = max;
      this.#widening = null;
    }, NARROW_MS).unref();
    return true;
  }

  async #run<Row>(on: pg.PoolClient, { name, text }: Statement, values: readonly unknown[]): Promise<Row[]> {
    const config = { text, values: [...values], ...(this.prepared && name ? { name } : {}) };
    try {
      return (await on.query<Row & pg.QueryResultRow>(config)).rows;
    } catch (error) {
      if (isUnprepared(error)) this.prepared = false;
      throw asAppError(error);
    }
  }
}
