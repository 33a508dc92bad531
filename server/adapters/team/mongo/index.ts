import { MongoClient } from 'mongodb';
import type { EventStore } from '../../../modules/events/event.store.ts';
import type { Clock } from '../../../ports/clock.ts';
import { systemTimer, type Timer } from '../../../ports/timer.ts';
import { numbered, type ChangesReader } from '../postgres/changes-reader.ts';
import type { Change } from '../postgres/feed.ts';
import { EventLog } from './event-log.ts';
import { TeamEventStore } from './event.store.ts';
import { keepFor } from './retention.ts';

export { EVENTS } from './event.store.ts';

export interface MongoOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly timer?: Timer;
  /** Null: events are kept for ever. */
  readonly retentionDays: number | null;
  readonly onError: (error: unknown) => void;
}

const DATABASE = 'taskflow';

/** Named in the URL, or `taskflow` (the driver's own default is `test`). */
const hasDatabase = (url: string): boolean => /^mongodb(\+srv)?:\/\/[^/]+\/[^?]/.test(url);

/**
 * The event log. It connects by itself and is never waited for: MongoDB may be away when a server starts and when it ends.
 */
export function openMongo({ url, clock, timer = systemTimer, retentionDays, onError }: MongoOptions) {
  const client = new MongoClient(url, {
    appName: 'taskflow',
    serverSelectionTimeoutMS: 2_000,
    connectTimeoutMS: 2_000,
    socketTimeoutMS: 10_000,
    waitQueueTimeoutMS: 2_000,
    maxPoolSize: 10,
    retryWrites: true,
    // What was just moved over must be found: never from a secondary that lags.
    readPreference: 'primary',
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: 5_000 },
    ignoreUndefined: true,
  });
  const log = new EventLog(client, hasDatabase(url) ? client.db() : client.db(DATABASE), onError);
  let closed = false;
  const endRetention = retentionDays === null ? null : keepFor(retentionDays, { log, clock, timer, onError });
  return {
    events: (changes: ChangesReader): EventStore =>
      new TeamEventStore(log, changes, clock, retentionDays, onError),
    /** What the follower `EVENTS` does with changes. */
    relay: (changes: readonly Change[]): Promise<void> =>
      log.write(changes.filter(({ audit }) => audit).map(numbered)),
    log,
    ping: (): Promise<boolean> => log.ping(),
    /** Connects, so that an address which leads nowhere is told before the first event. Never throws. */
    greet: (): Promise<void> =>
      client
        .connect()
        .then((connected) => connected.db().command({ ping: 1 }))
        .then(
          () => undefined,
          (error: unknown) => (closed ? undefined : onError(error)),
        ),
    close: (): Promise<void> => {
      closed = true;
      endRetention?.();
      return client.close(true);
    },
  };
}
