import type { FrameTask } from '../../contract/realtime.ts';
import type { Task, TaskRecord } from '../../contract/tasks.ts';
import type { Actor } from '../../ports/actor.ts';
import { peopleOf, type UserStore } from '../users/index.ts';
import { can } from './task.policy.ts';
import { withoutRaw } from './task.ts';

/** Makes of a record what the wire carries. */
export class TaskPresenter {
  constructor(private readonly users: UserStore) {}

  async one(actor: Actor, task: TaskRecord): Promise<Task> {
    const person = await this.#people([task]);
    return {
      ...task,
      creator: person(task.creatorId),
      assignee: person(task.assigneeId),
      can: can(actor, task),
    };
  }

  /** Without source.raw. */
  async many(actor: Actor, tasks: readonly TaskRecord[]): Promise<Task[]> {
    const person = await this.#people(tasks);
    return tasks.map((task) => ({
      ...withoutRaw(task),
      creator: person(task.creatorId),
      assignee: person(task.assigneeId),
      can: can(actor, task),
    }));
  }

  /** For sockets: without source.raw, and without `can`, which differs by reader. */
  async frame(task: TaskRecord): Promise<FrameTask> {
    const person = await this.#people([task]);
    return { ...withoutRaw(task), creator: person(task.creatorId), assignee: person(task.assigneeId) };
  }

  #people(tasks: readonly TaskRecord[]) {
    return peopleOf(
      this.users,
      tasks.flatMap((task) => [task.creatorId, task.assigneeId]),
    );
  }
}
