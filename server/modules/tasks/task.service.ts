import { v5 as uuidv5 } from 'uuid';
import type { Input } from '../../contract/route.ts';
import type { Task, TaskRecord, createTask, updateTask } from '../../contract/tasks.ts';
import { AppError, notFound } from '../../errors.ts';
import type { Actor, RequestMetadata } from '../../ports/actor.ts';
import { isoNow, type Clock } from '../../ports/clock.ts';
import type { DomainEvents } from '../../ports/domain-events.ts';
import { newId } from '../../ports/new-id.ts';
import type { EventService } from '../events/index.ts';
import type { UserService } from '../users/index.ts';
import { announce, creation, type Occasion, type TaskAct } from './task.acts.ts';
import { planDelete, planPurge, planRestore, planUpdate, type Plan } from './task.plans.ts';
import type { TaskPresenter } from './task.presenter.ts';
import type { TaskReader } from './task.reader.ts';
import type { TaskStore } from './task.store.ts';
import { changesOfNew, newTask, sameChanges } from './task.ts';

/** What the use cases stand on. */
export interface TaskPorts {
  readonly tasks: TaskStore;
  readonly reader: TaskReader;
  readonly users: UserService;
  readonly events: EventService;
  readonly presenter: TaskPresenter;
  readonly domain: DomainEvents;
  readonly clock: Clock;
}

/** Ids of tasks made under an Idempotency-Key: so that a repeat finds the first one, after a restart too. */
const KEY_NAMESPACE = '0f5a3d52-7c0e-5f7b-9a55-5a8a6c4d3e21';
/** How often an act that needs no version reads again when somebody else was faster. */
const MOST_TRIES = 8;

/** What is done to tasks. Order: read (404), policy (403), rules (400), write with the version (409), tell. */
export class TaskService {
  constructor(private readonly ports: TaskPorts) {}

  /** With an id that is in use: that task, if this caller made it from the same body, else ID_TAKEN; so with one that was. */
  async create(
    actor: Actor,
    { id, ...set }: Input<typeof createTask>['body'],
    metadata: RequestMetadata,
    idempotencyKey: string | null,
  ): Promise<Task> {
    const { users, tasks, presenter, domain } = this.ports;
    await users.checkAssignee(set.assigneeId);
    const occasion = this.occasion(actor, metadata);
    const ownId = id ?? (idempotencyKey ? uuidv5(`${actor.id}\n${idempotencyKey}`, KEY_NAMESPACE) : newId());
    const task = newTask(set, { id: ownId, creatorId: actor.id, now: occasion.at });
    const act = creation(task, changesOfNew(task), occasion);
    if ((await tasks.write(act.write)).result === 'taken') return this.#repeated(actor, task);
    announce(domain, act, occasion);
    return presenter.one(actor, task);
  }

  async update(
    actor: Actor,
    id: string,
    { version, ...set }: Input<typeof updateTask>['body'],
    metadata: RequestMetadata,
  ): Promise<Task> {
    const { reader, users, presenter } = this.ports;
    const before = await reader.visible(actor, id);
    const occasion = this.occasion(actor, metadata);
    const plan = planUpdate(before, set, version, occasion);
    if (plan === 'stale') throw await reader.conflict(actor, before, set);
    if (plan === 'nothing') return presenter.one(actor, before);
    await users.checkNewAssignee(plan.before, plan.after);
    const written = await this.#write(plan, occasion);
    if (written === 'stale') throw await reader.conflict(actor, await reader.visible(actor, id), set);
    return presenter.one(actor, written.after ?? before);
  }

  /** Into the trash; what is there already stays as it is. */
  async delete(
    actor: Actor,
    id: string,
    version: number | undefined,
    metadata: RequestMetadata,
  ): Promise<undefined> {
    await this.#untilWritten(actor, id, metadata, (before, occasion) =>
      planDelete(before, version, occasion),
    );
  }

  async restore(actor: Actor, id: string, metadata: RequestMetadata): Promise<Task> {
    const task = await this.#untilWritten(actor, id, metadata, (before, occasion) =>
      planRestore(before, undefined, occasion),
    );
    return this.ports.presenter.one(actor, task);
  }

  async purge(actor: Actor, id: string, metadata: RequestMetadata): Promise<undefined> {
    await this.#untilWritten(actor, id, metadata, (before, occasion) =>
      planPurge(before, undefined, occasion),
    );
  }

  occasion(actor: Actor, metadata: RequestMetadata): Occasion {
    return { actor, metadata, at: isoNow(this.ports.clock) };
  }

  /** Writes and tells. Answers the act as it is stored. Throws NOT_FOUND. */
  async #write(act: TaskAct, occasion: Occasion): Promise<TaskAct | 'stale'> {
    const { result, stored } = await this.ports.tasks.write(act.write);
    if (result === 'missing') throw notFound();
    if (result !== 'done') return 'stale';
    const done = { ...act, after: stored };
    announce(this.ports.domain, done, occasion);
    return done;
  }

  /** Plans from what is there now, again when somebody was faster. A version that the plan finds stale is the caller's. */
  async #untilWritten(
    actor: Actor,
    id: string,
    metadata: RequestMetadata,
    planFrom: (before: TaskRecord, occasion: Occasion) => Plan,
  ): Promise<TaskRecord> {
    const { reader } = this.ports;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const before = await reader.visible(actor, id);
      const occasion = this.occasion(actor, metadata);
      const plan = planFrom(before, occasion);
      if (plan === 'nothing') return before;
      if (plan === 'stale') throw await reader.conflict(actor, before, {});
      const written = await this.#write(plan, occasion);
      if (written !== 'stale') return written.after ?? before;
    }
    throw await reader.conflict(actor, await reader.visible(actor, id), {});
  }

  /** The same creator and the same body make the same event of creation, whatever happened to the task since. */
  async #repeated(actor: Actor, wanted: TaskRecord): Promise<Task> {
    const { tasks, events, presenter } = this.ports;
    const known = await tasks.get(wanted.id);
    const taken = new AppError(
      'ID_TAKEN',
      'This id belongs to another task, or to one that was deleted for good. Take a new one.',
    );
    if (!known || known.creatorId !== actor.id) throw taken;
    const created = await events.creationOf(wanted.id);
    const first = created?.payload.changes ?? changesOfNew(known);
    if (!sameChanges(first, changesOfNew(wanted))) throw taken;
    return presenter.one(actor, known);
  }
}
