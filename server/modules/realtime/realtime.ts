import type { Acknowledgement, TaskEvent } from '../../contract/realtime.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import { Uuid } from '../../contract/primitives.ts';
import type { Actor } from '../../ports/actor.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DomainEvent, DomainEvents } from '../../ports/domain-events.ts';
import { maySee, type TaskPresenter, type TaskStore } from '../tasks/index.ts';
import { peopleOf, type UserStore } from '../users/index.ts';
import { cut, dismiss, type TaskNamespace, type TaskSocket } from './door.ts';

export interface RealtimeOptions {
  readonly tasks: TaskStore;
  readonly users: UserStore;
  readonly presenter: TaskPresenter;
  readonly domain: DomainEvents;
  readonly clock: Clock;
  /** Who a socket is: from its upgrade request and the token of its CONNECT; null refuses it. */
  readonly authenticate: (request: TaskSocket['request'], token: string) => Promise<Actor | null>;
  readonly onError: (error: unknown) => void;
}

/** What a socket that stops reading may leave unsent before it is dropped. */
const MOST_UNSENT_BYTES = 1024 * 1024;

const userRoom = (id: string): string => `user:${id}`;
const ADMINS = 'admin';

/** Tells the sockets of one workspace what happened, in the order of the commits, to those who may see it. */
export class Realtime {
  #seq = 0;
  #telling: Promise<void> = Promise.resolve();
  readonly #unsubscribe: () => void;

