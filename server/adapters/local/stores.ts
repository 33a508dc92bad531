import type { EventRecord, EventType, Notification } from '../../contract/events.ts';
import { utf8Length } from '../../contract/primitives.ts';
import type { User } from '../../contract/users.ts';
import type { EventFilter, EventStore } from '../../modules/events/event.store.ts';
import type { NotificationStore } from '../../modules/notifications/notification.store.ts';
import type { StateLimits, StateStore } from '../../modules/state/state.store.ts';
import { sortName, type UserStore } from '../../modules/users/user.store.ts';
import type { Effects, Page, PageRequest } from '../../ports/effects.ts';
import { codePointKey, fold } from '../../ports/text.ts';
import { AppError } from '../../errors.ts';
import { decodeCursor, encodeCursor } from '../../ports/cursor.ts';
import { breather } from './breathe.ts';
import type { EventIndex } from './event-index.ts';
import type { Operation } from './operations.ts';
import type { StoreCore } from './store-core.ts';
import { effectsOf } from './task.store.ts';
import { stateId, undoc, type StateDoc, type Views } from './views.ts';

const before = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Users: few, so that a list reads all. */
export class LocalUserStore implements UserStore {
  constructor(private readonly core: StoreCore) {}

  async get(id: string): Promise<User | null> {
    const doc = await (await this.core.earlyViews()).users.findOne({ _id: id });
    return doc && undoc<User>(doc);
  }

  async getMany(ids: readonly string[]): Promise<ReadonlyMap<string, User>> {
    const docs = await (await this.core.earlyViews()).users.find({ _id: { $in: [...ids] } });
    return new Map(docs.map((doc) => [doc._id, undoc<User>(doc)]));
  }

  async list({
    search,
    page,
    limit,
  }: Parameters<UserStore['list']>[0]): Promise<{ items: readonly User[]; total: number }> {
    const docs = await (await this.core.earlyViews()).users.find({});
    const wanted = fold(search ?? '');
    const users = docs
      .map((doc) => ({ user: undoc<User>(doc), name: sortName(doc) }))
      .filter(({ user, name }) => name.includes(wanted) || fold(user.email ?? '').includes(wanted))
      .map((one) => ({ ...one, key: codePointKey(one.name) }))
      .sort((a, b) => before(a.key, b.key) || before(a.user.id, b.user.id));
    const items = users.slice((page - 1) * limit, page * limit).map(({ user }) => user);
    return { items, total: users.length };
  }

  insert(user: User, effects: Effects): Promise<'done' | 'taken'> {
    return this.core.submit<'done' | 'taken'>(async () => {
      const docs = await this.everybody();
      if (docs.some(({ _id }) => _id === user.id) || isEmailTaken(docs, user))
        return { operations: [], result: 'taken' };
      return { operations: [{ op: 'user', user }, ...effectsOf(effects)], result: 'done' };
    }, true);
  }

  replace(
    user: User,
    expectedUpdatedAt: string,
    effects: Effects,
  ): Promise<'done' | 'taken' | 'stale' | 'missing'> {
    return this.core.submit<'done' | 'taken' | 'stale' | 'missing'>(async () => {
      const docs = await this.everybody();
      const known = docs.find(({ _id }) => _id === user.id);
      if (!known) return { operations: [], result: 'missing' };
      if (known.updatedAt !== expectedUpdatedAt) return { operations: [], result: 'stale' };
      if (isEmailTaken(docs, user)) return { operations: [], result: 'taken' };
      return { operations: [{ op: 'user', user }, ...effectsOf(effects)], result: 'done' };
    }, true);
  }

  private async everybody() {
    return (await this.core.loadedViews()).users.find({});
  }
}

const isEmailTaken = (others: readonly User[], { id, email }: User): boolean =>
  email !== null && others.some((one) => one.id !== id && one.email && fold(one.email) === fold(email));

/** What windows keep for themselves. */
export class LocalStateStore implements StateStore {
  constructor(private readonly core: StoreCore) {}

  async get(userId: string, key: string): Promise<unknown> {
    const doc = await (await this.core.earlyViews()).state.findOne({ _id: stateId(userId, key) });
    return doc ? (JSON.parse(doc.json) as unknown) : undefined;
  }

  put(userId: string, key: string, value: unknown, most: StateLimits): Promise<'done' | 'full'> {
    return this.core.submit<'done' | 'full'>(async () => {
      const others = (await this.of(userId)).filter((doc) => doc.key !== key);
      const bytes = others.reduce(
        (sum, { json }) => sum + utf8Length(json),
        utf8Length(JSON.stringify(value)),
      );
      if (others.length >= most.keys || bytes > most.bytes) return { operations: [], result: 'full' };
      return { operations: [{ op: 'state', userId, key, value }], result: 'done' };
    }, true);
  }

  async delete(userId: string, key: string): Promise<void> {
    await this.core.submit(() => ({ operations: [{ op: 'state', userId, key }], result: undefined }));
  }

  async all(userId: string): Promise<ReadonlyMap<string, unknown>> {
    return new Map((await this.of(userId)).map(({ key, json }) => [key, JSON.parse(json) as unknown]));
  }

  private async of(userId: string): Promise<StateDoc[]> {
    return (await this.core.earlyViews()).state.find({ userId });
  }
}

/** The inbox. Rows are kept 90 days, so there are few. */
export class LocalNotificationStore implements NotificationStore {
  constructor(
    private readonly core: StoreCore,
    /** What else is noted of notifications that somebody has read. */
    private readonly alsoRead: (ids: readonly string[]) => Operation[] = () => [],
  ) {}

