import type { User } from '../../contract/users.ts';
import type { Effects } from '../../ports/effects.ts';

export interface UserStore {
  get(id: string): Promise<User | null>;
  getMany(ids: readonly string[]): Promise<ReadonlyMap<string, User>>;
  /** By folded name, ties by id; `search` is found in name or email regardless of case. */
  list(request: {
    search?: string | undefined;
    page: number;
    limit: number;
  }): Promise<{ items: readonly User[]; total: number }>;
  /** Inserts or replaces, with what belongs to it. */
  put(user: User, effects: Effects): Promise<void>;
}
