import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openLocalStore, type LocalStore } from '../../adapters/local/index.ts';
import type { Task, TaskRecord, TaskSet } from '../../contract/tasks.ts';
import type { User } from '../../contract/users.ts';
import { systemClock, type Clock } from '../../ports/clock.ts';
import { systemTimer } from '../../ports/timer.ts';
import { HttpTeam } from '../../workspaces/replica/http-team.ts';
import type { Intervals } from '../../workspaces/replica/intervals.ts';
import { Replica } from '../../workspaces/replica/replica.ts';
import type { SecretStore } from '../../workspaces/replica/secret-store.ts';
import { keepSession } from '../../workspaces/replica/session-tokens.ts';
import type { Heartbeat } from '../../workspaces/replica/team-socket.ts';
import type { Person } from './serve-team.ts';

const METADATA = { requestId: null };
const KEY = 'w';

/** Secrets in memory. */
export class Secrets implements SecretStore {
  readonly kept = new Map<string, string>();

  get(key: string): Promise<string | null> {
    return Promise.resolve(this.kept.get(key) ?? null);
  }

  set(key: string, secret: string): Promise<void> {
    return Promise.resolve(void this.kept.set(key, secret));
  }

  delete(key: string): Promise<void> {
    return Promise.resolve(void this.kept.delete(key));
  }
}

/** How long an app waits for what, and what time it is there. */
export interface Pace {
  readonly heartbeat: Heartbeat;
  readonly intervals: Intervals;
  readonly clock: Clock;
}

/** Short ones, so that nobody waits. */
export const HURRY: Pace = {
  heartbeat: { every: 100, timeout: 500, retry: 20, longest: 200 },
  intervals: {
    limited: 1_000,
    pending: [20, 50, 100],
    poll: 5_000,
    quiet: 60_000,
    retry: [20, 50, 100, 200],
  },
  clock: systemClock,
};

/** An app that has joined a team, on a folder of its own. */
export class JoinedApp {
  readonly secrets = new Secrets();
  readonly errors: unknown[] = [];
  readonly #waiting = new Set<() => void>();
  #replica: Replica | null = null;

  private constructor(
    readonly folder: string,
    readonly store: LocalStore,
    private readonly origin: string,
    private readonly user: User,
    private readonly pace: Pace,
  ) {}

  /** Signed in, and not started yet. */
  static async join(origin: string, person: Person, pace = HURRY): Promise<JoinedApp> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'taskflow-joined-'));
    const store = await openLocalStore({ folder, clock: pace.clock, backups: false });
    const { json } = await person.request('GET', '/auth/profile');
    const app = new JoinedApp(folder, store, origin, json as User, pace);
    await app.signedIn(person);
    return app;
  }

  get replica(): Replica {
    if (!this.#replica) throw new Error('closed');
    return this.#replica;
  }

  get sessionId(): string {
    const saved = JSON.parse(this.secrets.kept.get(KEY) ?? '') as { refreshToken: string };
    return saved.refreshToken.split('.')[0] ?? '';
  }

  signedIn(person: Person): Promise<void> {
    return keepSession(this.secrets, KEY, person.refreshToken);
  }

  async start(): Promise<void> {
    await this.#open();
    await this.replica.start();
  }

  stop(): Promise<void> {
    return this.replica.stop();
  }

  /** Resolves as soon as something holds; looked at whenever something changed. */
  async until(holds: () => Promise<boolean> | boolean): Promise<void> {
    while (!(await holds())) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  synced(): Promise<void> {
    return this.until(() => this.replica.status.state === 'synced' && this.replica.status.waiting === 0);
  }

  async tasks(): Promise<TaskRecord[]> {
    const all: TaskRecord[] = [];
    for await (const task of this.store.replica.tasks.all()) all.push(task);
    return all;
  }

  async create(title: string, assigneeId?: string): Promise<Task> {
    const body = { title, ...(assigneeId && { assigneeId }) };
    return this.replica.services.tasks.create(await this.replica.actor(), body, METADATA, null);
  }

  async edit(id: string, set: TaskSet): Promise<void> {
    const actor = await this.replica.actor();
    const { version } = await this.replica.services.reader.get(actor, id);
    await this.replica.services.tasks.update(actor, id, { ...set, version }, METADATA);
  }

  async close(): Promise<void> {
    await this.replica.stop();
    await this.store.close();
    await rm(this.folder, { recursive: true });
  }

  async #open(): Promise<void> {
    const { store, origin, secrets, user } = this;
    const { clock, heartbeat, intervals } = this.pace;
    this.#replica = await Replica.open({
      store,
      team: new HttpTeam({ origin, secrets, key: KEY, clock, timer: systemTimer, heartbeat }),
      user,
      instanceId: '77777777-7777-4777-8777-777777777777',
      clock,
      timer: systemTimer,
      remindAtDue: () => false,
      onStatus: () => this.#look(),
      onError: (error) => void this.errors.push(error),
      intervals,
    });
    this.#replica.domain.subscribe(() => this.#look());
  }

  #look(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
