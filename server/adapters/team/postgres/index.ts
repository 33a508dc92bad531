import { systemClock, type Clock } from '../../../ports/clock.ts';
import type { Generations } from '../../../ports/generations.ts';
import { Database, type DatabaseOptions } from './database.ts';
import { settleEpoch } from './epoch.ts';
import { PostgresIdempotency } from './idempotency.ts';
import { KnownLists } from './known-lists.ts';
import { isMigrated, migrate } from './migrate.ts';
import { PostgresNotificationStore } from './notification.store.ts';
import { Pulse, type TeamMeta } from './pulse.ts';
import { PostgresStateStore } from './state.store.ts';
import { PostgresSyncStore } from './sync.store.ts';
import { sweep } from './sweep.ts';
import { PostgresTaskStore } from './task.store.ts';
import { PostgresUserStore } from './user.store.ts';

export interface PostgresOptions extends Omit<DatabaseOptions, 'patient'> {
  /** For migrations, where `url` leads through a pooler (DATABASE_DIRECT_URL). */
  readonly directUrl?: string;
  /** Says when what a list counts has changed; null: nothing does, and every list is counted. */
  readonly generations: Generations | null;
}

/** A team's PostgreSQL, open: its schema is up to date. */
export interface Postgres {
  readonly database: Database;
  readonly tasks: PostgresTaskStore;
  readonly users: PostgresUserStore;
  readonly notifications: PostgresNotificationStore;
  readonly state: PostgresStateStore;
  readonly sync: PostgresSyncStore;
  readonly idempotency: PostgresIdempotency;
  /** PostgreSQL's time. */
  readonly clock: Clock;
  readonly meta: () => TeamMeta;
  /** Whether it answers, within 2 s. */
  readonly ready: () => Promise<boolean>;
  readonly close: () => Promise<void>;
}

const BEAT_MS = 15_000;
const SWEEP_MS = 3_600_000;
const READY_MS = 2_000;

/** Connects, brings the schema up to date where it is behind, reads meta and the time. Throws STORE_UNAVAILABLE. */
export async function openPostgres(options: PostgresOptions): Promise<Postgres> {
  const database = await openMigrated(options);
  const pulse = new Pulse(database, systemClock);
  const connecting = { url: options.directUrl ?? options.url, onError: options.onError };
  const look = once(async () => {
    // Whoever renewed it: the epoch that is read behind this is the one that holds.
    if (!database.readOnly && (await settleEpoch(database, connecting)))
      options.onError(
        new Error('The team’s database is not the one it was: replicas and the event log start over.'),
      );
    await pulse.beat();
  });
  try {
    await pulse.beat();
    await look();
  } catch (error) {
    await database.close();
    throw error;
  }
  let closed = false;
  // What was under way when it was closed failed for that reason.
  const aside = (act: () => Promise<unknown>): void =>
    void act().catch((error: unknown) => (closed ? undefined : options.onError(error)));
  const every = (ms: number, act: () => Promise<unknown>): NodeJS.Timeout =>
    setInterval(() => aside(act), ms).unref();
  database.onConnect(() => aside(look));
  const timers = [every(BEAT_MS, look), every(SWEEP_MS, () => sweep(database))];
  const idempotency = new PostgresIdempotency(database);
  return {
    database,
    tasks: new PostgresTaskStore(database, new KnownLists(options.generations)),
    users: new PostgresUserStore(database),
    notifications: new PostgresNotificationStore(database),
    state: new PostgresStateStore(database),
    sync: new PostgresSyncStore(database),
    idempotency,
    clock: pulse.clock,
    meta: () => pulse.meta,
    ready: () => answers(database),
    close: async () => {
      closed = true;
      for (const timer of timers) clearInterval(timer);
      idempotency.close();
      await database.close();
    },
  };
}

/** The time limits that a migration sets hold for connections made after it: so the pool is opened behind it. */
async function openMigrated(options: PostgresOptions): Promise<Database> {
  const database = await Database.open(options);
  try {
    if (await isMigrated(database)) return database;
  } catch (error) {
    await database.close();
    throw error;
  }
  await database.close();
  await migrate({ url: options.directUrl ?? options.url, onError: options.onError });
  return Database.open(options);
}

/** While it runs, asking again is the same run. */
function once(act: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => (running ??= act().finally(() => (running = null)));
}

async function answers(database: Database): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), READY_MS);
  });
  const asked = database.rows({ name: '', text: 'SELECT 1' }, []).then(
    () => true,
    () => false,
  );
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
