import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { ChangesEventStore } from '../../adapters/team/postgres/changes-fixture.ts';
import { Database } from '../../adapters/team/postgres/database.ts';
import { PostgresNotificationStore } from '../../adapters/team/postgres/notification.store.ts';
import { PostgresSessionStore } from '../../adapters/team/postgres/session.store.ts';
import { PostgresStateStore } from '../../adapters/team/postgres/state.store.ts';
import { PostgresTaskStore } from '../../adapters/team/postgres/task.store.ts';
import { KnownLists } from '../../adapters/team/postgres/known-lists.ts';
import { PostgresUserStore } from '../../adapters/team/postgres/user.store.ts';
import { openRedis, type TeamRedis } from '../../adapters/team/redis/index.ts';
import type { ClientToServer, ServerToClient, TaskEvent } from '../../contract/realtime.ts';
import type { Role } from '../../contract/users.ts';
import { AppError } from '../../errors.ts';
import { Realtime, attachSockets, type SocketDoor } from '../../modules/realtime/index.ts';
import { systemClock, type Clock } from '../../ports/clock.ts';
import { DomainEvents } from '../../ports/domain-events.ts';
import type { Limit } from '../../ports/limits.ts';
import type { SessionStates } from '../../ports/session-states.ts';
import { systemTimer, type Timer } from '../../ports/timer.ts';
import { createServices, type Services } from '../../services.ts';

export interface RealtimeServerOptions {
  /** Of openRedis. */
  readonly settleMs?: number;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly clock?: Clock;
  readonly timer?: Timer;
  readonly limit?: Limit;
  /** How often sessions are looked at again. */
  readonly everyMs?: number;
}

export type Client = Socket<ServerToClient, ClientToServer>;

/** One of a team's servers, as far as sockets go. A token is a session's id, with `@` and the time that it expires at. */
export class RealtimeServer {
  private constructor(
    readonly origin: string,
    readonly database: Database,
    readonly redis: TeamRedis,
    readonly domain: DomainEvents,
    readonly services: Services,
    readonly states: SessionStates,
    private readonly http: Server,
    private readonly door: SocketDoor,
    readonly realtime: Realtime,
  ) {}

  static async open(options: RealtimeServerOptions): Promise<RealtimeServer> {
    const { databaseUrl, redisUrl, clock = systemClock, timer = systemTimer } = options;
    const onError = (): void => undefined;
    const database = await Database.open({ url: databaseUrl, poolSize: 5, prepared: true, onError });
    const { settleMs } = options;
    const redis = openRedis({
      url: redisUrl,
      scope: 'team',
      onError,
      ...(settleMs !== undefined && { settleMs }),
    });
    const domain = new DomainEvents(onError);
    const stores = {
      tasks: new PostgresTaskStore(database, new KnownLists(null)),
      users: new PostgresUserStore(database),
      events: new ChangesEventStore(database),
      notifications: new PostgresNotificationStore(database),
      state: new PostgresStateStore(database),
    };
    const whole = { instanceId: randomUUID(), backup: () => Promise.resolve(), replaceAll: null };
    const given = { stores, domain, clock, timer, remindAtDue: () => false, whole, onError };
    const services = createServices(given);
    const reader = new PostgresSessionStore(database);
    const states = redis.sessionStates(reader);
    const http = createServer();
    const door = attachSockets(http, { adapter: redis.socketAdapter, mostPending: 500, silentMs: 10_000 });
    const realtime = new Realtime([door.namespace('/tasks')], {
      ...stores,
      presenter: services.presenter,
      domain,
      clock,
      onError,
      authenticate: async (_request, token) => {
        const [sessionId = '', until] = token.split('@');
        const state = await states.get(sessionId);
        if (!state) throw new AppError('UNAUTHENTICATED', 'You are not signed in.');
        const actor = { id: state.userId, role: state.role, sessionId };
        return { actor, expiresAt: until ? Number(until) : null };
      },
      team: {
        sessions: { reader, timer, ...(options.everyMs && { everyMs: options.everyMs }) },
        onTold: (listener) => states.onTold(listener),
        limit: options.limit ?? null,
        onGap: redis.onGap,
        isAlone: redis.isAlone,
      },
    });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    while (!(await redis.ping())) await new Promise((resolve) => setTimeout(resolve, 5));
    return new RealtimeServer(origin, database, redis, domain, services, states, http, door, realtime);
  }

  /** Somebody new; their session's id is their token. */
  async person(role: Role = 'user'): Promise<{ id: string; token: string }> {
    const id = randomUUID();
    const user = `INSERT INTO users (id, email, password_hash, role) VALUES ($1, $2, 'x', $3)`;
    await this.database.rows({ name: '', text: user }, [id, `${id}@example.org`, role]);
    return { id, token: await this.session(id) };
  }

  async session(userId: string): Promise<string> {
    const token = randomUUID();
    const text = `INSERT INTO sessions (id, user_id, kind, current_hash, idle_expires_at, expires_at)
      VALUES ($1, $2, 'app', $3, now() + interval '1 day', now() + interval '1 day')`;
    await this.database.rows({ name: '', text }, [token, userId, randomBytes(32)]);
    return token;
  }

  /** A socket that has been welcomed. */
  async connect(token: string): Promise<Client> {
    const client = this.open(token);
    await new Promise<void>((resolve, reject) => {
      client.once('connected', () => resolve());
      client.once('connect_error', reject);
      client.connect();
    });
    return client;
  }

  /** A socket that has not been opened. */
  open(token: string): Client {
    return io(`${this.origin}/tasks`, {
      transports: ['websocket'],
      auth: { token },
      reconnection: false,
      forceNew: true,
      autoConnect: false,
    });
  }

  async close(): Promise<void> {
    await this.realtime.close();
    await this.door.close();
    this.http.close();
    await this.redis.close();
    await this.database.close();
  }
}

/** Frames of a socket from now on; `until` resolves when one of them is what is waited for. */
export class Heard {
  readonly frames: TaskEvent[] = [];
  #wake: () => void = () => undefined;

  constructor(client: Client) {
    client.on('task-event', (frame) => {
      this.frames.push(frame);
      this.#wake();
    });
  }

  async until(holds: (frames: readonly TaskEvent[]) => boolean): Promise<readonly TaskEvent[]> {
    while (!holds(this.frames)) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.frames;
  }
}

export const ended = (client: Client): Promise<unknown> =>
  client.connected ? new Promise((resolve) => client.once('disconnect', resolve)) : Promise.resolve();
