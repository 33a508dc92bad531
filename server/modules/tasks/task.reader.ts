import type { taskHistory } from '../../contract/events.ts';
import type { Answer, Input } from '../../contract/route.ts';
import type { Task, TaskRecord, TaskSet, listTasks, taskStats } from '../../contract/tasks.ts';
import { AppError, notFound } from '../../errors.ts';
import type { Actor } from '../../ports/actor.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PageRequest } from '../../ports/effects.ts';
import type { EventService } from '../events/index.ts';
import { maySee } from './task.policy.ts';
import type { TaskPresenter } from './task.presenter.ts';
import { filterOf, overdueAt, spanOf } from './task.query.ts';
import type { TaskStore } from './task.store.ts';
import { fieldsInConflict } from './task.ts';

export interface TaskReaderPorts {
  readonly tasks: TaskStore;
  readonly events: EventService;
  readonly presenter: TaskPresenter;
  readonly clock: Clock;
}

/** What can be read of tasks. What may not be seen does not exist. */
export class TaskReader {
  constructor(private readonly ports: TaskReaderPorts) {}

  async list(actor: Actor, query: Input<typeof listTasks>['query']): Promise<Answer<typeof listTasks>> {
    const { tasks, presenter, clock } = this.ports;
    const { sort, order, limit, page, cursor } = query;
    const filter = filterOf(query, actor, clock.now());
    const at = cursor ? { cursor, limit } : { page, limit };
    const listing = await tasks.list(filter, { sort, order }, at);
    const items = await presenter.many(actor, listing.items);
    return { items, total: listing.total, page, limit, nextCursor: listing.nextCursor };
  }

  stats(actor: Actor, query: Input<typeof taskStats>['query']): Promise<Answer<typeof taskStats>> {
    const now = this.ports.clock.now();
    const { tz, groupBy } = query;
    const span = spanOf(query, now);
    const options = { overdue: overdueAt(now, tz), tz, ...span, ...(groupBy ? { groupBy } : {}) };
    return this.ports.tasks.stats(filterOf(query, actor, now), options);
  }

  async get(actor: Actor, id: string): Promise<Task> {
    return this.ports.presenter.one(actor, await this.visible(actor, id));
  }

  async history(actor: Actor, id: string, page: PageRequest): Promise<Answer<typeof taskHistory>> {
    await this.visible(actor, id);
    return this.ports.events.history(actor, id, page);
  }

  /** The task, if the actor may see it; throws NOT_FOUND. */
  async visible(actor: Actor, id: string): Promise<TaskRecord> {
    const task = await this.ports.tasks.get(id);
    if (!task || !maySee(actor, task)) throw notFound();
    return task;
  }

  /** VERSION_CONFLICT with the task as it is now, and which of the sent fields differ from it. */
  async conflict(actor: Actor, current: TaskRecord, set: TaskSet): Promise<AppError> {
    const details = {
      current: await this.ports.presenter.one(actor, current),
      fields: fieldsInConflict(current, set),
    };
    return new AppError(
      'VERSION_CONFLICT',
      'Somebody changed this task meanwhile. Look at it and try again.',
      details,
    );
  }
}
