import { Redis } from 'ioredis';
import { startRedis, type TestRedis } from '../../../build/test-services/redis.ts';
import type { TaskEvent } from '../../contract/realtime.ts';
import type { Task } from '../../contract/tasks.ts';
import type { Actor, RequestMetadata } from '../../ports/actor.ts';
import { freshDatabase } from './database.ts';
import { Heard, RealtimeServer, type Client, type RealtimeServerOptions } from './realtime-server.ts';

export const META: RequestMetadata = { requestId: null };

/** What is given back after a test, the last first: `afterEach(closeAll)`. */
export const closing: (() => Promise<unknown>)[] = [];

export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).toReversed()) await close();
}

export interface Team {
  readonly redis: TestRedis;
  readonly servers: readonly [RealtimeServer, RealtimeServer];
}

/** Two servers on one Redis and one database. */
export async function team(options: Partial<RealtimeServerOptions> = {}): Promise<Team> {
  const [redis, database] = await Promise.all([startRedis(), freshDatabase()]);
  closing.push(() => Promise.all([redis.stop(), database.drop()]));
  const open = async (): Promise<RealtimeServer> => {
    const server = await RealtimeServer.open({ databaseUrl: database.url, redisUrl: redis.url, ...options });
    closing.push(() => server.close());
    return server;
  };
  const servers = [await open(), await open()] as const;
  // The second one asks again when the first cannot take itself for alone any more: not amid what a test counts.
  await Promise.all([untilSubscribed(redis), joined(servers[1])]);
  return { redis, servers };
}

const joined = ({ redis }: RealtimeServer): Promise<void> =>
  new Promise((resolve) => {
    const end = redis.onGap(() => {
      end();
      resolve();
    });
  });

/** Waits until both servers hear what the other one publishes. */
async function untilSubscribed({ url }: TestRedis): Promise<void> {
  const look = new Redis(url);
  for (;;) {
    const [, servers] = await look.pubsub('NUMSUB', 'sockets:team-request#/tasks#');
    if (servers === 2) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  look.disconnect();
}

export async function connect(
  server: RealtimeServer,
  token: string,
): Promise<{ client: Client; heard: Heard }> {
  const client = await server.connect(token);
  closing.push(() => Promise.resolve(client.disconnect()));
  return { client, heard: new Heard(client) };
}

export const user = (id: string): Actor => ({ id, role: 'user' });
export const create = (server: RealtimeServer, actor: Actor, set: Partial<Task> = {}): Promise<Task> =>
  server.services.tasks.create(actor, { title: 'a task', ...set } as never, META, null);

/** What identifies a frame, whoever gets it. */
export const keyOf = (frame: TaskEvent): string =>
  'task' in frame
    ? `${frame.task.id} ${frame.task.version}`
    : 'taskId' in frame
      ? `${frame.taskId} removed`
      : 'all';
export const isEverything = (frames: readonly TaskEvent[]): boolean =>
  frames.some((frame) => keyOf(frame) === 'all');
