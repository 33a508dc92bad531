import type { TaskEvent } from '../../contract/realtime.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SessionReader, SessionState } from '../../ports/session-states.ts';
import type { Timer } from '../../ports/timer.ts';
import { dismiss, type TaskNamespace, type TaskSocket } from './door.ts';
import { ADMINS } from './rooms.ts';

export interface SessionWatchOptions {
  readonly reader: SessionReader;
  readonly clock: Clock;
  readonly timer: Timer;
  /** 10 s, unless a test is in a hurry. */
  readonly everyMs?: number;
  readonly onError: (error: unknown) => void;
}

/** With the look itself, which takes 5 s at the worst, what was revoked is gone within 15 s. */
const EVERY_MS = 10_000;

/** Looks after the sessions of this server's own sockets: their end, their user's role, their token's expiry. */
export class SessionWatch {
  #cancel: () => void = () => undefined;
  #closed = false;
  readonly #expiries = new WeakMap<TaskSocket, () => void>();

  constructor(
    private readonly namespaces: readonly TaskNamespace[],
    private readonly options: SessionWatchOptions,
  ) {
    this.#later();
  }

  /** Ends a socket when its token expires; called again when that was renewed. */
  expire(socket: TaskSocket): void {
    const { expiresAt } = socket.data;
    const known = this.#expiries.get(socket);
    if (known) known();
    else socket.once('disconnect', () => this.#expiries.get(socket)?.());
    if (expiresAt === null) return;
    const left = Math.max(0, expiresAt - this.options.clock.now());
    this.#expiries.set(
      socket,
      this.options.timer.after(left, () => dismiss(socket.conn)),
    );
  }

  /** These sessions have ended: their sockets end now. */
  end(sessionIds: readonly string[]): void {
    for (const socket of this.#sockets())
      if (sessionIds.includes(socket.data.actor.sessionId ?? '')) dismiss(socket.conn);
  }

  /** Reads sessions, roles and accounts again, in one statement, and moves or ends sockets; of one user, or of all. */
  async look(userId?: string): Promise<void> {
    const sockets = this.#sockets().filter(({ data }) => userId === undefined || data.actor.id === userId);
    const ids = [...new Set(sockets.flatMap(({ data }) => data.actor.sessionId ?? []))];
    if (ids.length === 0) return;
    const states = await this.options.reader.read(ids);
    for (const socket of sockets) settle(socket, states.get(socket.data.actor.sessionId ?? ''));
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  #sockets(): TaskSocket[] {
    return this.namespaces.flatMap((namespace) => [...namespace.sockets.values()]);
  }

  #later(): void {
    if (this.#closed) return;
    this.#cancel = this.options.timer.after(this.options.everyMs ?? EVERY_MS, () => {
      // While nobody can say, sockets stay as they are.
      this.look()
        .catch(this.options.onError)
        .finally(() => this.#later());
    });
  }
}

/**
 * Gives a socket the place that its user has now, or none. One that is ended may connect again at once: it is told then why
 * it may not.
 */
export function settle(socket: TaskSocket, state: SessionState | undefined): void {
  const { actor } = socket.data;
  if (state?.userId !== actor.id) {
    dismiss(socket.conn);
    return;
  }
  if (state.role === actor.role) return;
  socket.data.actor = { ...actor, role: state.role };
  void (state.role === 'admin' ? socket.join(ADMINS) : socket.leave(ADMINS));
  // More is to be seen, or less: ask again.
  const changed: TaskEvent = { type: 'tasks.changed', seq: 0 };
  socket.emit('task-event', changed);
}
