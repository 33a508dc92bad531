import type { FrameTask } from '../../contract/realtime.ts';
import type { Task, TaskRecord } from '../../contract/tasks.ts';
import type { Actor } from '../../ports/actor.ts';
import { extended } from '../../ports/extended.ts';
import { peopleOf, type UserStore } from '../users/index.ts';
import { can } from './task.policy.ts';
import { withoutRaw } from './task.ts';

type Named = Awaited<ReturnType<typeof peopleOf>>;

const shown = (task: TaskRecord, person: Named, actor: Actor): Task =>
  extended(task, {
    creator: person(task.creatorId),
    assignee: person(task.assigneeId),
    can: can(actor, task),
  });

/** Makes of a record what the wire carries. */
export class TaskPresenter {
  constructor(private readonly users: UserStore) {}

  async one(actor: Actor, task: TaskRecord): Promise<Task> {
    const person = await this.#people([task]);
    return shown(task, person, actor);
  }

  /** Without source.raw. */
  async many(actor: Actor, tasks: readonly TaskRecord[]): Promise<Task[]> {
    const person = await this.#people(tasks);
    return tasks.map((task) => shown(withoutRaw(task), person, actor));
  }

  /** For sockets: without source.raw, and without `can`, which differs by reader. */
  async frame(task: TaskRecord): Promise<FrameTask> {
    const person = await this.#people([task]);
    return extended(withoutRaw(task), {
      creator: person(task.creatorId),
      assignee: person(task.assigneeId),
    });
  }

  #people(tasks: readonly TaskRecord[]) {
    return peopleOf(
      this.users,
      tasks.flatMap((task) => [task.creatorId, task.assigneeId]),
    );
  }
}
