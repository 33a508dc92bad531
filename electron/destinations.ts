import type { Destination } from '../server/contract/destinations.ts';

/** Holds where the app was asked to go last until a page takes it: the page may only be on its way. */
export class NextDestination {
  #waiting: Destination | null = null;

  set(to: Destination): void {
    this.#waiting = to;
  }

  /** Once; null: nowhere. */
  take(): Destination | null {
    const to = this.#waiting;
    this.#waiting = null;
    return to;
  }
}
