import { fork } from 'node:child_process';
import { once } from 'node:events';
import { MongoClient } from 'mongodb';
import { afterEach, describe, expect, test } from 'vitest';
import { bundledEntry } from '../../../build/test-services/bundles.ts';
import { startMongo } from '../../../build/test-services/mongo.ts';
import { systemTimer } from '../../ports/timer.ts';
import { openFresh } from '../../test/team/database.ts';
import { NOW, eventOf, happen } from '../../test/team/events.ts';
import { ManualTime } from '../../test/manual-time.ts';
import { freshMongo, ownMongo, withoutMongo } from '../../test/team/mongo.ts';
import { Follower } from './follower.ts';
import { EVENTS, openMongo } from './mongo/index.ts';
import { Feed, type Change } from './postgres/feed.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function postgres() {
  const opened = await openFresh();
  closing.push(opened.close);
  const rows = (text: string): Promise<Record<string, unknown>[]> =>
    opened.database.rows({ name: '', text }, []);
  return { ...opened, rows, feed: (leaseMs?: number) => new Feed(opened.database, EVENTS, leaseMs) };
}

const ids = (changes: readonly Change[]): string[] => changes.map(({ event_id }) => event_id);

/** Follows into a list; `reached` waits until the list holds that many. */
function collector(
  feed: Feed,
  before: (changes: readonly Change[]) => Promise<void> = () => Promise.resolve(),
) {
  const seen: string[] = [];
  const failures: unknown[] = [];
  let told: () => void = () => undefined;
  const follower = new Follower({
    feed,
    timer: systemTimer,
    batch: 50,
    pollMs: 50,
    restMs: 5,
    onError: (error) => failures.push(error),
    handle: async (changes) => {
      await before(changes);
      seen.push(...ids(changes));
      told();
    },
  });
  closing.push(() => follower.stop());
  const reached = async (count: number): Promise<void> => {
    while (seen.length < count) await new Promise<void>((resolve) => (told = resolve));
  };
  return { follower, seen, failures, reached };
}

