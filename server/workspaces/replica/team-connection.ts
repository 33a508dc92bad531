import type { Answer } from '../../contract/route.ts';
import type { getServer } from '../../contract/server.ts';
import type { Mutation, pushMutations } from '../../contract/sync.ts';
import type { User } from '../../contract/users.ts';
import type { RawPage } from '../../modules/replica/index.ts';

/**
 * What a team's own news come to here: `changed`: something may be pulled; `connected`: such news come from now on;
 * `unheard`: they do not, though the team answers; `lost`: it does not answer either.
 */
export type Hint = 'changed' | 'connected' | 'unheard' | 'lost';

/** What an ApiError UNREACHABLE has as `details` where something answered that did not prove to be the team. */
export const UNTRUSTED = { reason: 'UNTRUSTED' } as const;

/**
 * A team as its replica sees it. Every call rejects with ApiError: UNREACHABLE when no answer came, UNAUTHENTICATED,
 * SESSION_ENDED or TOKEN_EXPIRED when somebody has to sign in, else what the team answered.
 */
export interface TeamConnection {
  server(): Promise<Answer<typeof getServer>>;
  /**
   * Null: from the beginning, walking through everything. `known`: an edit that the team said it took; EPOCH_CHANGED where it
   * does not know that any more. What is in it has been checked by nobody.
   */
  pull(cursor: string | null, limit: number, known?: string): Promise<RawPage>;
  push(mutations: readonly Mutation[]): Promise<Answer<typeof pushMutations>>;
  /** Whose replica it is, as the team knows them. */
  profile(): Promise<User>;
  readNotifications(ids: readonly string[]): Promise<void>;
  /** Hears news until the answer is called. Connecting, and connecting again, is the connection's own matter. */
  onHint(heard: (hint: Hint) => void): () => void;
  /** Looks whether the team answers now, at once, where it would have waited. */
  wake(): void;
  close(): Promise<void>;
}
