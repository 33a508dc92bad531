/**
 * A generation is a random number that stands in the key of every cached answer; a write replaces it after its commit, so
 * that what was cached before is never found again. Names: `user:{id}` for what one person sees, `admin` for what admins
 * see of everybody, `people` for names, roles and avatars.
 */
export interface Generations {
  /**
   * The generation of each name, in order. Read it before the store is read. Null: not to be known now, or a replacement
   * of one of them is still owed; then answer from the store and cache nothing. Never throws, answers within 250 ms.
   */
  read(names: readonly string[]): Promise<readonly string[] | null>;
  /** After a commit and before its answer. One that fails is owed and tried again; never throws. */
  replace(names: readonly string[]): Promise<void>;
}

export const PEOPLE = 'people';
export const ADMINS = 'admin';
export const ofUser = (id: string): string => `user:${id}`;

/** Where nothing is cached. */
export const NO_GENERATIONS: Generations = {
  read: () => Promise.resolve(null),
  replace: () => Promise.resolve(),
};
