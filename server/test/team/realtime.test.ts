import { Redis } from 'ioredis';
import { afterEach, expect, test, vi } from 'vitest';
import { startRedis } from '../../../build/test-services/redis.ts';
import { localLimit } from '../../adapters/team/redis/index.ts';
import { random } from '../../seed/tasks.ts';
import { freshDatabase } from './database.ts';
import { RealtimeServer, ended, type Heard } from './realtime-server.ts';
import {
  closeAll,
  closing,
  connect,
  create,
  isEverything,
  keyOf,
  META,
  team,
  user,
} from './realtime-team.ts';

afterEach(closeAll);

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
  // Nor does it make a frame for people who are not there.
  const made = vi.spyOn(first.services.presenter, 'frame');
  const bob = await first.person();
  await create(first, user(bob.id));
  const shown = await tell();
  await hears(near, shown);
  expect(made.mock.calls.map(([task]) => `${task.id} ${task.version}`)).toEqual([shown]);
  const second = await open();
  const far = await connect(second, ann.token);
  const unheard = await tell();
  await hears(near, unheard);
  await hears(far, 'all');
  const heard = await tell();
  await Promise.all([hears(near, heard), hears(far, heard)]);
  expect(published.length).toBeGreaterThan(0);
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
