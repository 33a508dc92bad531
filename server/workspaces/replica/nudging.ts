import type { NotificationStore } from '../../modules/notifications/index.ts';
import type { TaskStore } from '../../modules/tasks/index.ts';

const telling =
  (nudge: () => void) =>
  async <T>(written: Promise<T>): Promise<T> => {
    const result = await written;
    nudge();
    return result;
  };

/** The tasks of a replica for its services: after each write its replicator hears that there may be something to send. */
export function nudgingTasks(tasks: TaskStore, nudge: () => void): TaskStore {
  const told = telling(nudge);
  return {
    get: (id) => tasks.get(id),
    getMany: (ids) => tasks.getMany(ids),
    list: (filter, order, page) => tasks.list(filter, order, page),
    stats: (filter, options) => tasks.stats(filter, options),
    remindable: (from, to) => tasks.remindable(from, to),
    all: () => tasks.all(),
    write: (write) => told(tasks.write(write)),
    writeEach: (writes) => told(tasks.writeEach(writes)),
    writeAll: (writes) => told(tasks.writeAll(writes)),
  };
}

/** The same for what is read. */
export function nudgingInbox(inbox: NotificationStore, nudge: () => void): NotificationStore {
  const told = telling(nudge);
  return {
    list: (userId, unread, page) => inbox.list(userId, unread, page),
    add: (notifications) => inbox.add(notifications),
    prune: (before) => inbox.prune(before),
    markRead: (userId, ids, at) => told(inbox.markRead(userId, ids, at)),
  };
}