describe('a follower of changes', () => {
  test('gets everything in order, also what commits late, and each once', async () => {
    const { database, feed } = await postgres();
    const made = Array.from({ length: 120 }, () => eventOf());
    const { follower, seen, reached } = collector(feed());
    follower.start();
    let late: Promise<void> = Promise.resolve();
    let commit: () => void = () => undefined;
    // A transaction that has written and is not over: what comes after it must wait for it.
    await new Promise<void>((begun) => {
      late = database.transaction(async (tx) => {
        await happen(tx, made.slice(0, 1));
        begun();
        await new Promise<void>((resolve) => (commit = resolve));
      });
    });
    await happen(database, made.slice(1, 100));
    follower.wake();
    expect(seen).toEqual([]);
    expect((await feed().lag()).feed).toBeGreaterThan(0);
    commit();
    await late;
    await happen(database, made.slice(100));
    follower.wake();
    await reached(120);
    expect(seen).toEqual(made.map(({ id }) => id));
  });

  test('one follows at a time; another goes on when that one ends or does not renew its lease', async () => {
    const { database, feed, rows } = await postgres();
    const first = collector(feed());
    first.follower.start();
    await happen(database, [eventOf()]);
    await first.reached(1);
    const second = collector(feed());
    second.follower.start();
    await happen(database, [eventOf()]);
    await first.reached(2);
    await first.follower.stop();
    await happen(database, [eventOf()]);
    await second.reached(1);
    await second.follower.stop();
    // As if a server had died: nobody gives its lease back.
    await rows("UPDATE relay SET owner = gen_random_uuid(), leased_until = now() + interval '200 ms'");
    const third = collector(feed());
    third.follower.start();
    await happen(database, [eventOf()]);
    await third.reached(1);
    expect([first.seen.length, second.seen.length, third.seen.length]).toEqual([2, 1, 1]);
  });

  test('who lost the lease while handling does not move the position', async () => {
    const { database, feed, rows } = await postgres();
    let taken = false;
    const { follower, seen, reached } = collector(feed(), async () => {
      if (taken) return;
      taken = true;
      await rows("UPDATE relay SET owner = gen_random_uuid(), leased_until = now() - interval '1 s'");
    });
    await happen(database, [eventOf()]);
    follower.start();
    // Once for the batch that was another's by its end, once again after taking the lease back.
    await reached(2);
    expect(new Set(seen).size).toBe(1);
  });

  test('however often it is woken, what failed is tried again after a pause that grows', async () => {
    const time = new ManualTime('2026-11-26T10:00:00.000Z');
    let tries = 0;
    const away: Pick<Feed, 'register' | 'lease' | 'read' | 'release'> = {
      register: () => Promise.resolve(),
      lease: () => Promise.resolve({ xid: '0', id: '0' }),
      read: () => Promise.reject(new Error(`away ${++tries}`)),
      release: () => Promise.resolve(),
    };
    const follower = new Follower({
      feed: away as Feed,
      timer: time,
      handle: () => Promise.resolve(),
      onError: () => undefined,
    });
    const wokenOften = async (): Promise<void> => {
      for (let turn = 0; turn < 20; turn++) {
        follower.wake();
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    follower.start();
    const tried: number[] = [];
    for (const ms of [0, 199, 1, 399, 1, 799, 1]) {
      await time.advance(ms, wokenOften);
      tried.push(tries);
    }
    expect(tried).toEqual([1, 1, 2, 2, 3, 3, 4]);
    await follower.stop();
  });

  test('a failure is told once, and what failed comes again', async () => {
    const { database, feed } = await postgres();
    let left = 2;
    const { follower, seen, failures, reached } = collector(feed(), () =>
      left-- > 0 ? Promise.reject(new Error('away')) : Promise.resolve(),
    );
    const event = eventOf();
    await happen(database, [event]);
    follower.start();
    await reached(1);
    expect(failures.length).toBe(1);
    expect(seen).toEqual([event.id]);
  });
});

/** How often each event is in MongoDB. */
async function kept(url: string): Promise<Map<string, number>> {
  const client = await MongoClient.connect(url);
  const counts = new Map<string, number>();
  for await (const { _id } of client
    .db()
    .collection('event_logs')
    .find({}, { projection: { _id: 1 } }))
    counts.set(String(_id), (counts.get(String(_id)) ?? 0) + 1);
  await client.close();
  return counts;
}

const WAITING =
  'SELECT count(*)::int AS n FROM changes, relay WHERE (changes.xid, changes.id) > (relay.xid, relay.id)';

/**
 * A process that relays until it dies: before MongoDB is told, between MongoDB and the position, or at any time while it
 * works; or until nothing waits.
 */
async function relayUntil(
  place: 'before' | 'between' | 'any' | 'end',
  databaseUrl: string,
  mongodbUrl: string,
): Promise<void> {
  const child = fork(await bundledEntry('relay'), [], {
    env: { ...process.env, DATABASE_URL: databaseUrl, MONGODB_URL: mongodbUrl, DIES: place },
  });
  const ended = once(child, 'exit');
  if (place === 'any') child.once('message', () => child.kill('SIGKILL'));
  const [code] = (await ended) as [number | null];
  expect(code).toBe(place === 'end' ? 0 : null);
}

describe.skipIf(withoutMongo)('the event log follows changes', () => {
  test('each event arrives once though the relay is killed again and again', async () => {
    const { database, url, rows, feed } = await postgres();
    const mongo = freshMongo();
    closing.push(mongo.drop);
    await feed().register();
    const made: string[] = [];
    for (const place of ['between', 'any', 'before', 'any'] as const) {
      const events = Array.from({ length: 200 }, () => eventOf());
      await happen(database, events);
      made.push(...events.map(({ id }) => id));
      await relayUntil(place, url, mongo.url);
    }
    await relayUntil('end', url, mongo.url);
    expect((await rows(WAITING))[0]).toEqual({ n: 0 });
    const counts = await kept(mongo.url);
    expect([...counts.keys()].sort()).toEqual(made.sort());
    expect([...counts.values()].every((count) => count === 1)).toBe(true);
  }, 90_000);

  test.skipIf(!ownMongo)(
    '10,000 events arise while MongoDB is away; each arrives once',
    async () => {
      const { database, rows, feed } = await postgres();
      let server = await startMongo(ownMongo);
      closing.push(() => server.stop());
      const url = server.url('away');
      const mongo = openMongo({
        url,
        clock: { now: () => NOW },
        retentionDays: null,
        onError: () => undefined,
      });
      closing.push(mongo.close);
      let fail: () => void = () => undefined;
      const failed = new Promise<void>((resolve) => (fail = resolve));
      const relayed = new Set<string>();
      let finish: () => void = () => undefined;
      const finished = new Promise<void>((resolve) => (finish = resolve));
      const follower = new Follower({
        feed: feed(),
        timer: systemTimer,
        onError: () => fail(),
        handle: async (changes) => {
          await mongo.relay(changes);
          for (const id of ids(changes)) relayed.add(id);
          if (relayed.size === 10_100) finish();
        },
      });
      closing.push(() => follower.stop());
      follower.start();
      await happen(
        database,
        Array.from({ length: 100 }, () => eventOf()),
      );
      follower.wake();
      server.child.kill('SIGKILL');
      const folder = server.folder;
      await once(server.child, 'exit');
      for (let batch = 0; batch < 10; batch++)
        await happen(
          database,
          Array.from({ length: 1_000 }, () => eventOf()),
        );
      follower.wake();
      await failed;
      server = await startMongo(ownMongo, { port: server.port, folder });
      await finished;
      await follower.stop();
      const made = (await rows('SELECT event_id FROM changes')).map(({ event_id }) => String(event_id));
      const counts = await kept(url);
      expect(made.length).toBe(10_100);
      expect([...counts.keys()].sort()).toEqual(made.sort());
    },
    90_000,
  );
});
