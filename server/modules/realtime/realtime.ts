import { issuesOf } from '../../contract/issues-of.ts';
import { TaskLook, type Acknowledgement, type TaskEvent } from '../../contract/realtime.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import { AppError, invalid, notFound } from '../../errors.ts';
import type { Actor } from '../../ports/actor.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DomainEvent, DomainEvents } from '../../ports/domain-events.ts';
import type { Limit } from '../../ports/limits.ts';
import type { SessionStates } from '../../ports/session-states.ts';
import { maySee, type TaskPresenter, type TaskStore } from '../tasks/index.ts';
import { peopleOf, type UserStore } from '../users/index.ts';
import { cut, dismiss, type TaskNamespace, type TaskSocket } from './door.ts';
import { ADMINS, isAnyoneIn, seersOf, taskRoom, userRoom } from './rooms.ts';
import { SessionWatch, settle, type SessionWatchOptions } from './sessions.ts';

/** Who a socket is, and until when it may say so. */
export interface Entrance {
  readonly actor: Actor;
  /** Milliseconds since 1970; null: as long as it lasts. */
  readonly expiresAt: number | null;
}

/** What a team's server looks after besides; a personal workspace has no sessions. */
export interface TeamSockets {
  readonly sessions: Omit<SessionWatchOptions, 'clock' | 'onError'>;
  /** Hears of sessions that another server has ended or changed. The answer ends it. */
  readonly onTold: SessionStates['onTold'];
  /** What sockets of one session may ask, together with its requests; null: as much as they like. */
  readonly limit: Limit | null;
  /** Calls when frames between servers may have been missed: by this server, or by any. The answer ends it. */
  readonly onGap: (listener: (by: 'us' | 'anybody') => void) => () => void;
  /** Whether no other server can have a socket of this team just now. */
  readonly isAlone: () => boolean;
}

export interface RealtimeOptions {
  readonly tasks: TaskStore;
  readonly users: UserStore;
  readonly presenter: TaskPresenter;
  readonly domain: DomainEvents;
  readonly clock: Clock;
  /** Who a socket is: from its upgrade request and the token of its CONNECT. Throws AppError, whose code the socket is told. */
  readonly authenticate: (request: TaskSocket['request'], token: string) => Promise<Entrance>;
  readonly team?: TeamSockets;
  readonly onError: (error: unknown) => void;
}

/** Sockets of one person on one server of a team: some windows on some devices. */
const MOST_OF_A_USER = 10;

/** Tells the sockets of one workspace what happened, in the order of the commits, to those who may see it. */
export class Realtime {
  #seq = 0;
  #telling: Promise<void> = Promise.resolve();
  readonly #unsubscribe: (() => void)[] = [];
  readonly #watch: SessionWatch | null;

