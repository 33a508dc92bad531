import { expect, inject } from 'vitest';
import { freshDatabase } from './database.ts';
import { placesOf } from './places.ts';
import { serveTeam, type ServeOptions, type TeamServer } from './serve-team.ts';

export { PASSWORD, type Answered, type Person, type TeamServer } from './serve-team.ts';

/**
 * A team server on the stores of all tests, on a database of its own where none is named. Whatever a test did with that one:
 * when it closes it, none of the secrets that went to and fro lies in a store, the cache or the log.
 */
export async function startTeamServer(given: ServeOptions = {}): Promise<TeamServer> {
  const fresh = given.databaseUrl ? null : await freshDatabase();
  const databaseUrl = given.databaseUrl ?? fresh?.url ?? '';
  const mongodbUrl = given.mongodbUrl ?? mongoFor(databaseUrl);
  const server = await serveTeam({ redisUrl: inject('redisUrl'), ...given, databaseUrl, mongodbUrl });
  return {
    ...server,
    close: async () => {
      await server.close();
      if (!fresh) return;
      const stores = {
        databaseUrl,
        mongodbUrl: given.mongodbUrl || mongodbUrl === NO_MONGO ? null : mongodbUrl,
      };
      const places = await placesOf({ ...stores, redisUrl: inject('redisUrl') });
      expect(server.secrets.foundIn(new Map([...places, ['the log', server.logged.join('\n')]]))).toEqual([]);
      await fresh.drop();
    },
  };
}

const NO_MONGO = 'mongodb://127.0.0.1:9/none';

/** A database of the event log beside the one of the tasks, of the same name; without MongoDB one that is away. */
function mongoFor(databaseUrl: string): string {
  const mongo = inject('mongo');
  if (mongo.kind === 'none') return NO_MONGO;
  const url = new URL(mongo.url);
  url.pathname = new URL(databaseUrl).pathname;
  return url.href;
}
