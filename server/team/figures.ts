import type { Figure } from '../http/metrics.ts';
import type { Connections } from './connections.ts';

/** What /metrics says of a team's stores and sockets, beside its requests. */
export function teamFigures(
  { postgres, redis, mongo, feed }: Connections,
  sockets: () => number,
): Readonly<Record<string, Figure>> {
  return {
    sockets: { help: 'Sockets that are open at this server', read: sockets },
    database_connections: {
      help: 'Connections to PostgreSQL by state; waiting: requests that wait for one',
      label: 'state',
      read: () => postgres.database.connections,
    },
    redis_up: { help: '1 while Redis answers', read: async () => Number(await redis.ping()) },
    redis_owed: { help: 'Generations that are to be replaced and could not be yet', read: redis.owed },
    mongodb_up: { help: '1 while MongoDB answers', read: async () => Number(await mongo.ping()) },
    feed_lag_seconds: {
      help: 'For how long a running transaction has been holding back the change feed',
      read: async () => (await feed.lag()).feed,
    },
    relay_lag_seconds: {
      help: 'Age of the oldest event that is not in the event log yet',
      read: async () => (await feed.lag()).relay,
    },
  };
}
