import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { afterEach, describe, expect, test } from 'vitest';
import type { EventRecord } from '../../../contract/events.ts';
import type { EventFilter } from '../../../modules/events/event.store.ts';
import { random } from '../../../seed/tasks.ts';
import { openFresh } from '../../../test/team/database.ts';
import { ANN, BEN, NOW, collect, eventOf, happen, untilCertain } from '../../../test/team/events.ts';
import { freshMongo, ownMongo, withoutMongo } from '../../../test/team/mongo.ts';
import { freePort } from '../../../../build/test-services/free-port.ts';
import { startMongo } from '../../../../build/test-services/mongo.ts';
import { ChangesReader } from '../postgres/changes-reader.ts';
import { Feed } from '../postgres/feed.ts';
import { EVENTS, openMongo } from './index.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function open({ url, retentionDays = null }: { url?: string; retentionDays?: number | null } = {}) {
  const postgres = await openFresh();
  const fresh = url === undefined ? freshMongo() : { url, drop: () => Promise.resolve() };
  const failures: unknown[] = [];
  const mongo = openMongo({
    url: fresh.url,
    clock: { now: () => NOW + 60_000 },
    retentionDays,
    onError: (error) => failures.push(error),
  });
  closing.push(postgres.close, fresh.drop, mongo.close);
  const feed = new Feed(postgres.database, EVENTS);
  await feed.register();
  const relay = async (limit = 1_000): Promise<void> => {
    await untilCertain(postgres.database);
    const position = await feed.lease(ANN);
    const changes = position ? await feed.read(position, limit) : [];
    await mongo.relay(changes);
    const last = changes.at(-1);
    if (last) await feed.advance(ANN, last);
  };
  const events = mongo.events(new ChangesReader(postgres.database));
  return { ...postgres, mongo, mongoUrl: fresh.url, events, relay, failures };
}

const ids = (events: readonly EventRecord[]): string[] => events.map(({ id }) => id);

