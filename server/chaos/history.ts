import { randomUUID } from 'node:crypto';
import type { EventRecord } from '../contract/events.ts';
import type { TaskRecord } from '../contract/tasks.ts';
import type { LocalStore } from '../adapters/local/index.ts';
import { seedTasks } from '../seed/tasks.ts';

export const ME = '0b5e1a52-7d1c-4c58-9a6f-3f1f0c5b7a01';
export const NOW = Date.parse('2026-11-24T10:00:00Z');
export const clock = { now: () => NOW };

/** What a run of faults came to; everything but `runs`, `acknowledged` and `late` must be 0. */
export interface Tally {
  runs: number;
  acknowledged: number;
  /** Acknowledged and not there, nor named in a notice where the disk itself was damaged. */
  lost: number;
  /** There more often than written. */
  twice: number;
  /** There in another state than any that was written, or refused and there all the same. */
  diverged: number;
  /** Told to somebody who may not see it, or held on to: connections, megabytes above what is allowed. */
  leaked: number;
  unhandled: number;
  /** Later than promised; on a busy machine that says little, so it is told and fails nothing. */
  late: number;
}

export const tally = (): Tally => ({
  runs: 0,
  acknowledged: 0,
  lost: 0,
  twice: 0,
  diverged: 0,
  leaked: 0,
  unhandled: 0,
  late: 0,
});

/** Counts what another run came to as well. */
export function add(into: Tally, other: Tally): void {
  for (const key of Object.keys(into) as (keyof Tally)[]) into[key] += other[key];
}

const templates = seedTasks(64, ME, NOW);

/** A task whose title tells which write of which task it is. */
export function taskOf(id: string, version: number): TaskRecord {
  const template = templates[Number.parseInt(id.slice(0, 2), 16) % templates.length] as TaskRecord;
  return { ...template, id, version, title: `${id} ${version}` };
}

export const eventOf = (task: TaskRecord): EventRecord => ({
  id: randomUUID(),
  type: task.version === 1 ? 'task.created' : 'task.updated',
  actorId: ME,
  entityType: 'task',
  entityId: task.id,
  payload: { title: task.title, version: task.version, changes: {} },
  metadata: {},
  correlationId: null,
  at: new Date(NOW).toISOString(),
});

const firstRows = (store: LocalStore) =>
  store.tasks.list(
    { visibleTo: null, deleted: false, match: 'all' },
    { sort: 'createdAt', order: 'desc' },
    { page: 1, limit: 100 },
  );

/** Writes of one client, what was acknowledged, and what was only tried: the oracle of every fault test. */
export class History {
  /** By task: the version acknowledged last, and the one tried last. */
  readonly acknowledged: Map<string, number>;
  readonly tried: Map<string, number>;

  /** `acknowledged`: as if these had been written. */
  constructor(acknowledged: ReadonlyMap<string, number> = new Map()) {
    this.acknowledged = new Map(acknowledged);
    this.tried = new Map(acknowledged);
  }

  /** Writes a new task, or the next version of one, with its event; true when it was acknowledged. */
  async write(store: LocalStore, id: string = randomUUID()): Promise<boolean> {
    const known = this.acknowledged.get(id);
    const version = (known ?? 0) + 1;
    const task = taskOf(id, version);
    const effects = { events: [eventOf(task)], notifications: [] };
    this.tried.set(id, version);
    const { result } = await store.tasks.write(
      known === undefined
        ? { kind: 'insert', task, effects }
        : { kind: 'replace', task, expectedVersion: known, setsRank: true, effects },
    );
    if (result !== 'done') return false;
    this.acknowledged.set(id, version);
    return true;
  }

  /**
   * Compares a store with what was acknowledged. `tolerated`: the disk itself was damaged, so what is missing counts only
   * when the store does not say that something is. `exact`: nothing refused may show.
   */
  async check(store: LocalStore, into: Tally, { tolerated = false, exact = false } = {}): Promise<void> {
    // Perhaps answered before everything is loaded: then it must be what the loaded store says.
    const early = await firstRows(store);
    await store.loaded;
    const told = tolerated && store.notices.length > 0;
    const seen = new Map<string, number>();
    for await (const task of store.tasks.all()) {
      if (seen.has(task.id)) into.twice++;
      seen.set(task.id, task.version);
      if (task.title !== `${task.id} ${task.version}`) into.diverged++;
      const acknowledged = this.acknowledged.get(task.id) ?? 0;
      const most = exact ? acknowledged : (this.tried.get(task.id) ?? 0);
      if (task.version > most || (task.version < acknowledged && !told)) into.diverged++;
    }
    const events = new Map<string, number>();
    for await (const event of store.events.all()) {
      const key = `${event.entityId} ${event.payload.version}`;
      events.set(key, (events.get(key) ?? 0) + 1);
    }
    for (const [id, version] of this.acknowledged) {
      into.acknowledged++;
      if (!seen.has(id) && !told) into.lost++;
      for (let one = 1; one <= version; one++) if (!events.has(`${id} ${one}`) && !told) into.lost++;
    }
    for (const count of events.values()) if (count > 1) into.twice++;
    const late = await firstRows(store);
    if (!told && JSON.stringify(early) !== JSON.stringify(late)) into.diverged++;
    const { total } = late;
    if (total > seen.size) into.diverged++;
    into.runs++;
  }
}
