import Datastore from 'nedb-promises';
import type { EventRecord, Notification } from '../../contract/events.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import type { User } from '../../contract/users.ts';
import { breather } from './breathe.ts';
import type { Place } from './frames.ts';
import type { Operation, ReplicaOperation } from './operations.ts';
import type { StoredRecord } from './replica-record.ts';
import { ReplicaViews } from './replica-views.ts';
import { TaskIndex } from './task-index.ts';

type Doc<T> = T & { _id: string };
export interface StateDoc {
  readonly _id: string;
  readonly userId: string;
  readonly key: string;
  /** As text: NeDB refuses keys that a person's JSON may well have. */
  readonly json: string;
}

export const stateId = (userId: string, key: string): string => `${userId}\0${key}`;

/** A document as it was put in. */
export function undoc<T>(doc: Doc<T>): T {
  const { _id, ...record } = doc;
  return record as unknown as T;
}

const collection = <T>(): Datastore<Doc<T>> => Datastore.create({ inMemoryOnly: true });

/** Where an event's line lies. */
export interface EventPlace extends Place {
  readonly file: number;
}

/** What one batch of operations leaves, each thing once. */
class Outcome {
  cleared = false;
  readonly tasks = new Map<string, TaskRecord | null>();
  readonly gone: string[] = [];
  readonly users = new Map<string, User>();
  readonly notifications = new Map<string, Notification>();
  readonly state = new Map<string, StateDoc | null>();
  readonly replica: Operation[] = [];
  readonly events: { readonly event: EventRecord; readonly place: EventPlace }[] = [];
  prune = '';
}

/** Everything in memory, and the documents of NeDB: a view of the log that can be built again at any time. */
export class Views {
  tasks = collection<TaskRecord>();
  users = collection<User>();
  notifications = collection<Notification>();
  state: Datastore<StateDoc> = Datastore.create({ inMemoryOnly: true });
  index = new TaskIndex();
  replica = new ReplicaViews();
  /** Ids of tasks that were deleted for good. */
  gone = new Set<string>();

  /** Tasks that change in one turn of the event loop, and documents that NeDB takes in one turn when there are more. */
  private static readonly CHUNK = 500;
  private static readonly SLICE = 100;

  /**
   * Applies operations that are on the disk. Answers the events among them, and whether everything before was cleared.
   * Up to 500 tasks change in one turn of the event loop; of more, the documents come in first, and what lists show changes
   * at the end, at once.
   */
  async apply(
    operations: readonly Operation[],
    placeOf: (index: number) => EventPlace,
  ): Promise<Pick<Outcome, 'events' | 'cleared'>> {
    let outcome = new Outcome();
    const breathe = breather();
    for (const [index, operation] of operations.entries()) {
      switch (operation.op) {
        case 'clear':
          outcome = new Outcome();
          outcome.cleared = true;
          break;
        case 'task':
          outcome.tasks.set(operation.task.id, operation.task);
          if (operation.replica) outcome.replica.push(operation);
          break;
        case 'purge':
          outcome.tasks.set(operation.id, null);
          if (operation.gone) outcome.gone.push(operation.id);
          outcome.replica.push(operation);
          break;
        case 'user':
          outcome.users.set(operation.user.id, operation.user);
          break;
        case 'notification':
          outcome.notifications.set(operation.notification.id, operation.notification);
          break;
        case 'prune':
          outcome.prune = operation.before;
          for (const [id, { at }] of outcome.notifications)
            if (at < operation.before) outcome.notifications.delete(id);
          break;
        case 'state': {
          const { userId, key, value } = operation;
          const _id = stateId(userId, key);
          const doc = value === undefined ? null : { _id, userId, key, json: JSON.stringify(value) };
          outcome.state.set(_id, doc);
          break;
        }
        case 'event':
          outcome.events.push({ event: operation.event, place: placeOf(index) });
          break;
        case 'sync':
        case 'conflict':
        case 'resolved':
        case 'hidden':
        case 'read':
          outcome.replica.push(operation);
          break;
        case 'file':
        case 'end':
          break;
      }
      const turn = operations.length > Views.CHUNK ? breathe() : undefined;
      if (turn) await turn;
    }
    if (outcome.cleared) {
      const fresh = new Views();
      await fresh.put(outcome);
      const { tasks, users, notifications, state, index, replica, gone } = fresh;
      Object.assign(this, { tasks, users, notifications, state, index, replica, gone });
    } else await this.put(outcome);
    return outcome;
  }

