import { parseArgs } from 'node:util';
import { openLocalStore } from '../adapters/local/index.ts';
import { defaultDataFolder } from '../config.ts';
import { UserService } from '../modules/users/index.ts';
import { systemClock } from '../ports/clock.ts';
import { DomainEvents } from '../ports/domain-events.ts';
import { createdEvent, seedTasks } from '../seed/tasks.ts';

/** `npm run seed -- --data DIR --tasks N`: adds believable tasks and their history to a personal workspace that is not open elsewhere. */
const { values } = parseArgs({
  options: { data: { type: 'string' }, tasks: { type: 'string', default: '500' } },
});
const folder = values.data ?? defaultDataFolder();
const count = Number(values.tasks);
if (!Number.isSafeInteger(count) || count < 1) throw new Error('--tasks takes a number of tasks.');
const fail = (error: unknown): never => {
  throw error;
};
const store = await openLocalStore({ folder, clock: systemClock });
try {
  const user = await new UserService(store.users, systemClock, new DomainEvents(fail)).ensureLocalUser(null);
  const tasks = seedTasks(count, user.id, systemClock.now());
  const result = await store.tasks.writeAll(
    tasks.map((task) => ({
      kind: 'insert',
      task,
      effects: { events: [createdEvent(task)], notifications: [] },
    })),
  );
  if (result !== 'done') throw new Error('These tasks are there already. Choose another folder with --data.');
  process.stdout.write(`${count} tasks are in ${folder}.\n`);
} finally {
  await store.close();
}
