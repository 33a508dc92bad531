import type { QueryClient } from '@tanstack/react-query';
import type { TaskEvent } from '../../server/contract/realtime.ts';
import { LOOKED_KEY, Looked } from '../../server/contract/state.ts';
import type { User } from '../../server/contract/users.ts';
import { askAgain } from './ask-again.ts';
import { queryKeys } from './query-keys.ts';

/** Milliseconds in which changes of others gather before it is asked for the newest: many may come at once. */
const GATHER_MS = 300;

/** Whether there is a newest change of others, and it is not the one up to which was looked. */
export const isNews = (newest: string | null | undefined, looked: unknown): boolean =>
  typeof newest === 'string' && newest !== Looked.safeParse(looked).data?.newest;

/**
 * Hears of tasks for as long as the workspace is open. What somebody else did is asked for by name, once: while that waits
 * to be looked at, nothing more is asked.
 */
export class OthersWatch {
  #gathering: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly queries: QueryClient) {}

  /** Takes in what the socket tells. */
  receive(event: TaskEvent): void {
    if (this.#gathering || !this.#mayBeTheirs(event)) return;
    this.#gathering = setTimeout(() => this.#ask(), GATHER_MS);
  }

  /** Another window has looked, at something newer perhaps than is known here. */
  looked(): void {
    void askAgain(this.queries, { queryKey: queryKeys.others });
  }

  close(): void {
    if (this.#gathering) clearTimeout(this.#gathering);
    this.#gathering = null;
  }

  #mayBeTheirs(event: TaskEvent): boolean {
    if (!('actor' in event)) return true;
    const me = this.queries.getQueryData<User>(queryKeys.profile)?.id;
    return event.actor !== null && event.actor.id !== me;
  }

  #ask(): void {
    this.#gathering = null;
    const { queries } = this;
    // Its answer may be of before what was heard.
    if (queries.isFetching({ queryKey: queryKeys.others }) > 0) {
      this.#gathering = setTimeout(() => this.#ask(), GATHER_MS);
      return;
    }
    const newest = queries.getQueryData<string | null>(queryKeys.others);
    if (isNews(newest, queries.getQueryData(queryKeys.state(LOOKED_KEY)))) return;
    void askAgain(queries, { queryKey: queryKeys.others });
  }
}