  constructor(
    private readonly namespaces: readonly TaskNamespace[],
    private readonly options: RealtimeOptions,
  ) {
    const { team, domain, clock, onError } = options;
    for (const namespace of namespaces) this.#open(namespace);
    this.#watch = team ? new SessionWatch(namespaces, { ...team.sessions, clock, onError }) : null;
    this.#unsubscribe.push(
      domain.subscribe((event) => {
        this.#telling = this.#telling.then(() => this.#tell(event)).catch(onError);
      }),
    );
    if (!team) return;
    this.#unsubscribe.push(team.onGap((by) => this.#askAgain(by)));
    this.#unsubscribe.push(
      team.onTold(({ ended, changed }) => {
        if (ended) this.#watch?.end(ended);
        if (changed !== undefined) void this.#watch?.look(changed).catch(onError);
      }),
    );
  }

  /** Ends this workspace's sockets on this server. */
  async close(): Promise<void> {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#watch?.close();
    await this.#telling;
    // As a line that broke: one that is told to leave does not come back, and after a restart everybody should.
    for (const namespace of this.namespaces) for (const { conn } of namespace.sockets.values()) dismiss(conn);
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
      const entrance = await this.#entrance(socket, token);
      if (this.options.team && this.#socketsOf(entrance.actor.id) >= MOST_OF_A_USER)
        throw new AppError('RATE_LIMITED', 'More windows than one person needs.');
      Object.assign(socket.data, entrance);
      next();
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) {
        // Nobody can say who this is: a connection that broke is tried again by itself, a refusal is not.
        this.options.onError(error);
        cut(socket.conn);
        return;
      }
      next(new Error(error.code));
      // The refusal goes out first; a connection that may not talk has no reason to stay.
      setImmediate(() => dismiss(socket.conn));
    }
  }

  /** What a request may believe for 15 s a socket would believe for 15 s more: so its session is read anew. */
  async #entrance(socket: TaskSocket, token: unknown): Promise<Entrance> {
    const entrance = await this.options.authenticate(socket.request, typeof token === 'string' ? token : '');
    const { sessionId, id } = entrance.actor;
    if (!this.options.team || sessionId === undefined) return entrance;
    const state = (await this.options.team.sessions.reader.read([sessionId])).get(sessionId);
    if (state?.userId !== id)
      throw new AppError('SESSION_ENDED', 'This device was signed out. Sign in again.');
    return { ...entrance, actor: { ...entrance.actor, role: state.role } };
  }

  #socketsOf(userId: string): number {
    return this.namespaces.reduce(
      (sum, { adapter }) => sum + (adapter.rooms.get(userRoom(userId))?.size ?? 0),
      0,
    );
  }

  #welcome(socket: TaskSocket): void {
    const { actor } = socket.data;
    this.#watch?.expire(socket);
    this.#bound(socket);
    void socket.join(actor.role === 'admin' ? [userRoom(actor.id), ADMINS] : userRoom(actor.id));
    const acknowledged =
      (work: (input: unknown) => Promise<Acknowledgement>) => (input: unknown, ack: unknown) => {
        const answer =
          typeof ack === 'function' ? (ack as (answer: Acknowledgement) => void) : () => undefined;
        work(input).then(answer, (error: unknown) => {
          const isTold = error instanceof AppError;
          if (!isTold || error.status >= 500) this.options.onError(error);
          answer(
            refusalOf(isTold ? error : new AppError('INTERNAL', 'Something went wrong here. Try again.')),
          );
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

  /** Counts what a socket asks; one that asks without end is cut off. */
  #bound(socket: TaskSocket): void {
    const limit = this.options.team?.limit;
    if (!limit) return;
    const pass = async (next: () => void): Promise<void> => {
      const { allowed } = await limit.take(socket.data.actor.sessionId ?? socket.id);
      if (allowed) next();
      else cut(socket.conn);
    };
    socket.use((_packet, next) => void pass(next));
  }

  /** Joins or leaves the room of who looks at a task; what the policy hides does not exist. Throws VALIDATION, NOT_FOUND. */
  async #look(socket: TaskSocket, input: unknown, joins: boolean): Promise<Acknowledgement> {
    const asked = TaskLook.safeParse(input, { reportInput: true });
    if (!asked.success) throw invalid(issuesOf(asked.error.issues));
    const task = await this.options.tasks.get(asked.data.taskId);
    if (!task || !maySee(socket.data.actor, task)) throw notFound();
    await (joins ? socket.join(taskRoom(task.id)) : socket.leave(taskRoom(task.id)));
    return { ok: true };
  }

  /** A renewed token: the socket stays as long as that is valid. Another person's, or none, ends it. */
  async #again(socket: TaskSocket, input: unknown): Promise<Acknowledgement> {
    const token = (input as { token?: unknown } | null)?.token;
    try {
      const { actor, expiresAt } = await this.#entrance(socket, token);
      if (actor.id === socket.data.actor.id) {
        settle(socket, { userId: actor.id, role: actor.role });
        Object.assign(socket.data, { actor, expiresAt });
        this.#watch?.expire(socket);
        return { ok: true };
      }
      return refuse(socket, new AppError('UNAUTHENTICATED', 'This token is somebody else’s.'));
    } catch (error) {
      // Nobody can say now: until its token expires the socket is what it was.
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      return refuse(socket, error);
    }
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
      case 'state': {
        const { userId, key } = event;
        this.#each((namespace) => namespace.to(userRoom(userId)).emit('state', key));
        break;
      }
      case 'settings':
        this.#each((namespace) => namespace.emit('settings'));
        break;
      case 'workspaces':
        this.#each((namespace) => namespace.emit('workspaces'));
        break;
      case 'sessions.ended':
        this.#watch?.end(event.sessionIds);
        break;
      case 'user.changed':
        await this.#watch?.look(event.userId).catch(this.options.onError);
        this.#each((namespace) => namespace.emit('people'));
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
    // Who enters a room later asks for what it shows.
    const isAlone = this.options.team?.isAlone() ?? true;
    if (isAlone && !isAnyoneIn(sees, this.namespaces)) return;
    const seq = ++this.#seq;
    const isEvent = before?.version !== after.version;
    const frame = await this.#frame(after, (isEvent && actor?.id) || null)
      .then((known): TaskEvent => ({ type, seq, ...known, at }))
      // Nobody can say its names now. It has happened all the same: whoever it concerns asks again.
      .catch((error: unknown): TaskEvent => {
        this.options.onError(error);
        return { type: 'tasks.changed', seq };
      });
    this.#each((namespace) => namespace.to(sees).emit('task-event', frame));
  }

  async #frame(task: TaskRecord, actorId: string | null) {
    const { users, presenter } = this.options;
    const [person, shown] = await Promise.all([peopleOf(users, [actorId]), presenter.frame(task)]);
    return { task: shown, actor: person(actorId) };
  }

  /** Frames may have been missed: whoever that concerns asks again. */
  #askAgain(by: 'us' | 'anybody'): void {
    const changed: TaskEvent = { type: 'tasks.changed', seq: ++this.#seq };
    this.#each((namespace) => (by === 'us' ? namespace.local : namespace).emit('task-event', changed));
  }

  #each(send: (namespace: TaskNamespace) => void): void {
    for (const namespace of this.namespaces) send(namespace);
  }
}

/** Says no, and ends the connection when that has gone out. */
function refuse(socket: TaskSocket, error: AppError): Acknowledgement {
  setImmediate(() => dismiss(socket.conn));
  return refusalOf(error);
}

const refusalOf = ({ code, message }: AppError): Acknowledgement => ({ ok: false, code, message });
