import { ApiError } from '../../../../server/contract/client.ts';
import type { Task, TaskSet } from '../../../../server/contract/tasks.ts';
import type { User } from '../../../../server/contract/users.ts';
import { errorMessage } from '../../../api/error-message.ts';
import type { TaskCache } from '../../../api/task-cache.ts';
import { t } from '../../../i18n/index.ts';
import { showToast, type ToastAction } from '../../../ui/toast.tsx';
import type { UndoStack, UndoStep } from '../../../undo/undo-stack.ts';
import { blankTask } from './blank-task.ts';
import { conflictText } from './conflict-text.ts';
import { changes, inverse } from './edits.ts';
import { markRefused } from './refused.ts';
import type { Making, Op, Outcome, Refusal, TaskWriter } from './task-writer.ts';

export type NewTask = Making;

/** `id`: of one that was asked for before, and may be there. */
interface Wanted {
  readonly set: NewTask;
  readonly id?: string;
}

export interface ActOptions {
  /** Words for undo and toast, instead of the usual ones. */
  readonly label?: string;
  /** Whether a toast offers Undo; without: when several tasks changed, or one left its place. */
  readonly toast?: boolean;
  /** Takes refusals over, where the caller has a better place for them than a toast. */
  readonly onRefused?: (refused: readonly Refusal[]) => void;
}

const REFUSED = { delete: 'action.refusedDelete', restore: 'action.refusedRestore' } as const;

/** What the server would say, without asking it. */
const denial = ({ id, title }: Task): Refusal => ({
  id,
  title,
  error: new ApiError('FORBIDDEN', 403, '', { reason: 'OWNER_ONLY' }),
});

const CLOSED = new Set(['done', 'cancelled']);

/** Everything a person can do to tasks. Each act shows at once, is one step of undo, and says so when it is refused. */
export class TaskActions {
  /** Toasts that say that tasks were not made, by what takes them away, until they are made after all. */
  readonly #untold = new Map<() => void, readonly string[]>();

  constructor(
    private readonly writer: TaskWriter,
    private readonly cache: TaskCache,
    private readonly undo: UndoStack,
    private readonly me: () => User | undefined,
  ) {}

  /** Makes a task; answers it, or null when it was refused (a toast offers to try again with the same words). */
  async create(set: NewTask, options: ActOptions = {}): Promise<Task | null> {
    const [task] = await this.createMany([set], options);
    return task ?? null;
  }

