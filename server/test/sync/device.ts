import { setTimeout as wait } from 'node:timers/promises';
import { openLocalStore, type LocalStore } from '../../adapters/local/index.ts';
import { ApiError } from '../../contract/client.ts';
import type { TaskRecord, TaskSet } from '../../contract/tasks.ts';
import type { Role } from '../../contract/users.ts';
import { edit, newTask, withDeletedAt } from '../../modules/tasks/task.ts';
import { can } from '../../modules/tasks/task.policy.ts';
import { isoNow, type Clock } from '../../ports/clock.ts';
import { NO_EFFECTS } from '../../ports/effects.ts';
import { Exchange } from '../../workspaces/replica/exchange.ts';
import { MemoryDisk, type Disk } from './disks.ts';
import { FaultyLine } from './faulty-line.ts';
import type { MemoryTeam } from './memory-team.ts';

/** Until a team that has committed something can show it. */
const PENDING_MS = 5;
const STILL: Clock = { now: () => Date.parse('2026-11-25T10:00:00.000Z') };

export interface DeviceOptions {
  readonly userId: string;
  /** What the person may do, as the team says. */
  readonly role: () => Role;
  /** The way to the team, of each life of the app anew. */
  readonly connect: () => FaultyLine;
  readonly disk: Disk;
  readonly clock?: Clock;
}

/** One person's app, as far as its replica goes: a real store, and no time but that of its clock. */
export class Device {
  team: FaultyLine;
  #disk: Disk;
  #store: LocalStore | null = null;
  #exchange: Exchange | null = null;
  /** Lives that ended, until what they were at has come to its end. */
  readonly #dead: Promise<void>[] = [];

  private constructor(private readonly options: DeviceOptions) {
    this.team = options.connect();
    this.#disk = options.disk;
  }

  static async open(options: DeviceOptions): Promise<Device> {
    const device = new Device(options);
    await device.#open();
    return device;
  }

  static inMemory(userId: string, memory: MemoryTeam): Promise<Device> {
    return Device.open({
      userId,
      role: () => memory.users.get(userId)?.role ?? 'user',
      connect: () => new FaultyLine(memory.connect(userId)),
      disk: new MemoryDisk(),
    });
  }

  get userId(): string {
    return this.options.userId;
  }

  get store(): LocalStore {
    if (!this.#store) throw new Error('closed');
    return this.#store;
  }

  get sync() {
    return this.store.replica.sync;
  }

  async tasks(): Promise<TaskRecord[]> {
    const all: TaskRecord[] = [];
    for await (const task of this.store.replica.tasks.all()) all.push(task);
    return all;
  }

  async create(id: string, title: string, set: TaskSet = {}): Promise<void> {
    const task = newTask({ ...set, title }, { id, creatorId: this.userId, now: this.#at });
    await this.store.replica.tasks.write({ kind: 'insert', task, effects: NO_EFFECTS });
  }

  /** What a service does; answers whether anything was written. */
  async edit(before: TaskRecord, set: TaskSet): Promise<boolean> {
    const after = before.deletedAt === null ? edit(before, set, this.#at) : null;
    if (!after) return false;
    const setsRank = set.rank !== undefined;
    return this.#replace(before, after.task, setsRank);
  }

  async trash(before: TaskRecord, isDeleted: boolean): Promise<boolean> {
    if ((before.deletedAt !== null) === isDeleted || !can(this.#actor, before).delete) return false;
    return this.#replace(before, withDeletedAt(before, isDeleted ? this.#at : null, this.#at).task, false);
  }

  async move(id: string, rank: string): Promise<void> {
    await this.store.replica.tasks.write({ kind: 'rank', id, rank, updatedAt: this.#at });
  }

  /** Sends one batch; answers how many edits have a result now, or null when the team was not there. */
  async push(): Promise<number | null> {
    return (this.#exchange as Exchange).push().catch((error: unknown) => this.#away(error));
  }

  /** Reads one page, and on until nothing that was done is still to be shown; answers whether there is more. */
  async pull(): Promise<boolean | null> {
    const page = await (this.#exchange as Exchange).pull().catch((error: unknown) => this.#away(error));
    if (!page?.pending) return page && page.more;
    await wait(PENDING_MS);
    return this.pull();
  }

  /** Until nothing waits and the feed is read. */
  async settle(): Promise<void> {
    this.team.fault = 'none';
    await this.team.deliver();
    for (let round = 0; round < 50; round++) {
      const { epoch } = await this.sync.state();
      while (((await this.push()) ?? 0) > 0);
      while (await this.pull());
      const { sendable } = await this.sync.counts();
      if (sendable === 0 && (await this.sync.state()).epoch === epoch) return;
    }
    throw new Error('it never settles');
  }

  /** The app is killed, so far into `work`; what was acknowledged is there when it starts again. */
  async killedIn(work: () => Promise<unknown>, moment: () => Promise<void>): Promise<void> {
    const going = work().catch(() => undefined);
    await moment();
    const [line, disk, store] = [this.team, this.#disk, this.store];
    line.die();
    this.#disk = disk.copy();
    this.team = this.options.connect();
    this.#dead.push(
      going.then(async () => {
        await store.close();
        await disk.remove();
        await line.close();
      }),
    );
    await this.#open();
  }

  /** Resolves when nothing is going on any more that an earlier life began. */
  async buried(): Promise<void> {
    await Promise.all(this.#dead.splice(0));
  }

  async close(): Promise<void> {
    await this.buried();
    await this.team.close();
    await this.#store?.close();
    await this.#disk.remove();
  }

  get #clock(): Clock {
    return this.options.clock ?? STILL;
  }

  get #at(): string {
    return isoNow(this.#clock);
  }

  get #actor() {
    return { id: this.userId, role: this.options.role() };
  }

  async #open(): Promise<void> {
    const { folder, files } = this.#disk;
    const clock = this.#clock;
    this.#store = await openLocalStore({ folder, clock, backups: false, ...(files && { files }) });
    await this.#store.loaded;
    const { users, replica } = this.#store;
    const { team, userId } = this;
    this.#exchange = new Exchange({
      store: replica.sync,
      users,
      team,
      clock,
      userId,
      shown: () => undefined,
      notified: () => undefined,
    });
  }

  async #replace(before: TaskRecord, task: TaskRecord, setsRank: boolean): Promise<boolean> {
    const write = {
      kind: 'replace',
      task,
      expectedVersion: before.version,
      setsRank,
      effects: NO_EFFECTS,
    } as const;
    return (await this.store.replica.tasks.write(write)).result === 'done';
  }

  #away(error: unknown): null {
    if (this.team.fault === 'none' || !(error instanceof ApiError)) throw error;
    return null;
  }
}
