import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Notification } from '../../contract/events.ts';
import { seedTasks } from '../../seed/tasks.ts';
import { PEOPLE, inhabited, iso, NOW, type MakeStores, type SuiteStores } from './stores.ts';

const [ANN, BEN] = PEOPLE;

/** A row about a task that exists: an adapter may hold to that. */
async function rowMaker({ tasks }: SuiteStores) {
  const [task] = seedTasks(1, ANN, NOW);
  if (!task) throw new Error('no task');
  await tasks.write({ kind: 'insert', task, effects: { events: [], notifications: [] } });
  return (set: Partial<Notification> = {}): Notification => ({
    id: randomUUID(),
    userId: ANN,
    kind: 'due',
    taskId: task.id,
    actorId: null,
    at: iso(NOW),
    readAt: null,
    ...set,
  });
}

const newestFirst = (rows: readonly Notification[]): Notification[] =>
  [...rows].sort((a, b) => (a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1));

/** What every adapter of NotificationStore does. */
export function notificationStoreSuite(make: MakeStores): void {
  test('a row is added once, by its id; who adds it is told which were new', async () => {
    const stores = await inhabited(make);
    const { notifications } = stores;
    const row = await rowMaker(stores);
    const [one, two] = [row({ kind: 'assigned', actorId: BEN }), row()];
    expect(await notifications.add([one, one])).toEqual([one]);
    expect(await notifications.add([one, two])).toEqual([two]);
    expect(await notifications.add([])).toEqual([]);
    await notifications.markRead(ANN, [one.id], iso(NOW + 1));
    expect(await notifications.add([one])).toEqual([]);
    const inbox = await notifications.list(ANN, false, { limit: 10 });
    expect(inbox).toEqual({
      items: newestFirst([{ ...one, readAt: iso(NOW + 1) }, two]),
      nextCursor: null,
      unread: 1,
    });
    const many = Array.from({ length: 6 }, () => notifications.add([row({ id: two.id }), row()]));
    for (const added of await Promise.all(many)) expect(added.map(({ id }) => id)).not.toContain(two.id);
  });

  test('an inbox is one person’s, newest first, ties by id; unread counts whatever is asked for', async () => {
    const stores = await inhabited(make);
    const { notifications } = stores;
    const row = await rowMaker(stores);
    const rows = Array.from({ length: 23 }, (_, index) => row({ at: iso(NOW + (index % 5) * 1000) }));
    await notifications.add([...rows, row({ userId: BEN })]);
    const read = rows.filter((_, index) => index % 3 === 0);
    await notifications.markRead(
      ANN,
      read.map(({ id }) => id),
      iso(NOW),
    );
    const left = rows.filter((one) => !read.includes(one));
    for (const unread of [false, true]) {
      const walked: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await notifications.list(ANN, unread, { cursor, limit: 4 });
        expect(page.unread).toBe(left.length);
        walked.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
        // What comes in while somebody reads on is newer, and moves nothing.
        await notifications.add([row({ userId: BEN, at: iso(NOW + 9000) })]);
      } while (cursor);
      expect(walked).toEqual(newestFirst(unread ? left : rows).map(({ id }) => id));
    }
    for (const cursor of ['nonsense', 'e30', 'W10'])
      await expect(notifications.list(ANN, false, { cursor, limit: 1 })).rejects.toMatchObject({
        code: 'CURSOR_INVALID',
      });
  });

  test('only what is one’s own and unread is marked', async () => {
    const stores = await inhabited(make);
    const { notifications } = stores;
    const row = await rowMaker(stores);
    const [mine, his] = [row(), row({ userId: BEN })];
    await notifications.add([mine, his]);
    await notifications.markRead(ANN, [his.id, randomUUID()], iso(NOW + 1));
    expect((await notifications.list(BEN, true, { limit: 5 })).unread).toBe(1);
    await notifications.markRead(ANN, 'all', iso(NOW + 2));
    await notifications.markRead(ANN, 'all', iso(NOW + 3));
    await notifications.markRead(ANN, [mine.id], iso(NOW + 4));
    expect((await notifications.list(ANN, false, { limit: 5 })).items[0]?.readAt).toBe(iso(NOW + 2));
    expect((await notifications.list(BEN, true, { limit: 5 })).items).toEqual([his]);
  });

  test('what is older than a moment is forgotten, what is of that moment stays', async () => {
    const stores = await inhabited(make);
    const { notifications } = stores;
    const row = await rowMaker(stores);
    const [old, edge] = [row({ at: iso(NOW - 1) }), row({ at: iso(NOW) })];
    await notifications.add([old, edge]);
    await notifications.prune(iso(NOW));
    await notifications.prune(iso(NOW));
    expect((await notifications.list(ANN, false, { limit: 5 })).items).toEqual([edge]);
    expect(await notifications.add([old])).toEqual([old]);
  });
}
