/** One step that can be taken back: the act of one key press, however many tasks it touched. */
export interface UndoStep {
  /** What was done, as the toast said it. */
  readonly label: string;
  /** Takes it back; rejects when that was refused. */
  readonly undo: () => Promise<void>;
  /** Does it again. */
  readonly redo: () => Promise<void>;
}

const AT_MOST = 50;

/** The last 50 steps, newest last, and those taken back. One at a time: pressing Ctrl+Z quickly queues. */
export class UndoStack {
  #done: UndoStep[] = [];
  #undone: UndoStep[] = [];
  #place = '';
  readonly #aside = new Map<string, { readonly done: UndoStep[]; readonly undone: UndoStep[] }>();
  #queue: Promise<unknown> = Promise.resolve();

  /** Remembers a step that has been done; what was taken back before can no longer be done again. */
  push(step: UndoStep): void {
    this.#done = [...this.#done, step].slice(-AT_MOST);
    this.#undone = [];
  }

  /** Forgets a step that turned out to be refused. */
  drop(step: UndoStep): void {
    this.#done = this.#done.filter((one) => one !== step);
    this.#undone = this.#undone.filter((one) => one !== step);
  }

  /** Takes the last step back, or `step` wherever it stands. Answers it, or null when there is none. */
  undo(step?: UndoStep): Promise<UndoStep | null> {
    return this.#next(async () => {
      const one = step && this.#done.includes(step) ? step : step ? undefined : this.#done.at(-1);
      if (!one) return null;
      this.#done = this.#done.filter((other) => other !== one);
      await one.undo();
      this.#undone = [...this.#undone, one].slice(-AT_MOST);
      return one;
    });
  }

  redo(): Promise<UndoStep | null> {
    return this.#next(async () => {
      const one = this.#undone.at(-1);
      if (!one) return null;
      this.#undone = this.#undone.slice(0, -1);
      await one.redo();
      this.#done = [...this.#done, one].slice(-AT_MOST);
      return one;
    });
  }

  get size(): { readonly done: number; readonly undone: number } {
    return { done: this.#done.length, undone: this.#undone.length };
  }

  /** Goes on with the steps of another place; those of the one that is left wait until it is entered again. */
  enter(place: string): void {
    this.#aside.set(this.#place, { done: this.#done, undone: this.#undone });
    const there = this.#aside.get(place);
    this.#place = place;
    this.#done = there?.done ?? [];
    this.#undone = there?.undone ?? [];
  }

  clear(): void {
    this.#done = [];
    this.#undone = [];
  }

  #next<T>(act: () => Promise<T>): Promise<T> {
    const next = this.#queue.then(act, act);
    this.#queue = next.catch(() => undefined);
    return next;
  }
}

/** The window's one stack. */
export const undoStack = new UndoStack();