  private async put(outcome: Outcome): Promise<void> {
    const { tasks } = outcome;
    const fresh: Doc<TaskRecord>[] = [];
    const work: Promise<unknown>[] = [];
    const changed: Doc<TaskRecord>[] = [];
    const purged: string[] = [];
    const isSmall = tasks.size <= Views.CHUNK;
    const breathe = breather();
    for (const [id, task] of tasks) {
      if (!task) purged.push(id);
      else (this.index.versionOf(id) === undefined ? fresh : changed).push({ ...task, _id: id });
      const turn = isSmall ? undefined : breathe();
      if (turn) await turn;
    }
    for (const operation of outcome.replica) this.replica.apply(operation);
    for (const id of outcome.gone) this.gone.add(id);
    if (isSmall) {
      this.index.apply(tasks);
      if (fresh.length) work.push(this.tasks.insertMany(fresh));
      for (const doc of changed) work.push(this.tasks.update({ _id: doc._id }, doc));
    } else {
      for (let from = 0; from < fresh.length; from += Views.SLICE) {
        await this.tasks.insertMany(fresh.slice(from, from + Views.SLICE));
        await breathe();
      }
      for (const doc of changed) {
        await this.tasks.update({ _id: doc._id }, doc);
        await breathe();
      }
      for (const _ of this.index.applyMany(tasks)) {
        const turn = breathe();
        if (turn) await turn;
      }
    }
    for (const _id of purged) work.push(this.tasks.remove({ _id }, {}));
    for (const [_id, user] of outcome.users)
      work.push(this.users.update({ _id }, { ...user, _id }, { upsert: true }));
    if (outcome.prune) work.push(this.notifications.remove({ at: { $lt: outcome.prune } }, { multi: true }));
    for (const [_id, notification] of outcome.notifications)
      work.push(this.notifications.update({ _id }, { ...notification, _id }, { upsert: true }));
    for (const [_id, doc] of outcome.state)
      work.push(doc ? this.state.update({ _id }, doc, { upsert: true }) : this.state.remove({ _id }, {}));
    await Promise.all(work);
  }

  /**
   * The documents of these tasks, as far as they are there, not copied: NeDB replaces documents and never changes them. Its
   * `find` would compare each with all ids that are asked for, which of a hundred takes a millisecond.
   */
  found(ids: Iterable<string>): Doc<TaskRecord>[] {
    // The type of the wrapped store is not exported.
    const { indexes } = this.tasks as unknown as {
      indexes: { _id: { getMatching(id: string): Doc<TaskRecord>[] } };
    };
    return Array.from(ids, (id) => indexes._id.getMatching(id)).flat();
  }

  /** Every document of this moment, not copied either; without the tasks, which are many, where they are not wanted. */
  moment(withTasks = true): {
    readonly tasks: readonly Doc<TaskRecord>[];
    readonly users: readonly Doc<User>[];
    readonly notifications: readonly Doc<Notification>[];
    readonly state: readonly StateDoc[];
    readonly records: ReadonlyMap<string, StoredRecord>;
    readonly replica: readonly ReplicaOperation[];
    readonly gone: readonly string[];
  } {
    const everything = <T>(from: Datastore<T>): T[] =>
      // The type of the wrapped store is not exported; getAllData is NeDB's own and public.
      (from as unknown as { getAllData(): T[] }).getAllData();
    return {
      tasks: withTasks ? everything(this.tasks) : [],
      users: everything(this.users),
      notifications: everything(this.notifications),
      state: everything(this.state),
      records: new Map(this.replica.records),
      replica: this.replica.operations(),
      gone: [...this.gone],
    };
  }
}
