/** Holds what the window was asked for last until a page takes it: the page may only be on its way. */
export class Latest<T> {
  #waiting: T | null = null;

  set(asked: T): void {
    this.#waiting = asked;
  }

  /** Once; null: nothing. */
  take(): T | null {
    const asked = this.#waiting;
    this.#waiting = null;
    return asked;
  }
}
