import { ApiError, type Call } from '../../../../server/contract/client.ts';
import { LIMITS } from '../../../../server/contract/primitives.ts';
import {
  ConflictDetails,
  bulkTasks,
  createTask,
  updateTask,
  type BulkItem,
  type Task,
  type TaskSet,
} from '../../../../server/contract/tasks.ts';
import type { TaskCache } from '../../../api/task-cache.ts';
import type { Unsent } from '../../../api/unsent.ts';

/** One task's part of an act that was refused; the task is shown as the server has it. */
export interface Refusal {
  readonly id: string;
  readonly title: string;
  readonly error: ApiError;
}

/** What came of an act: each task stands in exactly one of the two. */
export interface Outcome {
  readonly done: readonly Task[];
  readonly refused: readonly Refusal[];
}

export type Op = 'delete' | 'restore' | 'forever';

/** What a new task is made with. */
export type Making = TaskSet & { readonly title: string };

/** Bytes that a request may have to outlive its page, beside drafts: browsers take 64 KiB of all of them. */
const LEAVING_BYTES = 4_000;

/** How often a change goes out again because another field had changed meanwhile. */
const REBASES = 3;

/** The queue of tasks that are only being made. */
const NEW = 'new';

const apiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError('INTERNAL', 0, String(error));

const isMaking = (value: unknown): value is Making =>
  typeof value === 'object' && value !== null && typeof (value as Partial<Making>).title === 'string';

/** The task of now, out of a 409; null for any other error. */
function conflictOf(error: ApiError): { current: Task; fields: readonly string[] } | null {
  if (error.code !== 'VERSION_CONFLICT') return null;
  const details = ConflictDetails.safeParse(error.details);
  return details.success ? details.data : null;
}

/**
 * Sends changes of tasks: shows each at once, keeps the order of those to one task, takes back what is refused. A change
 * that met a newer version goes out again on top of it, unless that version has changed the same fields.
 */
export class TaskWriter {
  /** The end of each task's queue, and of NEW: its next change waits for it, since it needs the version that comes back. */
  #tails = new Map<string, Promise<unknown>>();
  /** Tasks that are being made. */
  #making = new Set<string>();

  constructor(
    private readonly call: Call,
    private readonly cache: TaskCache,
    /** Keeps what is to be made until it is; null: in this page only. */
    private readonly makings: Unsent | null = null,
  ) {}

