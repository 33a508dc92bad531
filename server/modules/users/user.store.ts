import type { User } from '../../contract/users.ts';
import type { Effects } from '../../ports/effects.ts';
import { fold } from '../../ports/text.ts';

/** What a person sorts by and is found by: the name, else the email, folded; '' when there is neither. */
export const sortName = ({ email, profile }: Pick<User, 'email' | 'profile'>): string =>
  fold([profile.firstName, profile.lastName].filter(Boolean).join(' ') || (email ?? ''));

/** The port of people. A write that resolves to 'done' is on the disk, effects included (adapters/suites). */
export interface UserStore {
  get(id: string): Promise<User | null>;
  getMany(ids: readonly string[]): Promise<ReadonlyMap<string, User>>;
  /** By sortName, code point by code point, ties by id; `search`, folded, is found literally in sortName or email. */
  list(request: {
    search?: string | undefined;
    page: number;
    limit: number;
  }): Promise<{ items: readonly User[]; total: number }>;
  /** `taken`: the id, or the email (folded; null is nobody's), is in use. */
  insert(user: User, effects: Effects): Promise<'done' | 'taken'>;
  /** `stale`: updatedAt is not the expected one any more. Whoever replaces raises it. */
  replace(
    user: User,
    expectedUpdatedAt: string,
    effects: Effects,
  ): Promise<'done' | 'taken' | 'stale' | 'missing'>;
}
