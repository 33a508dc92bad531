import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import type { taskHistory } from '../../contract/events.ts';
import type { Answer, Input } from '../../contract/route.ts';
import type {
  Task,
  TaskRecord,
  TaskSet,
  assignTask,
  createTask,
  listTasks,
  taskStats,
  updateTask,
} from '../../contract/tasks.ts';
import { AppError, notFound } from '../../errors.ts';
import type { Actor, RequestMetadata } from '../../ports/actor.ts';
import { isoNow, type Clock } from '../../ports/clock.ts';
import type { DomainEvents } from '../../ports/domain-events.ts';
import type { PageRequest } from '../../ports/effects.ts';
import type { EventService } from '../events/index.ts';
import type { UserService, UserStore } from '../users/index.ts';
import { creation, purge, replacement, type Occasion, type TaskAct } from './task.acts.ts';
import { can, mayPurge, maySee } from './task.policy.ts';
import type { TaskPresenter } from './task.presenter.ts';
import { filterOf, overdueAt, spanOf } from './task.query.ts';
import type { TaskStore } from './task.store.ts';
import { changesOfNew, edit, fieldsInConflict, isRankOnly, newTask, withDeletedAt } from './task.ts';

/** What the use cases stand on. */
export interface TaskPorts {
  readonly tasks: TaskStore;
  readonly userStore: UserStore;
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

const forbidden = (): AppError => new AppError('FORBIDDEN', 'This may be seen, but not changed by you.');
const inTrash = (): AppError => new AppError('IN_TRASH', 'This task is in the trash. Restore it first.');
const notInTrash = (): AppError =>
  new AppError('NOT_IN_TRASH', 'Only a task in the trash can be deleted for good.');

/** The use cases of tasks. Order: read (404), policy (403), rules (400), write with the version (409), tell. */
export class TaskService {
  constructor(private readonly ports: TaskPorts) {}

  async list(actor: Actor, query: Input<typeof listTasks>['query']): Promise<Answer<typeof listTasks>> {
    const { tasks, presenter, clock } = this.ports;
    const { sort, order, limit, page, cursor } = query;
    const names = sort === 'assignee' ? { names: await this.#names() } : {};
    const filter = filterOf(query, actor, clock.now());
    const at = cursor ? { cursor, limit } : { page, limit };
    const listing = await tasks.list(filter, { sort, order, ...names }, at);
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
    return this.ports.events.history(id, page);
  }

  /** With an id that is in use: that task, if this caller made it from the same body, else ID_TAKEN. */
  async create(
    actor: Actor,
    { id, ...set }: Input<typeof createTask>['body'],
    metadata: RequestMetadata,
    idempotencyKey: string | null,
  ): Promise<Task> {
    await this.ports.users.checkAssignee(set.assigneeId);
    const occasion = this.occasion(actor, metadata);
    const ownId = id ?? (idempotencyKey ? uuidv5(`${actor.id}\n${idempotencyKey}`, KEY_NAMESPACE) : uuidv7());
    const task = newTask(set, { id: ownId, creatorId: actor.id, now: occasion.at });
    const act = creation(task, changesOfNew(task), occasion);
    if ((await this.ports.tasks.write(act.write)) === 'taken') return this.#repeated(actor, task);
    this.tell(act, occasion);
    return this.ports.presenter.one(actor, task);
  }

  async update(
    actor: Actor,
    id: string,
    { version, ...set }: Input<typeof updateTask>['body'],
    metadata: RequestMetadata,
  ): Promise<Task> {
    const before = await this.visible(actor, id);
    const occasion = this.occasion(actor, metadata);
    if (isRankOnly(set)) return this.#rank(before, set.rank ?? null, occasion);
    const act = await this.planUpdate(before, set, version, occasion);
    return act ? this.#commit(act, set, occasion) : this.ports.presenter.one(actor, before);
  }

  assign(
    actor: Actor,
    id: string,
    body: Input<typeof assignTask>['body'],
    metadata: RequestMetadata,
  ): Promise<Task> {
    return this.update(actor, id, body, metadata);
  }

  /** Into the trash; what is there already stays as it is. */
  async delete(
    actor: Actor,
    id: string,
    version: number | undefined,
    metadata: RequestMetadata,
  ): Promise<undefined> {
    await this.#untilWritten(actor, id, metadata, (before, occasion) =>
      this.planDelete(before, version, occasion),
    );
  }

