import { afterEach, describe } from 'vitest';
import { freshDatabase } from '../../../test/team/database.ts';
import { notificationStoreSuite } from '../../suites/notification-store.suite.ts';
import { stateStoreSuite } from '../../suites/state-store.suite.ts';
import type { SuiteStores } from '../../suites/stores.ts';
import { taskStoreSuite } from '../../suites/task-store.suite.ts';
import { userStoreSuite } from '../../suites/user-store.suite.ts';
import { ChangesEventStore } from './changes-fixture.ts';
import { openPostgres } from './index.ts';

const opened: (() => Promise<void>)[] = [];

async function make(): Promise<SuiteStores> {
  const { url, drop } = await freshDatabase();
  const onError = (error: unknown): void => {
    throw error;
  };
  const postgres = await openPostgres({ url, poolSize: 5, prepared: true, onError, generations: null });
  opened.push(async () => {
    await postgres.close();
    await drop();
  });
  return { ...postgres, events: new ChangesEventStore(postgres.database) };
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
