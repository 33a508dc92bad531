import { v5 as uuidv5 } from 'uuid';
import { issuesOf } from '../../contract/issues-of.ts';
import type { Conflict } from '../../contract/queue.ts';
import { TaskSet, type Task } from '../../contract/tasks.ts';
import { AppError, because, invalid, notFound } from '../../errors.ts';
import type { Actor, RequestMetadata } from '../../ports/actor.ts';
import type { TaskReader, TaskService, TaskStore } from '../tasks/index.ts';
import { peopleOf, type UserStore } from '../users/index.ts';
import { contentOf } from './conflicts.ts';
import type { ReplicaStore } from './replica.store.ts';

export interface ConflictDeps {
  readonly sync: ReplicaStore;
  readonly store: TaskStore;
  readonly people: UserStore;
  readonly tasks: Pick<TaskService, 'create' | 'update' | 'restore'>;
  readonly reader: Pick<TaskReader, 'get'>;
  /** The status has another number of conflicts. */
  readonly nudge: () => void;
}

export type Resolution = 'mine' | 'theirs' | 'both';

/** Who resolves, and by which request. */
interface By {
  readonly actor: Actor;
  readonly metadata: RequestMetadata;
}

/** So that a decision that is asked for twice makes one task. */
const COPIES = '5b0d6a4e-4a35-5a3e-9d0b-0c9d7a5e2f14';

/** What was typed here and is not what the team has, until somebody decides. Deciding is a new edit, like any other. */
export class ConflictService {
  constructor(private readonly deps: ConflictDeps) {}

  /** Oldest first. */
  async list(): Promise<Conflict[]> {
    const { sync, people } = this.deps;
    const conflicts = [...(await sync.conflicts())].sort((a, b) => (a.id < b.id ? -1 : 1));
    const person = await peopleOf(
      people,
      conflicts.map(({ theirsBy }) => theirsBy ?? null),
    );
    return conflicts.map((conflict) => {
      const author = person(conflict.theirsBy ?? null);
      return author ? { ...conflict, author } : conflict;
    });
  }

  /**
   * `theirs` dismisses it. Answers the task that is left, null without one. Throws NOT_FOUND, VALIDATION where both cannot
   * be kept, and what the edit may throw: then the conflict stays.
   */
  async resolve(
    actor: Actor,
    id: string,
    how: Resolution,
    metadata: RequestMetadata,
  ): Promise<{ task: Task | null }> {
    const { sync, nudge } = this.deps;
    const conflict = (await sync.conflicts()).find((one) => one.id === id);
    if (!conflict) throw notFound();
    const by = { actor, metadata };
    const task =
      how === 'theirs' ? await this.#current(by, conflict.taskId) : await this.#keep(by, conflict, how);
    await sync.change((unit) => unit.dropConflict(id));
    nudge();
    return { task };
  }

  async #keep(by: By, conflict: Conflict, how: 'mine' | 'both'): Promise<Task> {
    switch (conflict.kind) {
      case 'field':
        return this.#field(by, conflict, how);
      case 'deleted':
        return how === 'mine' ? this.#into(by, conflict) : this.#copy(by, conflict);
      case 'gone':
        return this.#copy(by, conflict);
      case 'lost':
        if (how === 'both') return this.#copy(by, conflict);
        if (await this.#current(by, conflict.taskId)) return this.#into(by, conflict);
        return this.#create(by, conflict.taskId, conflict.title, checked(conflict.mine as TaskSet));
    }
  }

  async #field(by: By, conflict: Conflict, how: 'mine' | 'both'): Promise<Task> {
    const { taskId, field, mine } = conflict;
    const current = await this.#current(by, taskId);
    // It went while nobody had decided: what was typed becomes a task of its own.
    if (!current) return this.#copy(by, { ...conflict, mine: setOf(field, mine) });
    const set =
      how === 'mine' ? setOf(field, mine) : bothOf(current, field, typeof mine === 'string' ? mine : '');
    const body = { ...checked(set), version: current.version };
    return this.deps.tasks.update(by.actor, taskId, body, by.metadata);
  }

  /** What was typed goes into the task itself, out of the trash where it is there; into a new one where it is gone by now. */
  async #into(by: By, conflict: Conflict): Promise<Task> {
    const { tasks } = this.deps;
    const { actor, metadata } = by;
    const { taskId, mine } = conflict;
    let current = await this.#current(by, taskId);
    if (!current) return this.#copy(by, conflict);
    if (current.deletedAt !== null) current = await tasks.restore(actor, taskId, metadata);
    const set = checked(mine as TaskSet);
    return tasks.update(actor, taskId, { ...set, version: current.version }, metadata);
  }

  /** A new task of whoever decides: what was typed, over what is left of the other. */
  async #copy(by: By, { id, taskId, title, mine }: Conflict): Promise<Task> {
    const left = await this.deps.store.get(taskId);
    const whole = { ...(left && contentOf(left)), ...(mine as TaskSet) };
    return this.#create(by, uuidv5(id, COPIES), title, checked(whole));
  }

  async #create({ actor, metadata }: By, id: string, title: string, set: TaskSet): Promise<Task> {
    const { tasks } = this.deps;
    const body = { ...set, title: set.title ?? title, id };
    try {
      return await tasks.create(actor, body, metadata, null);
    } catch (error) {
      // Whom it was for may not be here any more.
      if (!(error instanceof AppError) || error.code !== 'VALIDATION' || !body.assigneeId) throw error;
      return tasks.create(actor, { ...body, assigneeId: null }, metadata, null);
    }
  }

  async #current({ actor }: By, id: string): Promise<Task | null> {
    return this.deps.reader.get(actor, id).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'NOT_FOUND') return null;
      throw error;
    });
  }
}

const setOf = (field: string | undefined, mine: unknown): TaskSet =>
  field === 'due' ? (mine as TaskSet) : ({ [field ?? '']: mine } as TaskSet);

/** Both texts in the description; other fields hold one value. */
function bothOf(current: Task, field: string | undefined, mine: string): TaskSet {
  const theirs = current.description ?? '';
  if (field === 'description') return { description: `${theirs}\n---\n${mine}` };
  if (field === 'title') return { description: theirs === '' ? mine : `${mine}\n${theirs}` };
  throw because('VALIDATION', { code: 'ONLY_TEXTS_BOTH' });
}

/** What may be edited of it. Throws VALIDATION: two long texts may be too long for one. */
function checked(set: TaskSet): TaskSet {
  const parsed = TaskSet.safeParse(set, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw invalid(issuesOf(parsed.error.issues));
}
