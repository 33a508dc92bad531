import { afterEach, describe } from 'vitest';
import type { EventStore } from '../../../modules/events/event.store.ts';
import { freshDatabase } from '../../../test/team/database.ts';
import { freshMongo, withoutMongo } from '../../../test/team/mongo.ts';
import { eventStoreSuite } from '../../suites/event-store.suite.ts';
import type { SuiteStores } from '../../suites/stores.ts';
import { ChangesReader } from '../postgres/changes-reader.ts';
import { Feed } from '../postgres/feed.ts';
import { openPostgres } from '../postgres/index.ts';
import { EVENTS, openMongo } from './index.ts';

const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

const OWNER = '99999999-9999-4999-8999-999999999999';

/** `relayed`: how many changes are moved over before each read. */
const make = (relayed: number) => async (): Promise<SuiteStores> => {
  const onError = (error: unknown): void => {
    throw error;
  };
  const { url, drop } = await freshDatabase();
  const postgres = await openPostgres({ url, poolSize: 5, prepared: true, onError, generations: null });
  const fresh = freshMongo();
  const mongo = openMongo({ url: fresh.url, clock: postgres.clock, retentionDays: null, onError });
  opened.push(drop, postgres.close, fresh.drop, mongo.close);
  const feed = new Feed(postgres.database, EVENTS);
  await feed.register();
  const relay = async (): Promise<void> => {
    const position = await feed.lease(OWNER);
    const changes = position && relayed > 0 ? await feed.read(position, relayed) : [];
    await mongo.relay(changes);
    const last = changes.at(-1);
    if (last) await feed.advance(OWNER, last);
  };
  const merged = mongo.events(new ChangesReader(postgres.database));
  const events: EventStore = {
    list: async (...asked) => {
      await relay();
      return merged.list(...asked);
    },
    entitiesWith: (...asked) => merged.entitiesWith(...asked),
    all: (actorId) => merged.all(actorId),
  };
  return { ...postgres, events };
};

describe.skipIf(withoutMongo).each([
  ['none of them in MongoDB yet', 0],
  ['some of them in MongoDB', 11],
  ['all of them in MongoDB', 10_000],
] as const)('events of a team, %s', (_, relayed) => {
  eventStoreSuite(make(relayed));
});
