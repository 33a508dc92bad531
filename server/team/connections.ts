import type { Logger } from 'pino';
import { CacheFollower } from '../adapters/team/cache-follower.ts';
import { Follower } from '../adapters/team/follower.ts';
import { EVENTS, openMongo } from '../adapters/team/mongo/index.ts';
import { Feed } from '../adapters/team/postgres/feed.ts';
import { openPostgres, type Postgres } from '../adapters/team/postgres/index.ts';
import { Signals } from '../adapters/team/postgres/signals.ts';
import { openRedis, type TeamRedis } from '../adapters/team/redis/index.ts';
import type { Generations } from '../ports/generations.ts';
import type { Timer } from '../ports/timer.ts';
import type { TeamConfig } from '../team-config.ts';
import type { Closing } from './closing.ts';
import { outageLog } from './outages.ts';

export interface ConnectionOptions extends Pick<
  TeamConfig,
  | 'databaseUrl'
  | 'databaseDirectUrl'
  | 'mongodbUrl'
  | 'redisUrl'
  | 'eventRetentionDays'
  | 'prepared'
  | 'poolSize'
> {
  readonly timer: Timer;
  readonly log: Logger;
}

/** The three databases of a team, and what follows its changes. */
export interface Connections {
  readonly postgres: Postgres;
  readonly redis: TeamRedis;
  readonly mongo: ReturnType<typeof openMongo>;
  readonly generations: Generations;
  readonly instanceId: string;
  /** Where the filling of the event log stands. */
  readonly feed: Feed;
  /** To be told of writes: wakes what follows them, here and at the other servers. */
  readonly signals: Signals;
}

/** Of an epoch: as many as tell two of them apart. */
const EPOCH_CHARS = 8;

/** Opens them, each given back by `closing`. Throws STORE_UNAVAILABLE without PostgreSQL; the others may be away. */
export async function connect(options: ConnectionOptions, closing: Closing): Promise<Connections> {
  const { timer, log } = options;
  // Each by its name, and for itself: two that go in one minute often have the same words for it.
  const onErrorOf = (part: string) => {
    const partLog = log.child({ part });
    return outageLog(partLog.warn.bind(partLog), 'a part of the team is away');
  };
  // PostgreSQL names the team, and under that name it is in Redis, which says when counts in PostgreSQL are outdated.
  let redis: TeamRedis | null = null;
  let lineOfTime: () => string = () => '';
  const generations: Generations = {
    // With the epoch: what was true before a restore is found by nobody after it, though no generation was replaced.
    read: async (names) => {
      const known = (await redis?.generations.read(names)) ?? null;
      const line = lineOfTime();
      return known && known.map((generation) => line + generation);
    },
    replace: (names) => redis?.generations.replace(names) ?? Promise.resolve(),
  };
  const postgres = await openPostgres({
    url: options.databaseUrl,
    ...(options.databaseDirectUrl ? { directUrl: options.databaseDirectUrl } : {}),
    poolSize: options.poolSize,
    prepared: options.prepared,
    generations,
    onError: onErrorOf('postgresql'),
  });
  closing.push(() => postgres.close());
  const { database, clock } = postgres;
  const { instanceId } = postgres.meta();
  lineOfTime = () => postgres.meta().epoch.slice(0, EPOCH_CHARS);
  const openedRedis = openRedis({ url: options.redisUrl, scope: instanceId, onError: onErrorOf('redis') });
  redis = openedRedis;
  closing.push(() => openedRedis.close());
  const retentionDays = options.eventRetentionDays;
  const mongo = openMongo({
    url: options.mongodbUrl,
    clock,
    retentionDays,
    onError: onErrorOf('mongodb'),
  });
  closing.push(() => mongo.close());
  void mongo.greet();

  const signals = new Signals({
    database,
    directUrl: options.databaseDirectUrl,
    timer,
    onError: onErrorOf('signals'),
  });
  closing.push(() => signals.close());
  const feed = new Feed(database, EVENTS);
  const audit = new Follower({ feed, handle: mongo.relay, timer, onError: onErrorOf('relay') });
  signals.subscribe(() => audit.wake());
  audit.start();
  closing.push(() => audit.stop());
  const { pass } = openedRedis;
  if (pass) {
    const healing = new CacheFollower({ database, pass, timer, onError: onErrorOf('cache') });
    healing.start();
    closing.push(() => healing.stop());
  }
  return { postgres, redis: openedRedis, mongo, generations, instanceId, feed, signals };
}
