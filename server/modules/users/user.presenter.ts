import type { Person, User } from '../../contract/users.ts';
import type { UserStore } from './user.store.ts';

/** What others see of a user. */
export const personOf = ({ id, email, profile }: User): Person => ({ id, email, profile });

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
