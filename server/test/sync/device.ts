import { MemoryFiles } from '../../adapters/local/memory-files.ts';
import { openLocalStore, type LocalStore } from '../../adapters/local/index.ts';
import type { TaskRecord, TaskSet } from '../../contract/tasks.ts';
import { edit, newTask, withDeletedAt } from '../../modules/tasks/task.ts';
import { can } from '../../modules/tasks/task.policy.ts';
import { NO_EFFECTS } from '../../ports/effects.ts';
import { Exchange } from '../../workspaces/replica/exchange.ts';
import type { MemoryConnection, MemoryTeam } from './memory-team.ts';

const AT = '2026-11-25T10:00:00.000Z';
const CLOCK = { now: () => Date.parse(AT) };

/** One person's app, as far as its replica goes: a real store on files that forget what was not synced, and no time. */
export class Device {
  readonly team: MemoryConnection;
  readonly #files = new MemoryFiles();
  #store: LocalStore | null = null;
  #exchange: Exchange | null = null;

  private constructor(
    readonly userId: string,
    private readonly memory: MemoryTeam,
  ) {
    this.team = memory.connect(userId);
  }

  static async open(userId: string, memory: MemoryTeam): Promise<Device> {
    const device = new Device(userId, memory);
    await device.#open();
    return device;
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
    const task = newTask({ ...set, title }, { id, creatorId: this.userId, now: AT });
    await this.store.replica.tasks.write({ kind: 'insert', task, effects: NO_EFFECTS });
  }

  /** What a service does; answers whether anything was written. */
  async edit(before: TaskRecord, set: TaskSet): Promise<boolean> {
    const after = before.deletedAt === null ? edit(before, set, AT) : null;
    if (!after) return false;
    const setsRank = set.rank !== undefined;
    return this.#replace(before, after.task, setsRank);
  }

  async trash(before: TaskRecord, isDeleted: boolean): Promise<boolean> {
    if ((before.deletedAt !== null) === isDeleted || !can(this.#actor, before).delete) return false;
    return this.#replace(before, withDeletedAt(before, isDeleted ? AT : null, AT).task, false);
  }

  async move(id: string, rank: string): Promise<void> {
    await this.store.replica.tasks.write({ kind: 'rank', id, rank, updatedAt: AT });
  }

  /** Sends one batch; answers how many edits have a result now, or null when the team was not there. */
  async push(): Promise<number | null> {
    return (this.#exchange as Exchange).push().catch((error: unknown) => this.#away(error));
  }

  /** Reads one page; answers whether there is more. */
  async pull(): Promise<boolean | null> {
    const page = await (this.#exchange as Exchange).pull().catch((error: unknown) => this.#away(error));
    return page && page.more;
  }

  /** Until nothing waits and the feed is read. */
  async settle(): Promise<void> {
    this.team.fault = 'none';
    for (let round = 0; round < 50; round++) {
      const { epoch } = await this.sync.state();
      while (((await this.push()) ?? 0) > 0);
      while (await this.pull());
      const { sendable } = await this.sync.counts();
      if (sendable === 0 && (await this.sync.state()).epoch === epoch) return;
    }
    throw new Error('it never settles');
  }

  /** The power goes; what was acknowledged is there when it comes back. */
  async crash(): Promise<void> {
    this.#files.losePower();
    await this.#open();
  }

  async close(): Promise<void> {
    await this.#store?.close();
  }

  get #actor() {
    return { id: this.userId, role: this.memory.users.get(this.userId)?.role ?? ('user' as const) };
  }

  async #open(): Promise<void> {
    this.#store = await openLocalStore({
      folder: '/replica',
      clock: CLOCK,
      files: this.#files,
      backups: false,
    });
    await this.#store.loaded;
    const { users, replica } = this.#store;
    const { team, userId } = this;
    this.#exchange = new Exchange({
      store: replica.sync,
      users,
      team,
      clock: CLOCK,
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
    return (await this.store.replica.tasks.write(write)) === 'done';
  }

  #away(error: unknown): null {
    if (this.team.fault === 'none' && !this.team.refused) throw error;
    return null;
  }
}
