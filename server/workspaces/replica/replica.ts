import type { LocalStore } from '../../adapters/local/index.ts';
import type { Notification } from '../../contract/events.ts';
import type { User } from '../../contract/users.ts';
import { ConflictService, QueueService, retryHidden } from '../../modules/replica/index.ts';
import type { Actor } from '../../ports/actor.ts';
import { isoNow, type Clock } from '../../ports/clock.ts';
import { DomainEvents } from '../../ports/domain-events.ts';
import type { Timer } from '../../ports/timer.ts';
import { createServices, type Services, type Stores } from '../../services.ts';
import { INTERVALS, type Intervals } from './intervals.ts';
import { tellOf } from './news.ts';
import { nudgingInbox, nudgingTasks } from './nudging.ts';
import { Replicator, type ReplicaStatus } from './replicator.ts';
import type { TeamConnection } from './team-connection.ts';

export interface ReplicaOptions {
  /** Opened with `backups: false`, in a folder that belongs to this instance and this person. Closed by whoever opened it. */
  readonly store: LocalStore;
  /** Closed with the replica. */
  readonly team: TeamConnection;
  /** Whose replica it is, as the team knew them at sign-in; what the team says later counts. */
  readonly user: User;
  /** The team's. */
  readonly instanceId: string;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly remindAtDue: () => boolean;
  readonly onStatus: () => void;
  readonly onError: (error: unknown) => void;
  readonly intervals?: Intervals;
  readonly random?: () => number;
}

/**
 * A workspace that belongs to a team: services that answer from its own store, and a replicator behind them. It needs a
 * store and a connection that are open. `services.routes` are the routes of /w/{id} that are answered here; to be passed on
 * to the team instead: PATCH /auth/profile, passwords, sessions, the administration of users, the end of tasks for good;
 * to be asked there first: events and history. `queue` and `conflicts` are what /app/v1 shows of it.
 */
export class Replica {
  readonly domain: DomainEvents;
  readonly stores: Stores;
  readonly services: Services;
  readonly queue: QueueService;
  readonly conflicts: ConflictService;
  readonly #replicator: Replicator;

  private constructor(private readonly options: ReplicaOptions) {
    const { store, team, user, instanceId, clock, timer, remindAtDue, onStatus, onError } = options;
    const { sync, tasks, notifications } = store.replica;
    const nudge = (): void => this.#replicator.nudge();
    this.domain = new DomainEvents(onError);
    this.stores = {
      tasks: nudgingTasks(tasks, nudge),
      users: store.users,
      events: store.events,
      notifications: nudgingInbox(notifications, nudge),
      state: store.state,
      others: { newest: async () => (await sync.state()).newest ?? null },
    };
    this.services = createServices({
      stores: this.stores,
      domain: this.domain,
      clock,
      timer,
      remindAtDue,
      whole: { instanceId, backup: () => Promise.resolve(), replaceAll: null },
      onError,
    });
    const shown = (changes: Parameters<typeof tellOf>[1], by?: Parameters<typeof tellOf>[3]): void =>
      tellOf(this.domain, changes, isoNow(clock), by);
    this.queue = new QueueService({ sync, shown, nudge });
    this.conflicts = new ConflictService({
      sync,
      store: tasks,
      people: store.users,
      nudge,
      ...this.services,
    });
    this.#replicator = new Replicator({
      store: sync,
      users: store.users,
      team,
      clock,
      timer,
      userId: user.id,
      intervals: options.intervals ?? INTERVALS,
      random: options.random ?? Math.random,
      shown,
      notified: (news) => this.#notify(news).catch(onError),
      onStatus,
      onError,
    });
  }

  /** Knows its person from the first moment on. Nothing is asked of the team yet. */
  static async open(options: ReplicaOptions): Promise<Replica> {
    const { store, user } = options;
    if (!(await store.users.get(user.id))) await store.replica.sync.change((unit) => unit.putUser(user));
    return new Replica(options);
  }

  get status(): ReplicaStatus {
    return this.#replicator.status;
  }

  /** Begins to exchange with the team, and to remind. */
  async start(): Promise<void> {
    const { store, user, clock } = this.options;
    const reader = { userId: user.id, isAdmin: (await this.actor()).role === 'admin', at: isoNow(clock) };
    if ((await store.replica.sync.counts()).hidden > 0)
      await store.replica.sync.change((unit) => retryHidden(unit, reader));
    this.services.reminders.start();
    await this.#replicator.start();
  }

  /** The person, with the role that the team said last. */
  async actor(): Promise<Actor> {
    const { store, user } = this.options;
    return { id: user.id, role: (await store.users.get(user.id))?.role ?? user.role };
  }

  /** Tries the team now: asked for, or signed in again. */
  reconnect(): void {
    this.#replicator.reconnect();
  }

  /** Tries the team now, on another network or after a sleep. */
  tryAgain(): void {
    this.#replicator.tryAgain();
  }

  /** Sends what waits now; resolves when that was tried. */
  async exchange(): Promise<void> {
    this.#replicator.nudge();
    await this.#replicator.settled();
  }

  /** Resolves when nothing is being exchanged. */
  settled(): Promise<void> {
    return this.#replicator.settled();
  }

  /** While a walk brings everything: how far it is. */
  async progress(): Promise<{ readonly done: number; readonly total: number } | null> {
    return (await this.options.store.replica.sync.state()).progress;
  }

  async #notify(news: readonly Notification[]): Promise<void> {
    const known = await this.stores.tasks.getMany([...new Set(news.map(({ taskId }) => taskId))]);
    for (const notification of news) {
      const title = known.get(notification.taskId)?.title ?? null;
      this.domain.publish({ kind: 'notification', notification, title });
    }
  }

  /** Ends reminders and exchange; what was accepted here is on the disk, what waits is sent at the next start. */
  async stop(): Promise<void> {
    try {
      await this.services.reminders.close();
    } finally {
      await this.#replicator.stop();
    }
  }
}