  async restore(actor: Actor, id: string, metadata: RequestMetadata): Promise<Task> {
    const task = await this.#untilWritten(actor, id, metadata, (before, occasion) =>
      this.planRestore(before, undefined, occasion),
    );
    return this.ports.presenter.one(actor, task);
  }

  async purge(actor: Actor, id: string, metadata: RequestMetadata): Promise<undefined> {
    await this.#untilWritten(actor, id, metadata, (before, occasion) =>
      this.planPurge(before, undefined, occasion),
    );
  }

  /** The task, if the actor may see it; throws NOT_FOUND. */
  async visible(actor: Actor, id: string): Promise<TaskRecord> {
    const task = await this.ports.tasks.get(id);
    if (!task || !maySee(actor, task)) throw notFound();
    return task;
  }

  occasion(actor: Actor, metadata: RequestMetadata): Occasion {
    return { actor, metadata, at: isoNow(this.ports.clock) };
  }

  /** Null: nothing would change. Throws FORBIDDEN, IN_TRASH, VERSION_CONFLICT, VALIDATION. */
  async planUpdate(
    before: TaskRecord,
    set: TaskSet,
    version: number,
    occasion: Occasion,
  ): Promise<TaskAct | null> {
    const { actor } = occasion;
    const may = can(actor, before);
    if (!may.update || (set.assigneeId !== undefined && !may.assign)) throw forbidden();
    if (before.deletedAt !== null) throw inTrash();
    if (before.version !== version) throw await this.conflict(actor, before, set);
    if (set.assigneeId !== before.assigneeId) await this.ports.users.checkAssignee(set.assigneeId);
    const edited = edit(before, set, occasion.at);
    if (!edited) return null;
    const onlyAssigned = Object.keys(edited.changes).join() === 'assigneeId';
    const type = onlyAssigned ? 'task.assigned' : 'task.updated';
    return replacement(type, before, edited.task, edited.changes, occasion);
  }

  async planDelete(
    before: TaskRecord,
    version: number | undefined,
    occasion: Occasion,
  ): Promise<TaskAct | null> {
    const { actor, at } = occasion;
    if (!can(actor, before).delete) throw forbidden();
    if (before.deletedAt !== null) return null;
    if (version !== undefined && version !== before.version) throw await this.conflict(actor, before, {});
    const { task, changes } = withDeletedAt(before, at, at);
    return replacement('task.deleted', before, task, changes, occasion);
  }

  async planRestore(
    before: TaskRecord,
    version: number | undefined,
    occasion: Occasion,
  ): Promise<TaskAct | null> {
    const { actor, at } = occasion;
    if (!can(actor, before).restore) throw forbidden();
    if (before.deletedAt === null) return null;
    if (version !== undefined && version !== before.version) throw await this.conflict(actor, before, {});
    const { task, changes } = withDeletedAt(before, null, at);
    return replacement('task.restored', before, task, changes, occasion);
  }

  async planPurge(before: TaskRecord, version: number | undefined, occasion: Occasion): Promise<TaskAct> {
    if (!mayPurge(occasion.actor)) throw forbidden();
    if (before.deletedAt === null) throw notInTrash();
    if (version !== undefined && version !== before.version)
      throw await this.conflict(occasion.actor, before, {});
    return purge(before, occasion);
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

  /** After the commit: to sockets, reminders, inboxes. */
  tell({ type, before, after, notifications }: TaskAct, { actor, at }: Occasion): void {
    this.ports.domain.publish({ kind: 'task', type, before, after, actor, at });
    const title = after?.title ?? null;
    for (const notification of notifications)
      this.ports.domain.publish({ kind: 'notification', notification, title });
  }

  /** Throws FORBIDDEN, IN_TRASH. */
  checkRankable(before: TaskRecord, actor: Actor): void {
    if (!can(actor, before).update) throw forbidden();
    if (before.deletedAt !== null) throw inTrash();
  }

  /** A move in an order leaves no event, but other windows show it. */
  async tellRank(before: TaskRecord, { actor, at }: Occasion): Promise<void> {
    const after = await this.ports.tasks.get(before.id);
    if (after) this.ports.domain.publish({ kind: 'task', type: 'task.updated', before, after, actor, at });
  }

  async #commit(act: TaskAct, set: TaskSet, occasion: Occasion): Promise<Task> {
    const { tasks, presenter } = this.ports;
    const result = await tasks.write(act.write);
    const id = act.write.kind === 'purge' ? act.write.id : act.write.task.id;
    if (result === 'missing') throw notFound();
    if (result === 'stale')
      throw await this.conflict(occasion.actor, await this.visible(occasion.actor, id), set);
    this.tell(act, occasion);
    return presenter.one(occasion.actor, act.after ?? (await this.visible(occasion.actor, id)));
  }

  async #rank(before: TaskRecord, rank: string | null, occasion: Occasion): Promise<Task> {
    const { tasks, presenter } = this.ports;
    const { actor, at } = occasion;
    this.checkRankable(before, actor);
    if (before.rank !== rank) {
      if ((await tasks.rank(before.id, rank, at)) === 'missing') throw notFound();
      await this.tellRank(before, occasion);
    }
    return presenter.one(actor, await this.visible(actor, before.id));
  }

  /** For acts that need no version: plans from what is there now, again when somebody was faster. */
  async #untilWritten(
    actor: Actor,
    id: string,
    metadata: RequestMetadata,
    plan: (before: TaskRecord, occasion: Occasion) => Promise<TaskAct | null>,
  ): Promise<TaskRecord> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const before = await this.visible(actor, id);
      const occasion = this.occasion(actor, metadata);
      const act = await plan(before, occasion);
      if (!act) return before;
      const result = await this.ports.tasks.write(act.write);
      if (result === 'missing') throw notFound();
      if (result !== 'done') continue;
      this.tell(act, occasion);
      return act.after ?? before;
    }
    throw await this.conflict(actor, await this.visible(actor, id), {});
  }

  /** The same creator and the same body make the same event of creation, whatever happened to the task since. */
  async #repeated(actor: Actor, wanted: TaskRecord): Promise<Task> {
    const known = await this.ports.tasks.get(wanted.id);
    const taken = new AppError('ID_TAKEN', 'This id belongs to another task. Take a new one.');
    if (!known || known.creatorId !== actor.id) throw taken;
    const created = await this.ports.events.creationOf(wanted.id);
    const first = created?.payload.changes ?? changesOfNew(known);
    if (!sameChanges(first, changesOfNew(wanted))) throw taken;
    return this.ports.presenter.one(actor, known);
  }

  /** What each person sorts by. */
  async #names(): Promise<ReadonlyMap<string, string>> {
    const names = new Map<string, string>();
    for (let page = 1; ; page++) {
      const { items, total } = await this.ports.userStore.list({ page, limit: 100 });
      for (const { id, email, profile } of items) {
        const name = [profile.firstName, profile.lastName].filter(Boolean).join(' ') || email;
        if (name) names.set(id, name.toLowerCase());
      }
      if (items.length === 0 || page * 100 >= total) return names;
    }
  }
}

function sameChanges(a: Record<string, { to?: unknown }>, b: Record<string, { to?: unknown }>): boolean {
  const fields = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...fields].every((field) => a[field]?.to === b[field]?.to);
}
