import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openLocalStore, type LocalStore } from '../../adapters/local/index.ts';
import type { Task } from '../../contract/tasks.ts';
import type { DomainEvent } from '../../ports/domain-events.ts';
import { INTERVALS } from '../../workspaces/replica/intervals.ts';
import { Replica } from '../../workspaces/replica/replica.ts';
import type { ReplicaStatus } from '../../workspaces/replica/replicator.ts';
import { ManualTime } from '../manual-time.ts';
import type { MemoryConnection } from './memory-connection.ts';
import { MemoryTeam } from './memory-team.ts';

const METADATA = { requestId: null };

export const ANN = 'aaaaaaaa-0000-4000-8000-000000000000';
export const BEN = 'bbbbbbbb-0000-4000-8000-000000000000';

/** A team of Ann and Ben, and Ann's app. */
export async function annAndBen(): Promise<{ team: MemoryTeam; app: ReplicaApp }> {
  const team = new MemoryTeam();
  team.addUser(ANN);
  team.addUser(BEN);
  return { team, app: await ReplicaApp.open(team, ANN) };
}

/** A replica as a workspace opens it, on a folder of its own, with time turned by hand. */
export class ReplicaApp {
  readonly time = new ManualTime('2026-11-25T10:00:00Z');
  readonly heard: DomainEvent[] = [];
  readonly statuses: ReplicaStatus[] = [];
  readonly errors: unknown[] = [];

  private constructor(
    readonly userId: string,
    readonly memory: MemoryTeam,
    readonly folder: string,
    public team: MemoryConnection,
    public store: LocalStore,
    public replica: Replica,
  ) {}

  static async open(memory: MemoryTeam, userId: string): Promise<ReplicaApp> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'taskflow-replica-'));
    const app = new ReplicaApp(userId, memory, folder, null as never, null as never, null as never);
    await app.#open();
    return app;
  }

  /** Begins to follow its team, and has what there is. */
  async start(): Promise<void> {
    await this.replica.start();
    await this.replica.settled();
  }

  /** Ends, unless it has ended, and opens again, on the same folder. */
  async restart(hasEnded = false): Promise<void> {
    if (!hasEnded) await this.close(false);
    await this.#open();
  }

  /** Time goes on; what falls due and what that begins is done. */
  pass(ms: number): Promise<void> {
    return this.time.advance(ms, () => this.replica.settled());
  }

  async create(title: string, set: Partial<Pick<Task, 'assigneeId' | 'description'>> = {}): Promise<Task> {
    const { services } = this.replica;
    return services.tasks.create(await this.replica.actor(), { ...set, title }, METADATA, null);
  }

  async edit(
    id: string,
    set: Partial<Pick<Task, 'title' | 'description' | 'status' | 'priority'>>,
  ): Promise<Task> {
    const actor = await this.replica.actor();
    const { version } = await this.replica.services.reader.get(actor, id);
    return this.replica.services.tasks.update(actor, id, { ...set, version }, METADATA);
  }

  async get(id: string): Promise<Task> {
    return this.replica.services.reader.get(await this.replica.actor(), id);
  }

  async close(isLast = true): Promise<void> {
    await this.replica.stop();
    await this.store.close();
    if (isLast) await rm(this.folder, { recursive: true });
  }

  async #open(): Promise<void> {
    const { time, userId, memory } = this;
    this.store = await openLocalStore({ folder: this.folder, clock: time, backups: false });
    this.team = memory.connect(userId);
    const user = memory.users.get(userId);
    if (!user) throw new Error('nobody');
    this.replica = await Replica.open({
      store: this.store,
      team: this.team,
      user,
      instanceId: '77777777-7777-4777-8777-777777777777',
      clock: time,
      timer: time,
      remindAtDue: () => false,
      onStatus: () => void this.statuses.push(this.replica.status),
      onError: (error) => void this.errors.push(error),
      intervals: INTERVALS,
      random: () => 0.5,
    });
    this.replica.domain.subscribe((event) => void this.heard.push(event));
  }
}
