import type { listNotifications, readNotifications } from '../../contract/events.ts';
import type { Answer, Input } from '../../contract/route.ts';
import type { Actor } from '../../ports/actor.ts';
import { isoNow, type Clock } from '../../ports/clock.ts';
import { maySee, type TaskStore } from '../tasks/index.ts';
import { peopleOf, type UserStore } from '../users/index.ts';
import type { NotificationStore } from './notification.store.ts';

const KEPT_MS = 90 * 24 * 60 * 60 * 1000;

/** One person's inbox. */
export class NotificationService {
  constructor(
    private readonly notifications: NotificationStore,
    private readonly tasks: TaskStore,
    private readonly users: UserStore,
    private readonly clock: Clock,
  ) {}

  async list(
    actor: Actor,
    { cursor, limit, unread = false }: Input<typeof listNotifications>['query'],
  ): Promise<Answer<typeof listNotifications>> {
    const page = await this.notifications.list(actor.id, unread, { cursor, limit });
    const tasks = await this.tasks.getMany([...new Set(page.items.map((row) => row.taskId))]);
    const person = await peopleOf(
      this.users,
      page.items.map((row) => row.actorId),
    );
    const items = page.items.map((row) => {
      const task = tasks.get(row.taskId);
      return { ...row, title: task && maySee(actor, task) ? task.title : null, actor: person(row.actorId) };
    });
    return { items, nextCursor: page.nextCursor, unread: page.unread };
  }

  async markRead(actor: Actor, body: Input<typeof readNotifications>['body']): Promise<undefined> {
    await this.notifications.markRead(actor.id, 'all' in body ? 'all' : body.ids, isoNow(this.clock));
  }

  /** Forgets what is older than 90 days. */
  prune(): Promise<void> {
    return this.notifications.prune(new Date(this.clock.now() - KEPT_MS).toISOString());
  }
}
