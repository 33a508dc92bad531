import type { ServerResponse } from 'node:http';
import { because } from '../errors.ts';

/** Gives a turn back; again, it does nothing. */
export type Leave = () => void;

/**
 * Turns of what takes long and holds much (a whole file in memory, a connection while somebody reads slowly): so many at
 * once, and fewer of one person. Nobody waits in line here: who finds none is told to come again.
 */
export class Turns {
  readonly #taken = new Map<string, number>();
  #all = 0;

  constructor(private readonly most: { readonly atOnce: number; readonly each: number }) {}

  /** Throws BUSY. */
  take(who: string): Leave {
    const own = this.#taken.get(who) ?? 0;
    if (own >= this.most.each) throw because('BUSY', { code: 'OWN_TURNS_TAKEN' });
    if (this.#all >= this.most.atOnce) throw because('BUSY', { code: 'TURNS_TAKEN' });
    this.#taken.set(who, own + 1);
    this.#all++;
    let isLeft = false;
    return () => {
      if (isLeft) return;
      isLeft = true;
      this.#all--;
      const left = (this.#taken.get(who) ?? 1) - 1;
      if (left === 0) this.#taken.delete(who);
      else this.#taken.set(who, left);
    };
  }
}

/** Leaves when the answer has gone out, or nobody waits for it any more. */
export function leaveAfter(response: ServerResponse, leave: Leave): void {
  if (response.closed) leave();
  else response.once('close', leave);
}
