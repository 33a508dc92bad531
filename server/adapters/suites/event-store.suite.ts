import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { EventRecord, EventType } from '../../contract/events.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import type { EventFilter } from '../../modules/events/event.store.ts';
import { random, seedTasks } from '../../seed/tasks.ts';
import {
  PEOPLE,
  collect,
  eventOf,
  inhabited,
  iso,
  NOW,
  type MakeStores,
  type SuiteStores,
} from './stores.ts';

const [ANN, BEN] = PEOPLE;
const TYPES = ['task.created', 'task.updated', 'task.assigned', 'task.deleted'] as const;

/** Keeps events as the only store can: beside a write. */
async function keep({ tasks }: SuiteStores, events: readonly EventRecord[], seed: number): Promise<void> {
  const [task] = seedTasks(1, ANN, NOW, seed);
  if (!task) throw new Error('no task');
  expect((await tasks.write({ kind: 'insert', task, effects: { events, notifications: [] } })).result).toBe(
    'done',
  );
}

const ids = (events: readonly EventRecord[]): string[] => events.map(({ id }) => id);

/** What every adapter of EventStore does. */
export function eventStoreSuite(make: MakeStores, seed = Date.now() % 1_000_000): void {
  test('events come back as they were kept, those of one instant in the order of writing', async () => {
    const stores = await inhabited(make);
    const entity = randomUUID();
    const made = [
      eventOf(randomUUID(), entity, { type: 'task.created' }),
      eventOf(randomUUID(), entity, {
        actorId: null,
        correlationId: null,
        metadata: {},
        payload: {
          changes: {
            description: { from: null, to: '“Ü” \\ % 😀' },
            $odd: { from: { 'a.b': 1 }, to: [null] },
          },
        },
      }),
      eventOf(randomUUID(), entity, { metadata: { ipAddress: '::1', sessionId: 's' } }),
    ];
    await keep(stores, made.slice(0, 2), 1);
    await keep(stores, made.slice(2), 2);
    const page = await stores.events.list({ entityId: entity }, { limit: 10 });
    expect(page).toEqual({ items: made.toReversed(), nextCursor: null, partial: false });
    const all = (await collect(stores.events.all())).filter(({ entityId }) => entityId === entity);
    expect(all).toEqual(made);
  });

  test(`filters hold together (seed ${seed})`, async () => {
    const stores = await inhabited(make);
    const next = random(seed);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
    const entities = [randomUUID(), randomUUID(), randomUUID()];
    const made = Array.from({ length: 120 }, (_, index) =>
      eventOf(randomUUID(), pick(entities), {
        type: pick(TYPES),
        actorId: pick([ANN, BEN, null]),
        at: iso(NOW + index * 1000),
      }),
    );
    for (let from = 0; from < made.length; from += 20)
      await keep(stores, made.slice(from, from + 20), from + 1);
    const fits = (event: EventRecord, { type, actorId, entityId, from, to }: EventFilter): boolean =>
      (!type || (type as readonly string[]).includes(event.type)) &&
      (actorId === undefined || event.actorId === actorId) &&
      (entityId === undefined || event.entityId === entityId) &&
      Date.parse(event.at) >= (from ?? -Infinity) &&
      Date.parse(event.at) < (to ?? Infinity);
    for (let round = 0; round < 40; round++) {
      const filter: EventFilter = {
        ...(next() < 0.5 && { type: TYPES.filter(() => next() < 0.5) }),
        ...(next() < 0.4 && { actorId: pick(PEOPLE) }),
        ...(next() < 0.5 && { entityId: pick(entities) }),
        ...(next() < 0.4 && { from: NOW + Math.floor(next() * 120) * 1000 }),
        ...(next() < 0.4 && { to: NOW + Math.floor(next() * 120) * 1000 }),
      };
      const expected = ids(made.filter((event) => fits(event, filter)).toReversed());
      const walked: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await stores.events.list(filter, { cursor, limit: 7 });
        expect(page.items.length).toBeLessThanOrEqual(7);
        walked.push(...ids(page.items));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(walked, `seed ${seed} ${JSON.stringify(filter)}`).toEqual(expected);
    }
  });

  test('a cursor goes on where it stood while events come in', async () => {
    const stores = await inhabited(make);
    const entity = randomUUID();
    const made = Array.from({ length: 9 }, () => eventOf(randomUUID(), entity));
    await keep(stores, made, 1);
    const walked: string[] = [];
    let page = await stores.events.list({ entityId: entity }, { limit: 2 });
    for (let round = 0; ; round++) {
      walked.push(...ids(page.items));
      if (page.nextCursor === null) break;
      await keep(stores, [eventOf(randomUUID(), entity)], 100 + round);
      page = await stores.events.list({ entityId: entity }, { cursor: page.nextCursor, limit: 2 });
    }
    expect(walked).toEqual(ids(made.toReversed()));
  });

  test('which of many things something happened to is one question', async () => {
    const stores = await inhabited(make);
    const [made, edited, other] = [randomUUID(), randomUUID(), randomUUID()];
    const happened = [
      eventOf(randomUUID(), made, { type: 'task.created' }),
      eventOf(randomUUID(), edited, { type: 'task.created' }),
      eventOf(randomUUID(), edited, { type: 'task.updated', actorId: BEN }),
      eventOf(randomUUID(), other, { type: 'task.updated', actorId: BEN }),
    ];
    await keep(stores, happened, 1);
    const asked = [made, edited, randomUUID()];
    const found = async (types: readonly EventType[], ids = asked) =>
      [...(await stores.events.entitiesWith(ids, types))].sort();
    expect(await found(['task.created'])).toEqual([made, edited].sort());
    expect(await found(['task.updated', 'task.deleted'])).toEqual([edited]);
    expect(await found(['task.deleted'])).toEqual([]);
    expect(await found([])).toEqual([]);
    expect(await found(['task.created'], [])).toEqual([]);
    expect(ids(await collect(stores.events.all(BEN)))).toEqual(ids(happened.slice(2)));
  });

  test('what a person may see is what they did, and what happened to tasks that are theirs by now', async () => {
    const stores = await inhabited(make);
    const [kept, given, taken] = seedTasks(3, ANN, NOW, seed);
    if (!kept || !given || !taken) throw new Error('no tasks');
    const note = async (task: TaskRecord, events: readonly EventRecord[]): Promise<void> => {
      const effects = { events, notifications: [] };
      expect((await stores.tasks.write({ kind: 'insert', task, effects })).result).toBe('done');
    };
    const happened = [kept, given, taken].map(({ id }) => [
      eventOf(randomUUID(), id, { actorId: ANN }),
      eventOf(randomUUID(), id, { actorId: BEN }),
      eventOf(randomUUID(), id, { actorId: null }),
    ]);
    const [ofKept, ofGiven, ofTaken] = happened as [EventRecord[], EventRecord[], EventRecord[]];
    await note({ ...kept, assigneeId: null }, ofKept);
    await note({ ...given, assigneeId: BEN }, ofGiven);
    await note({ ...taken, assigneeId: ANN }, ofTaken);
    const walk = async (filter: EventFilter): Promise<string[]> => {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await stores.events.list(filter, { cursor, limit: 2 });
        found.push(...ids(page.items));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      return found.toReversed();
    };
    const [, didKept] = ofKept;
    const [, didTaken] = ofTaken;
    const seen = ids([...(didKept ? [didKept] : []), ...ofGiven, ...(didTaken ? [didTaken] : [])]);
    expect(await walk({ seenBy: BEN })).toEqual(seen);
    expect(await walk({ seenBy: BEN, actorId: ANN })).toEqual(ids(ofGiven.slice(0, 1)));
    expect(await walk({ seenBy: BEN, entityId: kept.id })).toEqual(ids(ofKept.slice(1, 2)));
    expect(await walk({ seenBy: ANN })).toEqual(ids(happened.flat()));
  });

  test('what is no cursor is refused', async () => {
    const { events } = await inhabited(make);
    for (const cursor of ['nonsense', 'e30', 'W10'])
      await expect(events.list({}, { cursor, limit: 1 })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });
}