  /**
   * Those made together arrive one after another: the server's times then have the order in which they were written. Asked
   * again with the same id it makes one task. What is done to it meanwhile waits for it. What is refused stays among the
   * unmade.
   */
  async create(task: Task, making: Making): Promise<Task> {
    const { id } = task;
    this.makings?.keep(id, making);
    this.#making.add(id);
    await this.cache.settle();
    this.cache.place(task);
    try {
      const body = { ...making, id };
      const keepalive = JSON.stringify(body).length <= LEAVING_BYTES;
      const created = await this.#inOrder([NEW, id], () =>
        this.call(createTask, { body }, { idempotencyKey: crypto.randomUUID(), keepalive }),
      );
      this.makings?.forget(id);
      this.cache.place(created);
      return created;
    } catch (error) {
      this.cache.drop(id);
      throw apiError(error);
    } finally {
      this.#making.delete(id);
      this.cache.refresh();
    }
  }

  /** Tasks that were asked for, here or in a page that is gone, and of which nobody knows that they were made. */
  unmade(): readonly { readonly id: string; readonly making: Making }[] {
    return (this.makings?.all() ?? []).flatMap(([id, making]) =>
      this.#making.has(id) || !isMaking(making) ? [] : [{ id, making }],
    );
  }

  /** They are not wanted any more. */
  giveUp(ids: readonly string[]): void {
    for (const id of ids) this.makings?.forget(id);
  }

  /** Sets fields, of each task its own. Tasks that the cache does not have are left out. */
  async update(edits: ReadonlyMap<string, TaskSet>): Promise<Outcome> {
    await this.cache.settle();
    const held = [...edits].flatMap(([id, set]) => {
      const task = this.cache.base(id);
      return task ? [{ task, set, release: this.cache.hold(task, set as Partial<Task>) }] : [];
    });
    const parts: Promise<Outcome>[] = [];
    const [only] = held;
    if (only && held.length === 1) {
      parts.push(this.#inOrder([only.task.id], () => this.#patch(only.task, only.set, only.release)));
    } else {
      for (let from = 0; from < held.length; from += LIMITS.bulkItems) {
        const chunk = held.slice(from, from + LIMITS.bulkItems);
        parts.push(
          this.#inOrder(
            chunk.map((one) => one.task.id),
            () => this.#bulkUpdate(chunk),
          ),
        );
      }
    }
    return this.#joined(parts);
  }

  /** Deletes, restores, or deletes for good. */
  async act(op: Op, tasks: readonly Task[]): Promise<Outcome> {
    await this.cache.settle();
    const deletedAt = op === 'restore' ? null : new Date().toISOString();
    const held = tasks.map((task) => ({ task, release: this.cache.hold(task, { deletedAt }) }));
    if (op === 'forever') for (const { task } of held) this.cache.drop(task.id);
    const parts: Promise<Outcome>[] = [];
    for (let from = 0; from < held.length; from += LIMITS.bulkItems) {
      const chunk = held.slice(from, from + LIMITS.bulkItems);
      parts.push(
        this.#inOrder(
          chunk.map((one) => one.task.id),
          () =>
            this.#bulk(
              chunk.map(({ task }) => ({ op, id: task.id })),
              chunk,
              (task) => (op === 'forever' ? null : { ...task, deletedAt }),
            ),
        ),
      );
    }
    return this.#joined(parts);
  }

  async #patch(before: Task, set: TaskSet, release: () => void): Promise<Outcome> {
    let failure: ApiError | null = null;
    for (let attempt = 0; attempt <= REBASES; attempt++) {
      const base = this.cache.base(before.id) ?? before;
      try {
        const task = await this.call(updateTask, {
          params: { id: before.id },
          body: { ...set, version: base.version },
        });
        this.cache.place(task);
        release();
        return { done: [task], refused: [] };
      } catch (error) {
        failure = apiError(error);
        const conflict = conflictOf(failure);
        if (!conflict) break;
        this.cache.place(conflict.current);
        const meant = { ...before } as Record<string, unknown>;
        const now = conflict.current as Record<string, unknown>;
        if (conflict.fields.some((field) => now[field] !== meant[field])) break;
      }
    }
    release();
    return {
      done: [],
      refused: [{ id: before.id, title: before.title, error: failure ?? apiError(failure) }],
    };
  }

  #bulkUpdate(chunk: readonly { task: Task; set: TaskSet; release: () => void }[]): Promise<Outcome> {
    const items = chunk.map(({ task, set }): BulkItem => {
      const version = this.cache.base(task.id)?.version ?? task.version;
      return { op: 'update', id: task.id, version, set };
    });
    return this.#bulk(items, chunk, (task) => task);
  }

  /** `after` is what a task becomes where the answer does not carry it; null when it is gone. */
  async #bulk(
    items: BulkItem[],
    held: readonly { task: Task; release: () => void }[],
    after: (task: Task) => Task | null,
  ): Promise<Outcome> {
    const done: Task[] = [];
    const refused: Refusal[] = [];
    try {
      const { results } = await this.call(
        bulkTasks,
        { body: items },
        { idempotencyKey: crypto.randomUUID() },
      );
      held.forEach(({ task, release }, index) => {
        const result = results[index];
        if (result && result.status < 300) {
          const next = result.task ?? after(this.cache.base(task.id) ?? task);
          if (next) this.cache.place(next);
          release();
          if (!next) this.cache.drop(task.id);
          done.push(next ?? task);
          return;
        }
        const error = new ApiError(
          (result?.error?.code ?? 'INTERNAL') as ApiError['code'],
          result?.status ?? 0,
          result?.error?.message ?? '',
          result?.error?.details,
        );
        const conflict = conflictOf(error);
        if (conflict) this.cache.place(conflict.current);
        release();
        refused.push({ id: task.id, title: task.title, error });
      });
    } catch (caught) {
      const error = apiError(caught);
      for (const { task, release } of held) {
        release();
        refused.push({ id: task.id, title: task.title, error });
      }
    }
    return { done, refused };
  }

  /** Runs after everything that was started before for any of these tasks. */
  #inOrder<T>(ids: readonly string[], run: () => Promise<T>): Promise<T> {
    const before = Promise.allSettled(ids.map((id) => this.#tails.get(id) ?? Promise.resolve()));
    const result = before.then(run);
    const tail = result.catch(() => undefined);
    for (const id of ids) {
      this.#tails.set(id, tail);
      void tail.then(() => this.#tails.get(id) === tail && this.#tails.delete(id));
    }
    return result;
  }

  async #joined(parts: readonly Promise<Outcome>[]): Promise<Outcome> {
    const outcomes = await Promise.all(parts);
    this.cache.refresh();
    return {
      done: outcomes.flatMap((one) => one.done),
      refused: outcomes.flatMap((one) => one.refused),
    };
  }
}
