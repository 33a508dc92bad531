import type { IncomingMessage } from 'node:http';
import type { Middleware } from 'koa';
import type { Logger } from 'pino';
import { LocalIdempotency, StoreOpenError, type LocalStore } from '../../adapters/local/index.ts';
import type { WorkspaceItem } from '../../contract/app.ts';
import type { Closed } from '../../contract/notices.ts';
import type { User } from '../../contract/users.ts';
import { AppError, because } from '../../errors.ts';
import type { Surroundings } from '../../http/bind.ts';
import { mount } from '../../http/mount.ts';
import { Realtime, type SocketDoor } from '../../modules/realtime/index.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DomainEvent } from '../../ports/domain-events.ts';
import type { Timer } from '../../ports/timer.ts';
import type { Joined } from '../joined.ts';
import { asideOf, closedError, closedNotice, logAside } from '../notices.ts';
import type { Intervals } from '../replica/intervals.ts';
import { Replica } from '../replica/replica.ts';
import type { TeamAccess } from './access.ts';
import type { TeamLine } from './team-line.ts';
import { teamRoutes } from './team.routes.ts';

export interface TeamWorkspaceOptions {
  readonly entry: Joined;
  /** Closed with the workspace. */
  readonly access: TeamAccess;
  readonly openStore: () => Promise<LocalStore>;
  /** As the team knew them at sign-in, at the first opening. */
  readonly user?: User;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Logger;
  readonly version: string;
  readonly strict: boolean;
  readonly remindAtDue: () => boolean;
  readonly door: SocketDoor;
  readonly isKeyed: (request: IncomingMessage, token: string) => boolean;
  /** Whether the guard saw the launch key on a request. */
  readonly mayEnter: (request: IncomingMessage) => boolean;
  readonly onChange: () => void;
  readonly onEvent: (event: DomainEvent, workspaceId: string) => void;
  readonly intervals?: Intervals;
}

/** What stands once the store is open. */
interface Opened {
  readonly store: LocalStore;
  readonly replica: Replica;
  readonly realtime: Realtime;
  readonly serve: Middleware;
  readonly deafen: () => void;
}

type Status = WorkspaceItem['status'];

const OPENING: Status = { state: 'syncing', waiting: 0, conflicts: 0, syncedAt: null };
const CLOSED: Status = { ...OPENING, state: 'offline' };

/**
 * A workspace that belongs to a team: a store and a connection of its own, opened when it is first needed. What fails here
 * is told here, and nowhere else.
 */
export class TeamWorkspace {
  #opening: Promise<Opened> | null = null;
  #opened: Opened | null = null;
  #failure: Closed | null = null;
  #progress: Status['progress'];
  #entry: Joined;
  readonly line: TeamLine;

  constructor(private readonly options: TeamWorkspaceOptions) {
    this.#entry = options.entry;
    this.line = options.access.line(options.entry.id);
  }

  get access(): TeamAccess {
    return this.options.access;
  }

  get entry(): Joined {
    return this.#entry;
  }

  /** What is known of the team has changed: another certificate is trusted. */
  update(entry: Joined): void {
    this.#entry = entry;
  }

