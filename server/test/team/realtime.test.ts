import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { startRedis, type TestRedis } from '../../../build/test-services/redis.ts';
import { localLimit } from '../../adapters/team/redis/index.ts';
import type { TaskEvent } from '../../contract/realtime.ts';
import type { Task } from '../../contract/tasks.ts';
import { random } from '../../seed/tasks.ts';
import type { Actor, RequestMetadata } from '../../ports/actor.ts';
import { ManualTime } from '../manual-time.ts';
import { freshDatabase } from './database.ts';
import { Heard, RealtimeServer, ended, type Client, type RealtimeServerOptions } from './realtime-server.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const META: RequestMetadata = { requestId: null };

interface Team {
  readonly redis: TestRedis;
  readonly servers: readonly [RealtimeServer, RealtimeServer];
}

/** Two servers on one Redis and one database. */
async function team(options: Partial<RealtimeServerOptions> = {}): Promise<Team> {
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

async function connect(server: RealtimeServer, token: string): Promise<{ client: Client; heard: Heard }> {
  const client = await server.connect(token);
  closing.push(() => Promise.resolve(client.disconnect()));
  return { client, heard: new Heard(client) };
}

const user = (id: string): Actor => ({ id, role: 'user' });
const create = (server: RealtimeServer, actor: Actor, set: Partial<Task> = {}): Promise<Task> =>
  server.services.tasks.create(actor, { title: 'a task', ...set } as never, META, null);

/** What identifies a frame, whoever gets it. */
const keyOf = (frame: TaskEvent): string =>
  'task' in frame
    ? `${frame.task.id} ${frame.task.version}`
    : 'taskId' in frame
      ? `${frame.taskId} removed`
      : 'all';
const isEverything = (frames: readonly TaskEvent[]): boolean =>
  frames.some((frame) => keyOf(frame) === 'all');

test(
  'two servers, 200 sockets: who may see a change gets it, once, and nobody else a frame',
  { timeout: 60_000 },
  async () => {
    const seed = Number(process.env['TASKFLOW_SEED'] ?? Date.now() % 2 ** 31);
    process.stdout.write(`TASKFLOW_SEED=${seed}\n`);
    const { servers } = await team();
    const people = await Promise.all(
      Array.from({ length: 40 }, (_, n) => servers[0].person(n < 3 ? 'admin' : 'user')),
    );
    const sockets = await Promise.all(
      people.flatMap(({ id, token }) =>
        Array.from({ length: 5 }, async (_, m) => ({
          id,
          ...(await connect(servers[m % 2 ? 1 : 0], token)),
        })),
      ),
    );
    const expected = new Map(people.map(({ id }) => [id, [] as string[]]));
    const admins = people.slice(0, 3).map(({ id }) => id);
    const shows = (seers: Iterable<string | null>, key: string): void => {
      for (const id of new Set(seers)) if (id) expected.get(id)?.push(key);
    };
    const draw = random(seed);
    const any = (): string => people[Math.floor(draw() * people.length)]?.id ?? '';
    for (let i = 0; i < 60; i++) {
      const server = servers[i % 2 ? 1 : 0];
      const [creator, first, next] = [any(), any(), any()];
      const task = await create(server, user(creator), { assigneeId: first });
      shows([creator, first, ...admins], `${task.id} 1`);
      const moved = await server.services.tasks.update(
        user(creator),
        task.id,
        { version: 1, assigneeId: next },
        META,
      );
      if (moved.version === 1) continue;
      shows([creator, next, ...admins], `${task.id} 2`);
      if (first !== creator && first !== next && !admins.includes(first))
        shows([first], `${task.id} removed`);
    }
    // Told by each server after all of that, on the same way: then everything before it has arrived.
    for (const server of servers) server.domain.publish({ kind: 'tasks.changed', seers: null });
    for (const { id, heard } of sockets) {
      const frames = await heard.until((all) => all.filter((frame) => keyOf(frame) === 'all').length === 2);
      expect(
        frames
          .map(keyOf)
          .filter((key) => key !== 'all')
          .sort(),
      ).toEqual([...(expected.get(id) ?? [])].sort());
    }
  },
);

test('a server that is alone publishes nothing; who comes meanwhile asks again', async () => {
  const [redis, database] = await Promise.all([startRedis(), freshDatabase()]);
  closing.push(() => Promise.all([redis.stop(), database.drop()]));
  const open = async (): Promise<RealtimeServer> => {
    const server = await RealtimeServer.open({ databaseUrl: database.url, redisUrl: redis.url, settleMs: 0 });
    closing.push(() => server.close());
    return server;
  };
  const published: string[] = [];
  const outside = new Redis(redis.url);
  closing.push(() => Promise.resolve(outside.disconnect()));
  outside.on('pmessageBuffer', (_pattern, channel: Buffer) => published.push(String(channel)));
  await outside.psubscribe('sockets:team#*');
  const first = await open();
  const ann = await first.person();
  const near = await connect(first, ann.token);
  const tell = async (): Promise<string> => keyOf({ task: await create(first, user(ann.id)) } as never);
  const hears = async ({ heard }: { heard: Heard }, key: string): Promise<void> =>
    void (await heard.until((all) => all.some((frame) => keyOf(frame) === key)));
  // The first beat of a server that settles at once: from then on it is alone.
  const told = [await tell()];
  for (let before = -1; before !== published.length;) {
    before = published.length;
    told.push(await tell());
    await hears(near, told.at(-1) as string);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const second = await open();
  const far = await connect(second, ann.token);
  const unheard = await tell();
  await hears(near, unheard);
  await hears(far, 'all');
  const heard = await tell();
  await Promise.all([hears(near, heard), hears(far, heard)]);
  expect(published.length).toBeGreaterThan(0);
});

test('a session that ends takes its sockets along, at once where it ended, and soon elsewhere', async () => {
  const { servers } = await team({ everyMs: 50 });
  const { id, token } = await servers[0].person();
  const other = await servers[0].session(id);
  const [here, there, stays] = [
    await connect(servers[0], token),
    await connect(servers[1], token),
    await connect(servers[1], other),
  ];
  await servers[0].database.rows({ name: '', text: 'UPDATE sessions SET ended_at = now() WHERE id = $1' }, [
    token,
  ]);
  servers[0].domain.publish({ kind: 'sessions.ended', sessionIds: [token] });
  await Promise.all([ended(here.client), ended(there.client)]);
  await expect(servers[1].connect(token)).rejects.toThrow('SESSION_ENDED');
  const task = await create(servers[0], user(id));
  await stays.heard.until((frames) => frames.some((frame) => keyOf(frame) === `${task.id} 1`));
});

test('where a session ended its server tells the others, and their sockets end at once', async () => {
  const { servers } = await team({ everyMs: 60_000 });
  const { id, token } = await servers[0].person();
  const raised = await servers[0].session(id);
  const [there, stays] = [await connect(servers[1], token), await connect(servers[1], raised)];
  const sql = (text: string, value: string) => servers[0].database.rows({ name: '', text }, [value]);
  await sql('UPDATE sessions SET ended_at = now() WHERE id = $1', token);
  await servers[0].states.ended([token]);
  await ended(there.client);
  expect(stays.client.connected).toBe(true);
  await sql(`UPDATE users SET role = 'admin' WHERE id = $1`, id);
  await servers[0].states.changed(id);
  await stays.heard.until(isEverything);
  await sql('UPDATE users SET disabled_at = now() WHERE id = $1', id);
  await servers[0].states.changed(id);
  await ended(stays.client);
});

test('a change whose names cannot be read is not lost: whoever it concerns asks again', async () => {
  const { servers } = await team();
  const [ann, bob] = [await servers[0].person(), await servers[0].person()];
  const [hers, his] = [await connect(servers[0], ann.token), await connect(servers[1], bob.token)];
  const rename = (from: string, to: string) =>
    servers[0].database.rows({ name: '', text: `ALTER TABLE ${from} RENAME TO ${to}` }, []);
  await rename('users', 'hidden');
  await expect(create(servers[0], user(ann.id))).rejects.toThrow('users');
  await hers.heard.until(isEverything);
  await rename('hidden', 'users');
  const after = await create(servers[0], user(bob.id));
  await his.heard.until((frames) => frames.some((frame) => keyOf(frame) === `${after.id} 1`));
  expect(isEverything(his.heard.frames)).toBe(false);
});

test('a disabled account loses its sockets on every server', async () => {
  const { servers } = await team({ everyMs: 50 });
  const { id, token } = await servers[0].person();
  const sockets = [await connect(servers[0], token), await connect(servers[1], token)];
  await servers[0].database.rows({ name: '', text: 'UPDATE users SET disabled_at = now() WHERE id = $1' }, [
    id,
  ]);
  await Promise.all(sockets.map(({ client }) => ended(client)));
});

test('a role that is given or taken moves sockets, at once where it was', async () => {
  const { servers } = await team({ everyMs: 50 });
  const { id, token } = await servers[0].person();
  const stranger = await servers[0].person();
  const sockets = [await connect(servers[0], token), await connect(servers[1], token)];
  const become = async (role: string): Promise<void> => {
    const since = sockets.map(({ heard }) => heard.frames.length);
    await servers[0].database.rows(
      { name: '', text: 'UPDATE users SET role = $2::user_role WHERE id = $1' },
      [id, role],
    );
    servers[0].domain.publish({ kind: 'user.changed', userId: id });
    for (const [n, { heard }] of sockets.entries())
      await heard.until((frames) => isEverything(frames.slice(since[n])));
  };
  await become('admin');
  const seen = await create(servers[1], user(stranger.id));
  for (const { heard } of sockets)
    await heard.until((frames) => frames.some((frame) => keyOf(frame) === `${seen.id} 1`));
  await become('user');
  const hidden = await create(servers[1], user(stranger.id));
  const own = await create(servers[1], user(id));
  for (const { heard } of sockets) {
    const frames = await heard.until((all) => all.some((frame) => keyOf(frame) === `${own.id} 1`));
    expect(frames.map(keyOf)).not.toContain(`${hidden.id} 1`);
  }
});

test('a token that expires ends its socket, unless it was renewed', async () => {
  const time = new ManualTime('2026-03-02T09:00:00.000Z');
  const { servers } = await team({ clock: time, timer: time });
  const { token } = await servers[0].person();
  const until = (ms: number): string => `${token}@${time.now() + ms}`;
  const [lapses, renews] = [
    await connect(servers[0], until(60_000)),
    await connect(servers[0], until(60_000)),
  ];
  expect(await renews.client.emitWithAck('reauth', { token: until(120_000) })).toEqual({ ok: true });
  await time.advance(60_001, () => Promise.resolve());
  await ended(lapses.client);
  expect(renews.client.connected).toBe(true);
  expect(await renews.client.emitWithAck('reauth', { token: crypto.randomUUID() })).toEqual({
    ok: false,
    code: 'UNAUTHENTICATED',
  });
  await ended(renews.client);
});

test('a token of somebody else does not renew a socket', async () => {
  const { servers } = await team();
  const [ann, bob] = [await servers[0].person(), await servers[0].person('admin')];
  const { client } = await connect(servers[0], ann.token);
  expect(await client.emitWithAck('reauth', { token: bob.token })).toEqual({
    ok: false,
    code: 'UNAUTHENTICATED',
  });
  await ended(client);
});

test(
  'Redis paused: sockets of the same server hear at once; when it is back, the others ask again',
  { timeout: 60_000 },
  async () => {
    const { redis, servers } = await team();
    const { id, token } = await servers[0].person();
    const [here, there] = [await connect(servers[0], token), await connect(servers[1], token)];
    redis.child.kill('SIGSTOP');
    for (let i = 0; i < 8; i++) {
      const task = await create(servers[0], user(id));
      await here.heard.until((frames) => frames.some((frame) => keyOf(frame) === `${task.id} 1`));
    }
    // By then what was published before has been given up.
    expect(await servers[0].redis.ping()).toBe(false);
    redis.child.kill('SIGCONT');
    await there.heard.until(isEverything);
    const after = await create(servers[0], user(id));
    await there.heard.until((frames) => frames.some((frame) => keyOf(frame) === `${after.id} 1`));
  },
);

test(
  'Redis killed and started again: nothing ends, local goes on, then everything is heard again',
  { timeout: 60_000 },
  async () => {
    const { redis, servers } = await team();
    const { id, token } = await servers[0].person();
    const [here, there] = [await connect(servers[0], token), await connect(servers[1], token)];
    await redis.stop();
    const task = await create(servers[0], user(id));
    await here.heard.until((frames) => frames.some((frame) => keyOf(frame) === `${task.id} 1`));
    const back = await startRedis({ port: redis.port });
    closing.push(() => back.stop());
    await there.heard.until(isEverything);
    for (;;) {
      const next = await create(servers[0], user(id));
      await here.heard.until((frames) => frames.some((frame) => keyOf(frame) === `${next.id} 1`));
      if (there.heard.frames.some((frame) => keyOf(frame) === `${next.id} 1`)) break;
    }
    expect(here.client.connected && there.client.connected).toBe(true);
  },
);

test(
  'twenty sockets that do not read are dropped, whichever server speaks to them, and the others go on',
  { timeout: 60_000 },
  async () => {
    const { servers } = await team();
    const people = [await servers[0].person(), await servers[0].person()] as const;
    const [ann, bob] = people;
    const well = await connect(servers[0], ann.token);
    const stuck = await Promise.all(
      people.flatMap(({ token }) => Array.from({ length: 10 }, () => connect(servers[1], token))),
    );
    const lines = stuck.map(({ client }) => {
      const { ws } = Reflect.get(client.io.engine, 'transport') as unknown as {
        ws: { _socket: { pause(): void; destroy(): void } };
      };
      ws._socket.pause();
      return ws._socket;
    });
    const description = 'x'.repeat(64 * 1024);
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 400 && servers[1].realtime.sockets > 0; i++)
      await create(servers[0], user(ann.id), { description, assigneeId: bob.id });
    expect(servers[1].realtime.sockets).toBe(0);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
    const last = await create(servers[0], user(ann.id));
    await well.heard.until((frames) => frames.some((frame) => keyOf(frame) === `${last.id} 1`));
    for (const line of lines) line.destroy();
  },
);

test('a person has ten sockets on a server, and what they ask is counted', async () => {
  const { servers } = await team({ limit: localLimit('session', 20, 60) });
  const { token } = await servers[0].person();
  const sockets = await Promise.all(Array.from({ length: 10 }, () => connect(servers[0], token)));
  await expect(servers[0].connect(token)).rejects.toThrow('RATE_LIMITED');
  await connect(servers[1], token);
  const [first] = sockets;
  if (!first) throw new Error('ten sockets');
  for (let i = 0; i < 30; i++) first.client.emit('ping');
  await ended(first.client);
});

test('a server that closes ends its own sockets only, and does not tell them to stay away', async () => {
  const { servers } = await team();
  const { id, token } = await servers[0].person();
  const [here, there] = [await connect(servers[0], token), await connect(servers[1], token)];
  // A window that was told to leave would not come back by itself: after a restart all of them do.
  const reason = new Promise((resolve) => here.client.once('disconnect', resolve));
  await servers[0].realtime.close();
  expect(await reason).toBe('transport close');
  const task = await create(servers[1], user(id));
  await there.heard.until((frames) => frames.some((frame) => keyOf(frame) === `${task.id} 1`));
});