  /** Makes several tasks as one step. Answers those that were made. */
  createMany(sets: readonly NewTask[], options: ActOptions = {}): Promise<readonly Task[]> {
    return this.#make(
      sets.map((set) => ({ set })),
      options,
    );
  }

  /** Makes what was asked for before and is not known to be made: by a page that was left, or while the server was away. */
  async resume(): Promise<void> {
    const left = this.writer.unmade();
    if (left.length > 0) await this.#make(left.map(({ id, making }) => ({ id, set: making })));
  }

  async #make(wanted: readonly Wanted[], options: ActOptions = {}): Promise<readonly Task[]> {
    const results = await Promise.all(
      wanted.map(async ({ set, id }) => {
        const blank = this.cache.with(blankTask(set.title, this.me(), id), set);
        try {
          return { set, id: blank.id, task: await this.writer.create(blank, set), error: null };
        } catch (error) {
          return { set, id: blank.id, task: null, error };
        }
      }),
    );
    this.#answered(results.map(({ id }) => id));
    const made = results.flatMap((one) => one.task ?? []);
    const failed = results.filter((one) => one.task === null);
    if (made.length > 0) {
      const ids = made.map((task) => task.id);
      const label = options.label ?? this.#createdLabel(made);
      const step = this.#remember(
        label,
        () => this.#act('delete', ids),
        () => this.#act('restore', ids),
      );
      if (options.toast) this.#offerUndo(label, step);
    }
    const [first] = failed;
    if (first) {
      const ids = failed.map(({ id }) => id);
      const close = showToast({
        text: t('action.refusedCreate', { count: failed.length, title: first.set.title }),
        detail: errorMessage(first.error),
        tone: 'bad',
        actions: this.#answers(
          () => void this.#make(failed, options),
          () => this.writer.giveUp(ids),
        ),
      });
      this.#untold.set(close, ids);
    }
    return made;
  }

  /** What was said of them before is over. */
  #answered(ids: readonly string[]): void {
    for (const [close, told] of this.#untold) {
      if (!told.every((id) => ids.includes(id))) continue;
      close();
      this.#untold.delete(close);
    }
  }

  /** Sets the same fields of one or several tasks. */
  update(ids: readonly string[], set: TaskSet, options: ActOptions = {}): Promise<Outcome> {
    return this.updateEach(new Map(ids.map((id) => [id, set])), options);
  }

  /** Sets fields of several tasks, of each its own, as one step. */
  async updateEach(edits: ReadonlyMap<string, TaskSet>, options: ActOptions = {}): Promise<Outcome> {
    const before = new Map([...edits.keys()].flatMap((id) => this.#find(id)).map((task) => [task.id, task]));
    const changing = new Map([...edits].filter(([id, set]) => changes(before.get(id), set)));
    if (changing.size === 0) return { done: [], refused: [] };
    const label = options.label ?? this.#updateLabel([...before.values()], changing);
    const step = this.#remember(
      label,
      () => this.writer.update(inverse(before, changing)),
      () => this.writer.update(changing),
    );
    const leaves = [...changing.values()].some((set) => set.status !== undefined && CLOSED.has(set.status));
    const close = (options.toast ?? (changing.size > 1 || leaves)) ? this.#offerUndo(label, step) : null;
    const outcome = await this.writer.update(changing);
    if (outcome.done.length === 0) {
      this.undo.drop(step);
      close?.();
    }
    this.#tellRefused(outcome.refused, options, 'action.refusedUpdate', (refused) => {
      const again = new Map([...changing].filter(([id]) => refused.some((one) => one.id === id)));
      void this.updateEach(again, options);
    });
    return outcome;
  }

  /** Moves tasks to the trash. */
  delete(ids: readonly string[], options: ActOptions = {}): Promise<Outcome> {
    return this.#undoable('delete', 'restore', ids, options);
  }

  /** Takes tasks out of the trash. */
  restore(ids: readonly string[], options: ActOptions = {}): Promise<Outcome> {
    return this.#undoable('restore', 'delete', ids, options);
  }

  /** Deletes tasks in the trash for good. Cannot be undone: ask first, with ConfirmDialog. */
  async forever(ids: readonly string[]): Promise<Outcome> {
    const tasks = ids.flatMap((id) => this.#find(id));
    const outcome = await this.writer.act('forever', tasks);
    if (outcome.done.length > 0) showToast({ text: this.#label('action.purged', outcome.done) });
    this.#tellRefused(outcome.refused, {}, 'action.refusedDelete', (refused) => {
      void this.forever(refused.map((one) => one.id));
    });
    return outcome;
  }

  async #undoable(
    op: 'delete' | 'restore',
    back: Op,
    ids: readonly string[],
    options: ActOptions,
  ): Promise<Outcome> {
    const found = ids.flatMap((id) => this.#find(id));
    const tasks = found.filter((task) => task.can[op]);
    const denied = found.filter((task) => !task.can[op]).map(denial);
    if (tasks.length === 0) {
      this.#tellRefused(denied, options, REFUSED[op], () => undefined);
      return { done: [], refused: denied };
    }
    const label = options.label ?? this.#label(op === 'delete' ? 'action.deleted' : 'action.restored', tasks);
    const allowed = tasks.map((task) => task.id);
    const step = this.#remember(
      label,
      () => this.#act(back, allowed),
      () => this.#act(op, allowed),
    );
    const close = (options.toast ?? true) ? this.#offerUndo(label, step) : null;
    const { done, refused: refusedThere } = await this.writer.act(op, tasks);
    const outcome = { done, refused: [...denied, ...refusedThere] };
    if (outcome.done.length === 0) {
      this.undo.drop(step);
      close?.();
    }
    this.#tellRefused(outcome.refused, options, REFUSED[op], (refused) => {
      void this.#undoable(
        op,
        back,
        refused.map((one) => one.id),
        options,
      );
    });
    return outcome;
  }

  #act(op: Op, ids: readonly string[]): Promise<Outcome> {
    return this.writer.act(
      op,
      ids.flatMap((id) => this.#find(id)),
    );
  }

  #find(id: string): Task[] {
    const task = this.cache.find(id);
    return task ? [task] : [];
  }

  #remember(label: string, undo: () => Promise<Outcome>, redo: () => Promise<Outcome>): UndoStep {
    const orThrow = async (run: () => Promise<Outcome>): Promise<void> => {
      const { done, refused } = await run();
      if (refused.length === 0) return;
      markRefused(refused.map((one) => one.id));
      if (done.length === 0 && refused[0]) throw refused[0].error;
    };
    const step: UndoStep = { label, undo: () => orThrow(undo), redo: () => orThrow(redo) };
    this.undo.push(step);
    return step;
  }

  #offerUndo(label: string, step: UndoStep): () => void {
    const takeBack = (): void => {
      this.undo.undo(step).catch((error: unknown) => showToast({ text: errorMessage(error), tone: 'bad' }));
    };
    return showToast({ text: label, key: 'undo', actions: [{ label: t('undo'), onPress: takeBack }] });
  }

  #tellRefused(
    refused: readonly Refusal[],
    options: ActOptions,
    text: 'action.refusedUpdate' | 'action.refusedDelete' | 'action.refusedRestore',
    retry: (refused: readonly Refusal[]) => void,
  ): void {
    const [first] = refused;
    if (!first) return;
    markRefused(refused.map((one) => one.id));
    if (options.onRefused) return options.onRefused(refused);
    const isConflict = first.error.code === 'VERSION_CONFLICT';
    const isForbidden = refused.every(({ error }) => error.code === 'FORBIDDEN');
    const title = first.title;
    showToast({
      text:
        refused.length > 1
          ? t('action.refusedMany', { count: refused.length })
          : isConflict
            ? t('action.conflict', { title })
            : t(text, { title }),
      detail: isConflict ? conflictText(first) : errorMessage(first.error),
      tone: 'bad',
      // Asking again what is not allowed changes nothing.
      ...(isForbidden ? {} : { actions: this.#answers(() => retry(refused)) }),
    });
  }

  #answers(retry: () => void, discard: () => void = () => undefined): readonly ToastAction[] {
    return [
      { label: t('discard'), onPress: discard },
      { label: t('retry'), onPress: retry, isMain: true },
    ];
  }

  #label(key: 'action.deleted' | 'action.restored' | 'action.purged', tasks: readonly Task[]): string {
    return t(key, { count: tasks.length, title: tasks[0]?.title ?? '' });
  }

  #createdLabel(tasks: readonly Task[]): string {
    return t('action.created', { count: tasks.length, title: tasks[0]?.title ?? '' });
  }

  #updateLabel(tasks: readonly Task[], edits: ReadonlyMap<string, TaskSet>): string {
    const statuses = new Set([...edits.values()].map((set) => set.status));
    const [status] = statuses;
    const title = tasks[0]?.title ?? '';
    if (statuses.size === 1 && status)
      return t('action.moved', { count: edits.size, title, status: t(`status.${status}`) });
    return t('action.updated', { count: edits.size, title });
  }
}
