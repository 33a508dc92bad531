import type { Logger } from 'pino';
import type { LocalStore } from '../adapters/local/index.ts';
import type { WorkspaceItem } from '../contract/app.ts';
import type { User } from '../contract/users.ts';
import { AppError } from '../errors.ts';
import { Realtime, type SocketDoor } from '../modules/realtime/index.ts';
import type { Actor } from '../ports/actor.ts';
import type { Clock } from '../ports/clock.ts';
import { DomainEvents } from '../ports/domain-events.ts';
import type { Timer } from '../ports/timer.ts';
import { createServices, type Services } from '../services.ts';
import { nameOfAccount } from './local-user.ts';
import { asideOf, logAside } from './notices.ts';
import type { IncomingMessage } from 'node:http';

export interface WorkspaceOptions {
  readonly id: string;
  /** Paths of its socket namespaces. */
  readonly namespaces: readonly string[];
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Logger;
  readonly remindAtDue: () => boolean;
  /** Whether a socket showed the launch key, in its upgrade or its CONNECT. */
  readonly isKeyed: (request: IncomingMessage, token: string) => boolean;
  readonly version: string;
}

const PRUNE_EVERY_MS = 24 * 60 * 60 * 1000;

/** A personal workspace on a local store: its services, its one user, its sockets, its reminders. It owns them all. */
export class Workspace {
  readonly domain: DomainEvents;
  readonly services: Services;
  #realtime: Realtime | null = null;
  #stopPruning: () => void = () => undefined;
  #user: User | null = null;

  private constructor(
    readonly options: WorkspaceOptions,
    readonly store: LocalStore,
  ) {
    const onError = (error: unknown): void => options.log.error({ err: error }, 'background work failed');
    this.domain = new DomainEvents(onError);
    this.services = createServices({
      stores: store,
      domain: this.domain,
      clock: options.clock,
      timer: options.timer,
      remindAtDue: options.remindAtDue,
      whole: {
        instanceId: store.meta.instanceId,
        backup: () => store.backups.make('import'),
        replaceAll: (content) => store.replaceAll(content),
      },
      onError,
    });
  }

  /** Makes the user at the first start. The store is closed with the workspace. */
  static async open(options: WorkspaceOptions, store: LocalStore): Promise<Workspace> {
    const workspace = new Workspace(options, store);
    workspace.#user = await workspace.services.users.ensureLocalUser(nameOfAccount());
    void logAside(store, options.log);
    workspace.services.reminders.start();
    workspace.#prune();
    return workspace;
  }

  /** How many windows are connected. */
  get sockets(): number {
    return this.#realtime?.sockets ?? 0;
  }

  /** Opens its namespaces. */
  listen(door: SocketDoor): void {
    const { clock, log, namespaces, isKeyed } = this.options;
    this.#realtime = new Realtime(
      namespaces.map((name) => door.namespace(name)),
      {
        tasks: this.store.tasks,
        users: this.store.users,
        presenter: this.services.presenter,
        domain: this.domain,
        clock,
        authenticate: async (request, token) => {
          if (isKeyed(request, token)) return { actor: await this.actor(), expiresAt: null };
          throw new AppError('LAUNCH_KEY_REQUIRED', 'The launch key is missing or old.');
        },
        onError: (error) => log.error({ err: error }, 'socket failed'),
      },
    );
  }

  /** The person whose workspace it is; a restored copy may have brought another one. */
  async actor(): Promise<Actor> {
    const known = this.#user && (await this.store.users.get(this.#user.id));
    this.#user = known ?? (await this.services.users.ensureLocalUser(nameOfAccount()));
    return { id: this.#user.id, role: this.#user.role };
  }

  get notices(): WorkspaceItem['notices'] {
    return asideOf(this.store);
  }

  /** Sockets, reminders, then the store: what comes last waits for what was accepted. */
  async close(): Promise<void> {
    this.#stopPruning();
    await this.#realtime?.close();
    await this.services.reminders.close();
    await this.store.close();
  }

  #prune(): void {
    const again = (): void => {
      this.services.notifications
        .prune()
        .catch((error: unknown) =>
          this.options.log.warn({ err: error }, 'old notifications were not removed'),
        );
      this.#stopPruning = this.options.timer.after(PRUNE_EVERY_MS, again);
    };
    again();
  }
}

/** A workspace whose store could not be opened: the window says why, its routes answer 503 with it. */
export interface ClosedWorkspace {
  readonly error: AppError;
  readonly notice: WorkspaceItem['notices'][number];
}
