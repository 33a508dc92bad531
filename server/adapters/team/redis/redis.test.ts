import { randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, test } from 'vitest';
import { startRedis, type TestRedis } from '../../../../build/test-services/redis.ts';
import { PEOPLE, ofUser } from '../../../ports/generations.ts';
import type { SessionState } from '../../../ports/session-states.ts';
import { openRedis, type TeamRedis } from './index.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function ownRedis(port?: number, password?: string): Promise<TestRedis> {
  const redis = await startRedis({ ...(port && { port }), ...(password && { password }) });
  closers.push(() => redis.stop());
  return redis;
}

function open(url: string | null, scope = 'team'): TeamRedis {
  const team = openRedis({ url, scope, onError: () => undefined });
  closers.push(() => team.close());
  return team;
}

/** A look into Redis from outside. */
function look(url: string): Redis {
  const client = new Redis(url, { retryStrategy: () => 50 });
  client.on('error', () => undefined);
  closers.push(() => Promise.resolve(client.disconnect()));
  return client;
}

const SOON_MS = 10_000;
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + SOON_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('did not come true within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Generations that are there: the first question after a start plants them. */
async function generations(team: TeamRedis, names: readonly string[]): Promise<readonly string[]> {
  let known: readonly string[] | null = null;
  await until(async () => (known = await team.generations.read(names)) !== null);
  return known ?? [];
}

const me = ofUser('me');

test('a database that Redis does not have is told in a sentence, and nothing is kept in another', async () => {
  const { url } = await ownRedis();
  const told: string[] = [];
  const team = openRedis({
    url: `${url}/99`,
    scope: 'team',
    onError: (error) => told.push((error as Error).message),
  });
  closers.push(() => team.close());
  await until(() => told.some((message) => message.includes('REDIS_URL asks for database 99')));
  expect([await team.ping(), await team.generations.read([me])]).toEqual([false, null]);
  expect(await look(url).keys('*')).toEqual([]);
  expect(await generations(open(`${url}/15`), [me])).toHaveLength(1);
});

test('a Redis that comes back with another password says so, though it was away before', async () => {
  const redis = await ownRedis(undefined, 'old');
  const told: string[] = [];
  const onError = (error: unknown): void => void told.push(String(error));
  const team = openRedis({ url: redis.url.replace('//', '//:old@'), scope: 'team', onError });
  closers.push(() => team.close());
  await until(team.ping);
  await redis.stop();
  await until(() => told.some((message) => message.includes('ECONNREFUSED')));
  await ownRedis(redis.port, 'new');
  await until(() => told.some((message) => message.includes('WRONGPASS')));
  expect(told.length).toBeLessThan(10);
});

describe('generations', () => {
  test('stay until they are replaced, for every server alike', async () => {
    const { url } = await ownRedis();
    const [a, b] = [open(url), open(url)];
    const first = await generations(a, [me, PEOPLE]);
    expect(await generations(b, [me, PEOPLE])).toEqual(first);
    await b.generations.replace([me]);
    const second = await generations(a, [me, PEOPLE]);
    expect(second[0]).not.toBe(first[0]);
    expect(second[1]).toBe(first[1]);
  });

  test('teams on one Redis do not touch each other', async () => {
    const { url } = await ownRedis();
    const [a, b] = [open(url, 'one'), open(url, 'other')];
    const first = await generations(a, [PEOPLE]);
    await generations(b, [PEOPLE]);
    await b.generations.replace([PEOPLE]);
    expect(await generations(a, [PEOPLE])).toEqual(first);
  });

  test('a replacement that failed is owed: nothing is read from the cache until it is made', async () => {
    const redis = await ownRedis();
    const [a, b] = [open(redis.url), open(redis.url)];
    const first = await generations(a, [me]);
    redis.child.kill('SIGSTOP');
    const started = performance.now();
    await a.generations.replace([me]);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(await a.generations.read([me])).toBeNull();
    expect(a.owed()).toBe(1);
    redis.child.kill('SIGCONT');
    await until(() => a.owed() === 0);
    expect(await generations(a, [me])).not.toEqual(first);
    expect(await generations(b, [me])).not.toEqual(first);
  });

  test('while one is being replaced, what is asked here meanwhile is not answered from the cache', async () => {
    const { url } = await ownRedis();
    const team = open(url);
    await generations(team, [me]);
    const replaced = team.generations.replace([me]);
    expect(await team.generations.read([me])).toBeNull();
    await replaced;
    expect(await team.generations.read([me])).not.toBeNull();
  });

  test('a flush or a restart makes new ones, never old ones again', async () => {
    const redis = await ownRedis();
    const team = open(redis.url);
    const first = await generations(team, [me]);
    await look(redis.url).flushall();
    const second = await generations(team, [me]);
    expect(second).not.toEqual(first);
    await redis.stop();
    await until(async () => (await team.generations.read([me])) === null);
    await ownRedis(redis.port);
    const third = await generations(team, [me]);
    expect([first[0], second[0]]).not.toContain(third[0]);
  });

  test('a Redis that comes back from an older snapshot revives nothing', async () => {
    const redis = await ownRedis();
    const team = open(redis.url);
    const old = await generations(team, [me]);
    const inside = look(redis.url);
    const [key = ''] = await inside.keys('generation:*');
    expect(await inside.get(key)).toBe(old[0]);
    await redis.stop();
    await until(async () => (await team.generations.read([me])) === null);
    await ownRedis(redis.port);
    await until(() => team.ping());
    await inside.set(key, old[0] ?? '');
    expect(await generations(team, [me])).not.toEqual(old);
  });
});

describe('answers', () => {
  test('come back as the bytes they were, here and on another server, under the document’s keys', async () => {
    const { url } = await ownRedis();
    const [a, b] = [open(url), open(url)];
    await generations(a, [me]);
    await generations(b, [me]);
    const body = Buffer.from('{"title":"Grüße"}');
    a.answers.put('list', 'me:page:1:g:h', body);
    expect(await a.answers.get('list', 'me:page:1:g:h')).toEqual(body);
    await until(async () => (await b.answers.get('list', 'me:page:1:g:h')) !== null);
    expect(await b.answers.get('list', 'me:page:1:g:h')).toEqual(body);
    const inside = look(url);
    const life = (key: string) => inside.ttl(key);
    expect(await life('tasks:list:user:me:page:1:g:h')).toBeGreaterThan(290);
    a.answers.put('profile', 'me', body);
    a.answers.put('task', 't', body);
    a.answers.put('stats', 'me', body);
    await until(async () => (await life('task:stats:me')) > 290);
    expect(await life('user:profile:me')).toBeGreaterThan(3_500);
    expect(await life('task:t')).toBeGreaterThan(590);
  });

  test('a Redis that does not answer costs 250 ms, then nothing', async () => {
    const redis = await ownRedis();
    const team = open(redis.url);
    await generations(team, [me]);
    redis.child.kill('SIGSTOP');
    for (let i = 0; i < 5; i++) expect(await team.answers.get('task', `t${i}`)).toBeNull();
    const started = performance.now();
    for (let i = 0; i < 100; i++) expect(await team.answers.get('task', `u${i}`)).toBeNull();
    expect(performance.now() - started).toBeLessThan(200);
    expect(await team.ping()).toBe(false);
    redis.child.kill('SIGCONT');
    await until(() => team.ping());
  });
});

/** What PostgreSQL would say, counted. */
class Truth {
  asked = 0;
  down = false;
  readonly alive = new Map<string, SessionState>();

  async read(ids: readonly string[]): Promise<ReadonlyMap<string, SessionState>> {
    this.asked++;
    await Promise.resolve();
    if (this.down) throw new Error('STORE_UNAVAILABLE');
    return new Map([...this.alive].filter(([id]) => ids.includes(id)));
  }
}

describe('states of sessions', () => {
  const token = { userId: 'u', jti: 'j' };
  const alive = (): Truth => {
    const truth = new Truth();
    truth.alive.set('s', { userId: 'u', role: 'user' });
    return truth;
  };

  test('are asked for once, then known here and to other servers', async () => {
    const { url } = await ownRedis();
    const inside = look(url);
    const truth = alive();
    const [first, second] = [open(url), open(url)];
    const [a, b] = [first.sessionStates(truth), second.sessionStates(truth)];
    await Promise.all([generations(first, [me]), generations(second, [me])]);
    expect(await Promise.all([a.get('s', token), a.get('s', token)])).toEqual([
      truth.alive.get('s'),
      truth.alive.get('s'),
    ]);
    expect(truth.asked).toBe(1);
    await until(async () => (await inside.exists('refresh_token:u:s')) === 1);
    expect(await b.get('s', token)).toEqual({ userId: 'u', role: 'user' });
    expect(truth.asked).toBe(1);
    expect(await inside.pttl('refresh_token:u:s')).toBeLessThanOrEqual(15_000);
  });

  test('one that has ended is refused at once here, and elsewhere as soon as it is told', async () => {
    const { url } = await ownRedis();
    const inside = look(url);
    const truth = alive();
    const [first, second] = [open(url), open(url)];
    const [a, b] = [first.sessionStates(truth), second.sessionStates(truth)];
    await Promise.all([generations(first, [me]), generations(second, [me])]);
    await until(async () => (await inside.pubsub('NUMSUB', 'sessions:team'))[1] === 2);
    expect(await b.get('s', token)).not.toBeNull();
    truth.alive.clear();
    await a.ended(['s'], token);
    expect(await a.get('s', token)).toBeNull();
    await until(async () => (await b.get('s', token)) === null);
    expect(await inside.ttl('revoked:s')).toBeGreaterThan(900);
    expect(await inside.ttl('blacklist:j')).toBeGreaterThan(900);
    // A server that knows nothing yet learns it from there, without PostgreSQL.
    const third = open(url);
    const c = third.sessionStates(truth);
    await generations(third, [me]);
    const { asked } = truth;
    expect(await c.get('s', token)).toBeNull();
    expect(truth.asked).toBe(asked);
  });

  test('a changed role holds at once here, whatever Redis still says', async () => {
    const { url } = await ownRedis();
    const inside = look(url);
    const truth = alive();
    const team = open(url);
    const states = team.sessionStates(truth);
    await generations(team, [me]);
    await states.get('s', token);
    await until(async () => (await inside.exists('refresh_token:u:s')) === 1);
    truth.alive.set('s', { userId: 'u', role: 'admin' });
    await states.changed('u');
    expect((await states.get('s', token))?.role).toBe('admin');
  });

  test('one that was asked for before it ended is not believed after', async () => {
    const { url } = await ownRedis();
    const team = open(url);
    let answer: (state: ReadonlyMap<string, SessionState>) => void = () => undefined;
    const states = team.sessionStates({ read: () => new Promise((resolve) => (answer = resolve)) });
    const asked = states.get('s');
    await states.ended(['s']);
    answer(new Map([['s', { userId: 'u', role: 'user' }]]));
    expect(await asked).toBeNull();
    expect(await states.get('s')).toBeNull();
  });

  test('flushed, paused or gone, Redis lets nobody in whom PostgreSQL refuses, and keeps nobody out', async () => {
    const redis = await ownRedis();
    const truth = alive();
    const team = open(redis.url);
    await generations(team, [me]);
    const known = (): ReturnType<TeamRedis['sessionStates']> => team.sessionStates(truth);
    await look(redis.url).set('revoked:gone', '1');
    await look(redis.url).flushall();
    expect(await known().get('gone', token)).toBeNull();
    expect(await known().get('s', token)).not.toBeNull();
    redis.child.kill('SIGSTOP');
    expect(await known().get('gone', token)).toBeNull();
    expect(await known().get('s', token)).not.toBeNull();
    await redis.stop();
    expect(await known().get('gone', token)).toBeNull();
    expect(await known().get('s', token)).not.toBeNull();
    truth.down = true;
    await expect(known().get('s', token)).rejects.toThrow('STORE_UNAVAILABLE');
  });
});

describe('limits', () => {
  test('are shared by servers, and given back', async () => {
    const { url } = await ownRedis();
    const teams = [open(url), open(url)];
    for (const team of teams) await generations(team, [me]);
    const [a, b] = teams.map((team) => team.limit('login', 3, 60));
    if (!a || !b) throw new Error('two limits');
    const key = randomUUID();
    expect(await a.take(key)).toMatchObject({ allowed: true, limit: 3, remaining: 2 });
    await b.take(key);
    expect(await a.take(key)).toMatchObject({ allowed: true, remaining: 0 });
    expect(await b.take(key)).toMatchObject({ allowed: false, remaining: 0 });
    expect((await b.look(key)).allowed).toBe(false);
    expect((await b.look(key)).resetIn).toBeGreaterThan(50);
    expect(await a.take(key, -2)).toMatchObject({ allowed: true, remaining: 1 });
    await a.reset(key);
    expect(await b.look(key)).toMatchObject({ allowed: true, remaining: 3 });
  });

  test('go on in each process while Redis is away, or where there is none', async () => {
    const redis = await ownRedis();
    const team = open(redis.url);
    await generations(team, [me]);
    redis.child.kill('SIGSTOP');
    for (const limit of [team.limit('login', 2, 60), open(null).limit('login', 2, 60)]) {
      expect((await limit.take('k')).allowed).toBe(true);
      expect((await limit.take('k')).allowed).toBe(true);
      expect((await limit.take('k')).allowed).toBe(false);
      await limit.reset('k');
      expect((await limit.take('k')).allowed).toBe(true);
    }
  });
});

test('without Redis nothing is cached and sessions are asked of PostgreSQL', async () => {
  const team = open(null);
  expect(await team.generations.read([me])).toBeNull();
  await team.generations.replace([me]);
  expect(await team.generations.read([me])).toBeNull();
  expect(await team.ping()).toBe(false);
  expect(team.socketAdapter).toBeUndefined();
  const truth = new Truth();
  truth.alive.set('s', { userId: 'u', role: 'admin' });
  const states = team.sessionStates(truth);
  expect(await states.get('s')).toEqual({ userId: 'u', role: 'admin' });
  await states.ended(['s']);
  expect(await states.get('s')).toBeNull();
});

test('a server that starts before its Redis uses it once it is there', async () => {
  const redis = await ownRedis();
  await redis.stop();
  const team = open(redis.url);
  expect(await team.generations.read([me])).toBeNull();
  expect(await team.ping()).toBe(false);
  await ownRedis(redis.port);
  await generations(team, [me]);
});

test('a server has two connections however much it asks: one that asks, one that hears', async () => {
  const redis = await ownRedis();
  const inside = look(redis.url);
  const team = open(redis.url);
  const limit = team.limit('anonymous', 1_000, 60);
  await generations(team, [me]);
  await Promise.all(Array.from({ length: 200 }, (_, n) => limit.take(String(n))));
  expect(Number(/connected_clients:(\d+)/.exec(await inside.info('clients'))?.[1])).toBe(3);
});

test('nothing here walks through the keys of Redis', async () => {
  const files = (await readdir(import.meta.dirname)).filter((file) => /(?<!\.test)\.ts$/.test(file));
  expect(files.length).toBeGreaterThan(8);
  for (const file of files) {
    const text = await readFile(path.join(import.meta.dirname, file), 'utf8');
    expect(text, file).not.toMatch(/\.(keys|[hsz]?scan|scanStream)\((?!\))/i);
  }
});
