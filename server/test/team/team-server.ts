import { inject } from 'vitest';
import { freshDatabase } from './database.ts';
import { serveTeam, type ServeOptions, type TeamServer } from './serve-team.ts';

export { PASSWORD, type Answered, type Person, type TeamServer } from './serve-team.ts';

/** A team server on the stores of all tests, on a database of its own where none is named. */
export async function startTeamServer(given: ServeOptions = {}): Promise<TeamServer> {
  const fresh = given.databaseUrl ? null : await freshDatabase();
  const databaseUrl = given.databaseUrl ?? fresh?.url ?? '';
  const mongodbUrl = given.mongodbUrl ?? mongoFor(databaseUrl);
  const server = await serveTeam({ redisUrl: inject('redisUrl'), ...given, databaseUrl, mongodbUrl });
  return {
    ...server,
    close: async () => {
      await server.close();
      await fresh?.drop();
    },
  };
}

/** A database of the event log beside the one of the tasks, of the same name; without MongoDB one that is away. */
function mongoFor(databaseUrl: string): string {
  const mongo = inject('mongo');
  if (mongo.kind === 'none') return 'mongodb://127.0.0.1:9/none';
  const url = new URL(mongo.url);
  url.pathname = new URL(databaseUrl).pathname;
  return url.href;
}