  /** Opens the store and begins to exchange; again after a failure. Throws STORE_UNAVAILABLE. */
  open(): Promise<Opened> {
    return (this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = null;
      throw this.#failed(error);
    }));
  }

  /** Answers a request to /w/{id}/api/v1. */
  readonly serve: Middleware = async (ctx, next) => {
    if (!this.options.mayEnter(ctx.req))
      throw new AppError('LAUNCH_KEY_REQUIRED', 'The launch key is missing. Open TaskFlow by its own link.');
    const { serve } = this.#opened ?? (await this.open());
    await serve(ctx, next);
  };

  get status(): Status {
    if (!this.#opened) return this.#failure ? CLOSED : OPENING;
    const status = this.#opened.replica.status;
    return this.#progress ? { ...status, progress: this.#progress } : status;
  }

  item(name: string | undefined): WorkspaceItem {
    const { id, kind, url, email, http, trust } = this.#entry;
    return {
      id,
      kind,
      name: name ?? this.#entry.name,
      ...(url ? { url } : {}),
      user: email,
      status: this.status,
      ...(http ? { http } : {}),
      ...(trust ? { trust } : {}),
      notices: this.#notices(),
    };
  }

  dismissNotice(noticeId: string): void {
    this.#opened?.store.dismissNotice(noticeId);
  }

  publish(event: DomainEvent): void {
    this.#opened?.replica.domain.publish(event);
  }

  /** Tries the team now, and the store where it did not open. */
  async reconnect(): Promise<void> {
    const { replica } = await this.open();
    replica.reconnect();
  }

  /** The network is another, or this machine was asleep. */
  tryAgain(): void {
    this.#opened?.replica.tryAgain();
  }

  /** Sockets, exchange, store: each of them, also where one does not end in order, which is logged. Safe to call twice. */
  async close(): Promise<void> {
    const opened = await this.#opening?.catch(() => null);
    this.#opened = null;
    this.#opening = Promise.reject(closedAlready());
    this.#opening.catch(() => undefined);
    const ends = opened
      ? [() => this.#leave(opened), () => opened.replica.stop(), () => opened.store.close()]
      : [() => this.line.close()];
    for (const end of [...ends, () => this.access.close()])
      await end().catch((error: unknown) =>
        this.options.log.error(
          { err: error, workspace: this.#entry.id },
          'a workspace did not close in order',
        ),
      );
  }

  /** Nobody is told anything any more. */
  async #leave({ deafen, realtime }: Opened): Promise<void> {
    deafen();
    await realtime.close();
    this.options.door.drop(this.#namespace);
  }

  get #namespace(): string {
    return `/w/${this.#entry.id}/tasks`;
  }

  async #open(): Promise<Opened> {
    const { log, onChange, onEvent, clock, timer, version, door } = this.options;
    const { line } = this;
    const store = await this.options.openStore();
    const { id, userId, email, instanceId } = this.#entry;
    const onError = (error: unknown): void =>
      log.warn({ err: error, workspace: id }, 'background work of a team’s workspace failed');
    void logAside(store, log.child({ workspace: id }));
    try {
      const replica = await Replica.open({
        store,
        team: line,
        user: this.options.user ?? (await store.users.get(userId)) ?? strangerOf(userId, email, clock),
        instanceId,
        clock,
        timer,
        remindAtDue: this.options.remindAtDue,
        onStatus: () => void this.#look(onChange),
        onError,
        ...(this.options.intervals && { intervals: this.options.intervals }),
      });
      const realtime = new Realtime([door.namespace(this.#namespace)], {
        tasks: store.replica.tasks,
        users: store.users,
        presenter: replica.services.presenter,
        domain: replica.domain,
        clock,
        authenticate: async (request, token) => {
          // What is here may all be seen by its one person, whatever their role is by now: their windows hear of all of it.
          if (this.options.isKeyed(request, token))
            return { actor: { ...(await replica.actor()), role: 'admin' }, expiresAt: null };
          throw new AppError('LAUNCH_KEY_REQUIRED', 'The launch key is missing or old.');
        },
        onError,
      });
      const routes = teamRoutes({ replica, store, line, instanceId, version, clock });
      const opened = {
        store,
        replica,
        realtime,
        serve: mount(`/w/${id}/api/v1`, routes, this.#surroundings(replica)),
        deafen: replica.domain.subscribe((event) => onEvent(event, id)),
      };
      this.#opened = opened;
      this.#failure = null;
      await replica.start();
      onChange();
      return opened;
    } catch (error) {
      const opened = this.#opened as Opened | null;
      this.#opened = null;
      // The line stays: it is the next opening's.
      if (opened) {
        await this.#leave(opened);
        await opened.replica.services.reminders.close();
      }
      await store.close();
      throw error;
    }
  }

  #surroundings(replica: Replica): Surroundings {
    const { clock, strict, log } = this.options;
    return {
      admit: (_ctx, access) =>
        access === 'user' || access === 'admin' ? replica.actor() : Promise.resolve(null),
      idempotency: new LocalIdempotency(clock),
      strict,
      report: (message, details) => log.error({ details }, message),
    };
  }

  async #look(onChange: () => void): Promise<void> {
    const { status } = this.#opened?.replica ?? {};
    const isLoading = status?.state === 'syncing' || status?.state === 'offline';
    this.#progress = (isLoading && (await this.#opened?.replica.progress().catch(() => null))) || undefined;
    onChange();
  }

  #failed(error: unknown): AppError {
    const { log, onChange } = this.options;
    log.error({ err: error, workspace: this.#entry.id }, 'a team’s workspace did not open');
    this.#failure = error instanceof StoreOpenError ? error.closed : { code: 'NOT_OPENED' };
    onChange();
    return closedError(this.#failure, error);
  }

  #notices(): WorkspaceItem['notices'] {
    if (this.#failure) return [closedNotice(this.#failure)];
    return this.#opened ? asideOf(this.#opened.store) : [];
  }
}

const closedAlready = (): AppError => because('STORE_UNAVAILABLE', { code: 'WORKSPACE_CLOSES' });

/** The person of a replica that has lost its records; the team says the rest. */
function strangerOf(id: string, email: string, clock: Clock): User {
  const at = new Date(clock.now()).toISOString();
  return { id, email, profile: {}, role: 'user', disabled: false, createdAt: at, updatedAt: at };
}
