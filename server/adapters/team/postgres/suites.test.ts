import { afterEach, describe } from 'vitest';
import { freshDatabase } from '../../../test/team/database.ts';
import { idempotencySuite, type MadeIdempotency } from '../../suites/idempotency.suite.ts';
import { notificationStoreSuite } from '../../suites/notification-store.suite.ts';
import { stateStoreSuite } from '../../suites/state-store.suite.ts';
import { inhabited, type SuiteStores } from '../../suites/stores.ts';
import { taskStoreSuite } from '../../suites/task-store.suite.ts';
import { userStoreSuite } from '../../suites/user-store.suite.ts';
import { ChangesEventStore } from './changes-fixture.ts';
import { openPostgres, type Postgres } from './index.ts';

const opened: (() => Promise<void>)[] = [];

async function open(): Promise<Postgres> {
  const { url, drop } = await freshDatabase();
  const onError = (error: unknown): void => {
    throw error;
  };
  const postgres = await openPostgres({ url, poolSize: 5, prepared: true, onError, generations: null });
  opened.push(async () => {
    await postgres.close();
    await drop();
  });
  return postgres;
}

async function make(): Promise<SuiteStores> {
  const postgres = await open();
  return { ...postgres, events: new ChangesEventStore(postgres.database) };
}

async function makeIdempotency(): Promise<MadeIdempotency> {
  const { idempotency, database, ...stores } = await open();
  await inhabited(() => Promise.resolve({ ...stores, events: new ChangesEventStore(database) }));
  const text = `UPDATE idempotency SET at = at - $1::integer * interval '1 millisecond'`;
  return { keys: idempotency, pass: async (ms) => void (await database.rows({ name: '', text }, [ms])) };
}

afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

describe('tasks in PostgreSQL', () => {
  taskStoreSuite(make, { rounds: 6 });
});
describe('people in PostgreSQL', () => {
  userStoreSuite(make);
});
describe('notifications in PostgreSQL', () => {
  notificationStoreSuite(make);
});
describe('state in PostgreSQL', () => {
  stateStoreSuite(make);
});
describe('idempotency keys in PostgreSQL', () => {
  idempotencySuite(makeIdempotency);
});