describe.skipIf(withoutMongo)('events of a team', () => {
  test('an event is read back whole, before it is in MongoDB and after', async () => {
    const { database, events, relay } = await open();
    const odd = eventOf({
      actorId: null,
      correlationId: null,
      metadata: {},
      payload: { changes: { $odd: { from: { 'a.b': 1 }, to: [null, '“Ü” \\ % 😀'] } } },
    });
    const made = [eventOf({ type: 'task.created' }), odd, eventOf()];
    await happen(database, made);
    const expected = { items: made.toReversed(), nextCursor: null, partial: false };
    expect(await events.list({}, { limit: 10 })).toEqual(expected);
    await relay();
    expect(await events.list({}, { limit: 10 })).toEqual(expected);
    expect(await collect(events.all())).toEqual(made);
  });

  test('an index that MongoDB refuses is told once, and events are kept all the same', async () => {
    const { database, events, relay, mongoUrl, failures } = await open();
    const client = await MongoClient.connect(mongoUrl);
    closing.push(() => client.close());
    // Somebody else's, under a name that one of ours has.
    const name = 'type_1_createdAt_-1_sequence_-1';
    await client.db().collection('event_logs').createIndex({ correlationId: 1 }, { name });
    const made = [eventOf(), eventOf()];
    for (const event of made) {
      await happen(database, [event]);
      await relay();
    }
    const page = { items: made.toReversed(), nextCursor: null, partial: false };
    expect(await events.list({}, { limit: 10 })).toEqual(page);
    expect(await client.db().collection('event_logs').countDocuments()).toBe(2);
    expect(failures.length).toBe(1);
  });

  test('what MongoDB keeps has the shape and the indexes of the document', async () => {
    const { database, relay, mongoUrl } = await open();
    const event = eventOf();
    await happen(database, [event]);
    await relay();
    const client = await MongoClient.connect(mongoUrl);
    const collection = client.db().collection('event_logs');
    const at = new Date(event.at);
    const [document] = await collection.find().toArray();
    expect(document).toMatchObject({
      type: event.type,
      actorId: ANN,
      entityId: event.entityId,
      entityType: 'task',
      payload: event.payload,
      metadata: { userAgent: 'test', ipAddress: '::1', sessionId: 's', timestamp: at },
      correlationId: 'request-1',
      createdAt: at,
      updatedAt: at,
    });
    expect(String(document?.['_id'])).toBe(event.id);
    const keys = (await collection.indexes()).map(({ key }) => Object.keys(key).join(' '));
    await client.close();
    expect(keys.sort()).toEqual([
      '_id',
      'actorId createdAt sequence',
      'createdAt sequence',
      'entityId entityType createdAt sequence',
      'type createdAt sequence',
    ]);
  });

  const seed = Date.now() % 1_000_000;
  test(`pages go on through filters while the relay moves events over (seed ${seed})`, async () => {
    const { database, events, relay } = await open();
    const next = random(seed);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
    const entities = [randomUUID(), randomUUID()];
    const made = Array.from({ length: 100 }, (_, index) =>
      eventOf({
        type: pick(['task.created', 'task.updated', 'user.login'] as const),
        actorId: pick([ANN, BEN, null]),
        entityId: pick(entities),
        // Seven at each instant.
        at: new Date(NOW + Math.floor(index / 7) * 1000).toISOString(),
      }),
    );
    await happen(database, made);
    const fits = (event: EventRecord, filter: EventFilter): boolean =>
      (!filter.type || filter.type.includes(event.type)) &&
      (filter.actorId === undefined || event.actorId === filter.actorId) &&
      (filter.entityId === undefined || event.entityId === filter.entityId) &&
      Date.parse(event.at) >= (filter.from ?? 0) &&
      Date.parse(event.at) < (filter.to ?? Infinity);
    for (let round = 0; round < 10; round++) {
      const filter: EventFilter = {
        ...(next() < 0.5 && { type: [pick(made).type, pick(made).type] }),
        ...(next() < 0.4 && { actorId: pick([ANN, BEN]) }),
        ...(next() < 0.5 && { entityId: pick(entities) }),
        ...(next() < 0.3 && { from: NOW + Math.floor(next() * 15) * 1000 }),
        ...(next() < 0.3 && { to: NOW + Math.floor(next() * 15) * 1000 }),
      };
      const walked: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await events.list(filter, { cursor, limit: 7 });
        expect(page.partial).toBe(false);
        walked.push(...ids(page.items));
        cursor = page.nextCursor ?? undefined;
        if (next() < 0.3) await relay(5);
      } while (cursor);
      const expected = ids(made.filter((event) => fits(event, filter)).toReversed());
      expect(walked, `seed ${seed} ${JSON.stringify(filter)}`).toEqual(expected);
    }
  });

  test('what happened to one task stands in the order of writing, whatever the clocks of its servers said', async () => {
    const { database, events, relay } = await open();
    const entityId = randomUUID();
    const made = [0, -40, 30, -5].map((ms) => eventOf({ entityId, at: new Date(NOW + ms).toISOString() }));
    await happen(database, made);
    for (let relayed = 0; relayed <= made.length; relayed++) {
      const first = await events.list({ entityId }, { limit: 2 });
      const rest = await events.list({ entityId }, { limit: 2, cursor: first.nextCursor ?? '' });
      expect([...first.items, ...rest.items]).toEqual(made.toReversed());
      expect(rest.nextCursor).toBeNull();
      await relay(1);
    }
  });

  test('what is older than the retention is not shown, and deleted', async () => {
    const { database, events, relay, mongo } = await open({ retentionDays: 30 });
    const old = eventOf({ at: new Date(NOW - 31 * 86_400_000).toISOString() });
    const young = eventOf();
    await happen(database, [old, young]);
    await relay();
    expect(ids((await events.list({}, { limit: 5 })).items)).toEqual([young.id]);
    expect(await mongo.log.deleteBefore(new Date(NOW - 30 * 86_400_000))).toBe(1);
    expect(await mongo.log.deleteBefore(new Date(NOW - 30 * 86_400_000))).toBe(0);
    expect(
      ids(
        (await mongo.log.events({}, { by: 'time', after: null, limit: 5, order: 'newest' })).map(
          ({ event }) => event,
        ),
      ),
    ).toEqual([young.id]);
  });
});

test('MongoDB away: what `changes` has, said to be partial, and only one reader waits', async () => {
  const { database, events, failures } = await open({ url: `mongodb://127.0.0.1:${await freePort()}/x` });
  const made = [eventOf(), eventOf(), eventOf()];
  await happen(database, made);
  const first = await events.list({}, { limit: 2 });
  expect(first).toMatchObject({ items: [made[2], made[1]], partial: true });
  const began = performance.now();
  const rest = await events.list({}, { limit: 2, cursor: first.nextCursor ?? '' });
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(rest).toEqual({ items: [made[0]], nextCursor: null, partial: true });
  expect(failures.length).toBe(1);
  await expect(collect(events.all())).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
});

test.skipIf(!ownMongo)(
  'MongoDB hangs: a reader waits no longer than two seconds, and finds it again',
  async () => {
    const server = await startMongo(ownMongo);
    closing.push(server.stop);
    const { database, events, relay, mongo } = await open({ url: server.url('hung') });
    const made = [eventOf(), eventOf()];
    await happen(database, made);
    await relay(1);
    server.child.kill('SIGSTOP');
    const began = performance.now();
    const expected = { items: made.toReversed(), nextCursor: null };
    expect(await events.list({}, { limit: 5 })).toEqual({ ...expected, partial: true });
    expect(performance.now() - began).toBeLessThan(4_000);
    server.child.kill('SIGCONT');
    while (!(await mongo.ping())) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await events.list({}, { limit: 5 })).toEqual({ ...expected, partial: false });
  },
);

test('what is no cursor is refused', async () => {
  const { events } = await open({ url: 'mongodb://127.0.0.1:1/x' });
  const far = Buffer.from(JSON.stringify(['events', 1e300, 1])).toString('base64url');
  for (const cursor of ['nonsense', 'e30', far])
    await expect(events.list({}, { cursor, limit: 1 })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
});
