import type { Person, User } from '../../contract/users.ts';
import { sortName, type UserStore } from './user.store.ts';

/** What others see of a user. */
export const personOf = ({ id, email, profile }: User): Person => ({ id, email, profile });

const MOST = 1_000;

/** What each person sorts by, by id; those without name and email are left out. */
export async function sortNames(users: UserStore): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (let page = 1; ; page++) {
    const { items, total } = await users.list({ page, limit: MOST });
    for (const user of items) {
      const name = sortName(user);
      if (name) names.set(user.id, name);
    }
    if (items.length === 0 || page * MOST >= total) return names;
  }
}

/** Looks the people up that some records name, each once. */
export async function peopleOf(
  users: UserStore,
  ids: Iterable<string | null>,
): Promise<(id: string | null) => Person | null> {
  const wanted = [...new Set(ids)].filter((id) => id !== null);
  const found = await users.getMany(wanted);
  return (id) => {
    const user = id === null ? undefined : found.get(id);
    return user ? personOf(user) : null;
  };
}