  async list(
    userId: string,
    unread: boolean,
    { cursor, limit }: PageRequest,
  ): Promise<Page<Notification> & { readonly unread: number }> {
    const { notifications } = await this.core.loadedViews();
    const mine = { userId, ...(unread && { readAt: null }) };
    const [at, id] = cursor ? decodeCursor('inbox', cursor, [['string'], ['string']]) : [];
    const query = cursor ? { $and: [mine, { $or: [{ at: { $lt: at } }, { at, _id: { $lt: id } }] }] } : mine;
    const docs = await notifications
      .find(query)
      .sort({ at: -1, _id: -1 })
      .limit(limit + 1);
    const items = docs.slice(0, limit).map((doc) => undoc<Notification>(doc));
    const last = items.at(-1);
    return {
      items,
      nextCursor: docs.length > limit && last ? encodeCursor('inbox', [last.at, last.id]) : null,
      unread: await notifications.count({ userId, readAt: null }),
    };
  }

  add(added: readonly Notification[]): Promise<readonly Notification[]> {
    return this.core.submit(async () => {
      const { notifications } = await this.core.loadedViews();
      const known = await notifications.find({ _id: { $in: added.map(({ id }) => id) } });
      const seen = new Set(known.map(({ _id }) => _id));
      const result = added.filter(({ id }) => !seen.has(id) && seen.add(id));
      return {
        operations: result.map((notification): Operation => ({ op: 'notification', notification })),
        result,
      };
    }, true);
  }

  async markRead(userId: string, ids: readonly string[] | 'all', at: string): Promise<void> {
    await this.core.submit(async () => {
      const { notifications } = await this.core.loadedViews();
      const docs = await notifications.find({
        userId,
        readAt: null,
        ...(ids !== 'all' && { _id: { $in: [...ids] } }),
      });
      const operations = docs.map((doc): Operation => ({
        op: 'notification',
        notification: { ...undoc<Notification>(doc), readAt: at },
      }));
      const read = docs.map(({ _id }) => _id);
      return {
        operations: read.length > 0 ? [...operations, ...this.alsoRead(read)] : [],
        result: undefined,
      };
    }, true);
  }

  async prune(limit: string): Promise<void> {
    await this.core.submit(async () => {
      const { notifications } = await this.core.loadedViews();
      const old = await notifications.count({ at: { $lt: limit } });
      return { operations: old > 0 ? [{ op: 'prune', before: limit }] : [], result: undefined };
    }, true);
  }
}

/** Events, read from their files by the index. */
export class LocalEventStore implements EventStore {
  constructor(
    private readonly core: StoreCore,
    private readonly index: EventIndex,
  ) {}

  async list(
    filter: EventFilter,
    { cursor, limit }: PageRequest,
  ): Promise<Page<EventRecord> & { readonly partial: boolean }> {
    const views = await this.core.loadedViews();
    const items: EventRecord[] = [];
    let partial = false;
    let last = -1;
    for (const number of this.index.candidates(filter, cursor ? this.position(cursor) : this.index.length)) {
      if (items.length === limit)
        return { items, nextCursor: encodeCursor('events', [last, this.index.markOf(last)]), partial };
      const event = await this.index.read(number);
      if (!event) partial = true;
      else if (passes(event, filter) && (await isSeen(views, event, filter.seenBy))) {
        items.push(event);
        last = number;
      }
    }
    return { items, nextCursor: null, partial };
  }

  async entitiesWith(
    entityIds: readonly string[],
    types: readonly EventType[],
  ): Promise<ReadonlySet<string>> {
    await this.core.loadedViews();
    const found = new Set<string>();
    const breathe = breather();
    for (const { number, may } of this.index.candidatesOf(entityIds, types)) {
      // An entity that is found already is not read for again.
      const event = may.every((id) => found.has(id)) ? null : await this.index.read(number);
      if (event && may.includes(event.entityId)) found.add(event.entityId);
      const turn = breathe();
      if (turn) await turn;
    }
    return found;
  }

  async *all(actorId?: string): AsyncIterable<EventRecord> {
    await this.core.loadedViews();
    const { length } = this.index;
    for (let number = 0; number < length; number++) {
      const event = await this.index.read(number);
      if (event && (actorId === undefined || event.actorId === actorId)) yield event;
    }
  }

  /** Numbers may shift when a damaged file is read anew: then the event is found by its mark. */
  private position(cursor: string): number {
    const [number, mark] = decodeCursor('events', cursor, [['number'], ['number']]) as [number, number];
    if (this.index.markOf(number) === mark) return number;
    const found = this.index.find(mark);
    if (found < 0) throw new AppError('CURSOR_INVALID', 'This history has changed. Load it from its start.');
    return found;
  }
}

/** Whether this person did it, or it is of a task that they made or are assigned to. */
async function isSeen(
  { tasks }: Views,
  { actorId, entityType, entityId }: EventRecord,
  seenBy: string | undefined,
): Promise<boolean> {
  if (seenBy === undefined || actorId === seenBy) return true;
  if (entityType !== 'task') return false;
  const task = await tasks.findOne({ _id: entityId });
  return task !== null && (task.creatorId === seenBy || task.assigneeId === seenBy);
}

function passes(event: EventRecord, { entityId, actorId }: EventFilter): boolean {
  return (
    (entityId === undefined || event.entityId === entityId) &&
    (actorId === undefined || event.actorId === actorId)
  );
}
