import { LRUCache } from 'lru-cache';
import type { User } from '../contract/users.ts';
import type { UserStore } from '../modules/users/index.ts';
import { PEOPLE, type Generations } from '../ports/generations.ts';

const MOST_PEOPLE = 20_000;

/**
 * People as answers name them, remembered under the generation of everybody's names: so an answer costs no statement for
 * them, and one that is kept under that generation never holds an older name. What decides something (`get`) is asked anew.
 */
export function knownPeople(users: UserStore, generations: Generations): UserStore {
  const known = new LRUCache<string, User>({ max: MOST_PEOPLE });

  const getMany: UserStore['getMany'] = async (ids) => {
    if (ids.length === 0) return new Map();
    const [generation] = (await generations.read([PEOPLE])) ?? [];
    if (generation === undefined) return users.getMany(ids);
    const found = new Map<string, User>();
    const missing: string[] = [];
    for (const id of ids) {
      const user = known.get(`${generation}:${id}`);
      if (user) found.set(id, user);
      else missing.push(id);
    }
    if (missing.length === 0) return found;
    for (const [id, user] of await users.getMany(missing)) {
      known.set(`${generation}:${id}`, user);
      found.set(id, user);
    }
    return found;
  };

  return {
    getMany,
    get: (id) => users.get(id),
    list: (request) => users.list(request),
    insert: (user, effects) => users.insert(user, effects),
    replace: (user, expected, effects) => users.replace(user, expected, effects),
  };
}
