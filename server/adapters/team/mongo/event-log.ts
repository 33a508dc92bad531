import {
  MongoBulkWriteError,
  MongoServerError,
  type Collection,
  type Filter,
  type Db,
  type IndexSpecification,
  type MongoClient,
} from 'mongodb';
import type { EventType } from '../../../contract/events.ts';
import type { EventFilter } from '../../../modules/events/event.store.ts';
import type { EventStretch, Numbered } from '../postgres/changes-reader.ts';
import { Breaker } from '../redis/breaker.ts';
import { fromDocument, toDocument, type EventDocument } from './document.ts';

const COLLECTION = 'event_logs';

/** The document's four, each ended by `sequence`, so that a page has one order also within an instant. */
const INDEXES: readonly IndexSpecification[] = [
  { createdAt: -1, sequence: -1 },
  { actorId: 1, createdAt: -1, sequence: -1 },
  { entityId: 1, entityType: 1, createdAt: -1, sequence: -1 },
  { type: 1, createdAt: -1, sequence: -1 },
];

/** Named for the index, which has the type between the entity and the time. */
const ENTITY_TYPES: EventDocument['entityType'][] = ['task', 'user', 'session'];

const DUPLICATE = 11_000;
const READ_MS = 1_500;
const REST_MS = 3_000;
const DELETED_AT_ONCE = 1_000;

/** The collection `event_logs`. What fails once is left alone for a moment, so that an outage costs few readers a wait. */
export class EventLog {
  readonly #events: Collection<EventDocument>;
  readonly #breaker = new Breaker({ failures: 1, restMs: REST_MS });
  #indexed: Promise<unknown> | null = null;
  #reported = false;

  constructor(
    private readonly client: MongoClient,
    private readonly database: Db,
    /** Hears, once, of an index that MongoDB refuses. */
    private readonly onError: (error: unknown) => void,
  ) {
    this.#events = database.collection<EventDocument>(COLLECTION);
  }

  /** Whether the last request failed and it is left alone. */
  get away(): boolean {
    return this.#breaker.open;
  }

  /** Throws what the driver throws, or CircuitOpen; within 1.5 s. */
  async events(filter: EventFilter, stretch: EventStretch): Promise<Numbered[]> {
    const { by, limit, order } = stretch;
    const direction = order === 'newest' ? -1 : 1;
    const documents = await this.#run(() =>
      this.#events
        .find(conditions(filter, stretch), {
          sort: { ...(by === 'time' && { createdAt: direction }), sequence: direction },
          limit,
          maxTimeMS: READ_MS,
          signal: AbortSignal.timeout(READ_MS),
        })
        .toArray(),
    );
    return documents.map(fromDocument);
  }

  /** Of these entities those with an event of one of these types at or after `from`. As `events`. */
  async entitiesWith(
    entityIds: readonly string[],
    types: readonly EventType[],
    from: number | null,
  ): Promise<string[]> {
    const asked = conditions(
      { type: types, ...(from === null ? {} : { from }) },
      { by: 'writing', after: null, limit: 0, order: 'newest' },
    );
    const query = {
      $and: [{ entityId: { $in: [...entityIds] }, entityType: { $in: ENTITY_TYPES } }, asked],
    };
    // As a command: the driver's own `distinct` takes no signal.
    const command = { distinct: COLLECTION, key: 'entityId', query };
    const { values } = await this.#run(() =>
      this.database.command(command, { signal: AbortSignal.timeout(READ_MS) }),
    );
    return values as string[];
  }

  /** Keeps events; those that are there already stay as they are. Throws what the driver throws, or CircuitOpen. */
  async write(events: readonly Numbered[]): Promise<void> {
    if (events.length === 0) return;
    await this.#run(async () => {
      await this.#index();
      await this.#events.insertMany(events.map(toDocument), { ordered: false }).catch(isKept);
    });
  }

  /** Deletes up to `DELETED_AT_ONCE` of the oldest events before an instant: how many. */
  async deleteBefore(instant: Date): Promise<number> {
    return this.#run(async () => {
      const old = await this.#events
        .find(
          { createdAt: { $lt: instant } },
          { projection: { _id: 1 }, sort: { createdAt: 1, sequence: 1 }, limit: DELETED_AT_ONCE },
        )
        .toArray();
      if (old.length === 0) return 0;
      return (await this.#events.deleteMany({ _id: { $in: old.map(({ _id }) => _id) } })).deletedCount;
    });
  }

  /** Whether MongoDB answers now. */
  async ping(): Promise<boolean> {
    try {
      await this.#run(() => this.database.command({ ping: 1 }, { signal: AbortSignal.timeout(READ_MS) }));
      return true;
    } catch {
      return false;
    }
  }

  /** A client whose first connection failed stays closed until it is told to connect again; connected, this is nothing. */
  #run<T>(work: () => Promise<T>): Promise<T> {
    return this.#breaker.run(async () => {
      await this.client.connect();
      return work();
    });
  }

  #index(): Promise<unknown> {
    // One command each: FerretDB fails on several that are there already.
    this.#indexed ??= Promise.all(INDEXES.map((index) => this.#make(index))).catch((error: unknown) => {
      this.#indexed = null;
      throw error;
    });
    return this.#indexed;
  }

  /** An index that is refused (another of its name, a right that is missing) costs time and no event: it is left out. */
  async #make(index: IndexSpecification): Promise<void> {
    try {
      await this.#events.createIndex(index);
    } catch (error) {
      // Whoever is just stepping down does not refuse.
      if (!(error instanceof MongoServerError) || error.hasErrorLabel('RetryableWriteError')) throw error;
      if (!this.#reported) this.onError(error);
      this.#reported = true;
    }
  }
}

/** Swallows a failure that only says: this event is kept already. Another is thrown without the events that it carries. */
function isKept(error: unknown): void {
  if (!(error instanceof MongoBulkWriteError)) throw error;
  const failures = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  const all = failures.length > 0 && failures.every(({ code }) => code === DUPLICATE);
  if (!all || error.result.getWriteConcernError())
    throw new Error('The event log did not take all events.', { cause: error });
}

function conditions(filter: EventFilter, { by, after, order }: EventStretch): Filter<EventDocument> {
  const all: Filter<EventDocument>[] = [];
  if (filter.type) all.push({ type: { $in: [...filter.type] } });
  if (filter.actorId !== undefined) all.push({ actorId: filter.actorId });
  if (filter.entityId !== undefined)
    all.push({ entityId: filter.entityId, entityType: { $in: ENTITY_TYPES } });
  if (filter.from !== undefined) all.push({ createdAt: { $gte: new Date(filter.from) } });
  if (filter.to !== undefined) all.push({ createdAt: { $lt: new Date(filter.to) } });
  const behind = order === 'newest' ? '$lt' : '$gt';
  if (after && by === 'writing') all.push({ sequence: { [behind]: after.sequence } });
  if (after && by === 'time') {
    const createdAt = new Date(after.at);
    all.push({
      $or: [{ createdAt: { [behind]: createdAt } }, { createdAt, sequence: { [behind]: after.sequence } }],
    });
  }
  return all.length > 0 ? { $and: all } : {};
}