  constructor(
    private readonly namespaces: readonly TaskNamespace[],
    private readonly options: RealtimeOptions,
  ) {
    for (const namespace of namespaces) this.#open(namespace);
    this.#unsubscribe = options.domain.subscribe((event) => {
      this.#telling = this.#telling.then(() => this.#tell(event)).catch(options.onError);
    });
  }

  /** Ends this workspace's sockets. */
  async close(): Promise<void> {
    this.#unsubscribe();
    await this.#telling;
    for (const namespace of this.namespaces) namespace.disconnectSockets(true);
  }

  /** How many sockets are open now. */
  get sockets(): number {
    return this.namespaces.reduce((sum, namespace) => sum + namespace.sockets.size, 0);
  }

  #open(namespace: TaskNamespace): void {
    namespace.use((socket, next) => void this.#admit(socket, next));
    namespace.on('connection', (socket) => this.#welcome(socket));
  }

  async #admit(socket: TaskSocket, next: (refusal?: Error) => void): Promise<void> {
    const token: unknown = socket.handshake.auth['token'];
    try {
      const actor = await this.options.authenticate(socket.request, typeof token === 'string' ? token : '');
      if (actor) {
        socket.data.actor = actor;
        next();
        return;
      }
      next(new Error('LAUNCH_KEY_REQUIRED'));
      // The refusal goes out first; a connection that may not talk has no reason to stay.
      setImmediate(() => dismiss(socket.conn));
    } catch (error) {
      this.options.onError(error);
      next(new Error('STORE_UNAVAILABLE'));
    }
  }

  #welcome(socket: TaskSocket): void {
    const { actor } = socket.data;
    void socket.join(actor.role === 'admin' ? [userRoom(actor.id), ADMINS] : userRoom(actor.id));
    const acknowledged =
      (work: (input: unknown) => Promise<Acknowledgement>) => (input: unknown, ack: unknown) => {
        const answer =
          typeof ack === 'function' ? (ack as (answer: Acknowledgement) => void) : () => undefined;
        work(input).then(answer, (error: unknown) => {
          this.options.onError(error);
          answer({ ok: false, code: 'INTERNAL' });
        });
      };
    socket.on(
      'subscribe-to-task',
      acknowledged((input) => this.#look(socket, input, true)),
    );
    socket.on(
      'unsubscribe-from-task',
      acknowledged((input) => this.#look(socket, input, false)),
    );
    socket.on(
      'reauth',
      acknowledged((input) => this.#again(socket, input)),
    );
    socket.on('ping', () => void socket.emit('pong'));
    socket.emit('connected', { userId: actor.id, time: new Date(this.options.clock.now()).toISOString() });
  }

  /** Joins or leaves the room of who looks at a task; what the policy hides does not exist. */
  async #look(socket: TaskSocket, input: unknown, joins: boolean): Promise<Acknowledgement> {
    const id = Uuid.safeParse((input as { taskId?: unknown } | null)?.taskId);
    const task = id.success ? await this.options.tasks.get(id.data) : null;
    if (!task || !maySee(socket.data.actor, task)) return { ok: false, code: 'NOT_FOUND' };
    await (joins ? socket.join(`task:${task.id}`) : socket.leave(`task:${task.id}`));
    return { ok: true };
  }

  async #again(socket: TaskSocket, input: unknown): Promise<Acknowledgement> {
    const token = (input as { token?: unknown } | null)?.token;
    const actor = await this.options.authenticate(socket.request, typeof token === 'string' ? token : '');
    if (actor?.id === socket.data.actor.id) return { ok: true };
    socket.disconnect(true);
    return { ok: false, code: 'LAUNCH_KEY_REQUIRED' };
  }

  async #tell(event: DomainEvent): Promise<void> {
    switch (event.kind) {
      case 'task':
        await this.#tellTask(event);
        break;
      case 'tasks.changed': {
        const changed: TaskEvent = { type: 'tasks.changed', seq: ++this.#seq };
        const rooms = event.seers && [...event.seers.map(userRoom), ADMINS];
        this.#each((namespace) => (rooms ? namespace.to(rooms) : namespace).emit('task-event', changed));
        break;
      }
      case 'notification': {
        const { notification } = event;
        this.#each((namespace) =>
          namespace.to(userRoom(notification.userId)).emit('notification', notification),
        );
        break;
      }
      case 'settings':
        this.#each((namespace) => namespace.emit('settings'));
        break;
      case 'sessions.ended':
      case 'user.changed':
        break;
    }
  }

  async #tellTask({ type, before, after, actor, at }: DomainEvent & { kind: 'task' }): Promise<void> {
    const saw = before ? seersOf(before) : [];
    const sees = after ? seersOf(after) : [];
    const lost = saw.filter((room) => !sees.includes(room));
    const gone = before ?? after;
    if (gone && lost.length > 0) {
      const removed: TaskEvent = { type: 'task.removed', seq: ++this.#seq, taskId: gone.id };
      // Who is in a room that still sees it (an admin who was assigned) keeps it.
      this.#each((namespace) => namespace.to(lost).except(sees).emit('task-event', removed));
    }
    if (!after) return;
    const person = await peopleOf(this.options.users, [actor?.id ?? null]);
    const task = await this.options.presenter.frame(after);
    const frame: TaskEvent = { type, seq: ++this.#seq, task, actor: person(actor?.id ?? null), at };
    this.#each((namespace) => namespace.to(sees).emit('task-event', frame));
  }

  #each(send: (namespace: TaskNamespace) => void): void {
    for (const namespace of this.namespaces) {
      send(namespace);
      for (const socket of namespace.sockets.values())
        if (unsentBytes(socket) > MOST_UNSENT_BYTES) cut(socket.conn);
    }
  }
}

const seersOf = (task: TaskRecord): string[] => [
  ...new Set([userRoom(task.creatorId), ...(task.assigneeId ? [userRoom(task.assigneeId)] : []), ADMINS]),
];

/** What waits in engine.io because the other side does not read. */
function unsentBytes(socket: TaskSocket): number {
  let bytes = 0;
  const waiting = Reflect.get(socket.conn, 'writeBuffer') as readonly { data?: unknown }[];
  for (const { data } of waiting) bytes += typeof data === 'string' ? data.length : 0;
  return bytes;
}
