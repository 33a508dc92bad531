import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { defineRoute } from '../contract/route.ts';
import type { TaskRecord } from '../contract/tasks.ts';
import type { Actor } from '../ports/actor.ts';
import type { AnswerFamily } from '../ports/answers.ts';
import { DomainEvents } from '../ports/domain-events.ts';
import type { Generations } from '../ports/generations.ts';
import { CachedAnswers } from './answers.ts';
import { bind } from './bind.ts';
import { mount } from './mount.ts';

/** Generations of one process, which can be taken away and held up. */
class Counted implements Generations {
  away = false;
  hold: Promise<void> = Promise.resolve();
  readonly #known = new Map<string, string>();
  #next = 0;

  read(names: readonly string[]): Promise<readonly string[] | null> {
    return Promise.resolve(this.away ? null : names.map((name) => this.#known.get(name) ?? '0'));
  }

  async replace(names: readonly string[]): Promise<void> {
    await this.hold;
    for (const name of names) this.#known.set(name, `g${++this.#next}`);
  }
}

const item = z.object({ text: z.string() });
const list = defineRoute({
  id: 'list',
  method: 'GET',
  base: 'api',
  path: '/things',
  access: 'user',
  summary: '',
  query: z.object({ overdue: z.optional(z.string()), page: z.optional(z.string()) }),
  status: 200,
  answer: item,
  cached: { family: 'list', timed: ['overdue'] },
  errors: [],
});
const write = defineRoute({
  ...list,
  id: 'write',
  method: 'POST',
  query: z.object({}),
  cached: undefined,
} as never);

const ANN: Actor = { id: 'ann', role: 'user' };
const BOB: Actor = { id: 'bob', role: 'user' };
const EVE: Actor = { id: 'eve', role: 'admin' };
const task = { id: 't', creatorId: 'ann', assigneeId: null } as TaskRecord;

let who = ANN;
let now = 0;
let text = 'first';
let worked = 0;
let duringWork: () => Promise<void> = () => Promise.resolve();
let generations: Counted;
let domain: DomainEvents;
let kept: Map<string, Buffer>;
let server: Server;
let url = '';

beforeEach(async () => {
  [who, now, text, worked, duringWork] = [ANN, 0, 'first', 0, () => Promise.resolve()];
  generations = new Counted();
  domain = new DomainEvents((error) => {
    throw error;
  });
  kept = new Map();
  const cache = {
    get: (family: AnswerFamily, key: string) => Promise.resolve(kept.get(`${family} ${key}`) ?? null),
    put: (family: AnswerFamily, key: string, body: Buffer) => void kept.set(`${family} ${key}`, body),
  };
  const answers = new CachedAnswers({ generations, cache, domain, clock: { now: () => now }, version: '1' });
  const app = new Koa();
  const routes = [
    bind(list, async () => {
      worked++;
      const seen = text;
      await duringWork();
      return { text: seen };
    }),
    bind(write as typeof list, () => {
      text = 'second';
      domain.publish({ kind: 'task', type: 'task.updated', before: task, after: task, actor: ANN, at: '' });
      return { text };
    }),
  ];
  app.use(
    mount('/api', routes, {
      admit: () => Promise.resolve(who),
      idempotency: { begin: () => Promise.resolve({ kind: 'running' }) },
      answers,
      strict: true,
      report: () => undefined,
    }),
  );
  const listener = app.callback();
  server = createServer((request, response) => void listener(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/things`;
});
afterEach(() => server.close());

async function get(query = '', known?: string) {
  const response = await fetch(url + query, { headers: known ? { 'if-none-match': known } : {} });
  return { status: response.status, text: await response.text(), etag: response.headers.get('etag') ?? '' };
}
const post = () => fetch(url, { method: 'POST' });

test('is made once, then sent as it is, and 304 needs no look into the cache', async () => {
  const first = await get();
  expect(await get()).toEqual(first);
  expect(first.text).toBe('{"text":"first"}');
  expect(worked).toBe(1);
  kept.clear();
  expect(await get('', first.etag)).toMatchObject({ status: 304, text: '' });
  expect(worked).toBe(1);
});

test('who takes gzip gets it packed; the answer and its name are the same', async () => {
  text = 'long '.repeat(1_000);
  const as = async (encoding: string) => {
    const response = await fetch(url, { headers: { 'accept-encoding': encoding } });
    const { headers } = response;
    return {
      packed: headers.get('content-encoding'),
      bytes: Number(headers.get('content-length')),
      etag: headers.get('etag'),
      text: await response.text(),
    };
  };
  const plain = await as('gzip;q=0, identity');
  expect(plain).toMatchObject({ packed: null, bytes: 5_011 });
  // Just made, found in the cache, and packed before.
  for (const packed of [await as('br, gzip'), await as('gzip'), await as('gzip')])
    expect(packed).toMatchObject({ packed: 'gzip', etag: plain.etag, text: plain.text });
  expect((await as('gzip')).bytes).toBeLessThan(200);
  text = 'short';
  domain.publish({ kind: 'user.changed', userId: 'bob' });
  expect(await as('gzip')).toMatchObject({ packed: null, text: '{"text":"short"}' });
});

test('each person, query and minute has its own', async () => {
  const answers = [await get(), await get('?page=2'), await get('?overdue=true')];
  now = 59_999;
  answers.push(await get('?overdue=true'));
  expect(worked).toBe(3);
  now = 60_000;
  answers.push(await get('?overdue=true'), await get('?%6Fverdue=true'));
  expect(worked).toBe(5);
  who = BOB;
  answers.push(await get());
  who = { ...BOB, role: 'admin' };
  answers.push(await get());
  expect(worked).toBe(7);
  expect(new Set(answers.map(({ etag }) => etag)).size).toBe(7);
  expect([...kept.keys()].map((key) => key.replace(/:[^:]*:[^:]*$/, ''))).toContain('list ann:page:2');
});

test('a write is answered when the old answers are passed over, for all who saw it and admins', async () => {
  const [mine, his, hers] = [await get(), ((who = BOB), await get()), ((who = EVE), await get())];
  let release: () => void = () => undefined;
  generations.hold = new Promise((resolve) => (release = resolve));
  who = ANN;
  let answered = false;
  const writing = post().then(() => (answered = true));
  await get();
  expect(answered).toBe(false);
  release();
  await writing;
  expect((await get('', mine.etag)).text).toBe('{"text":"second"}');
  who = EVE;
  expect((await get('', hers.etag)).text).toBe('{"text":"second"}');
  who = BOB;
  expect((await get('', his.etag)).status).toBe(304);
});

test('a page computed before a change is not found after it', async () => {
  duringWork = async () => {
    duringWork = () => Promise.resolve();
    await post();
  };
  expect((await get()).text).toBe('{"text":"first"}');
  expect((await get()).text).toBe('{"text":"second"}');
});

test('a changed name, role or account makes everybody’s answers new', async () => {
  await get();
  domain.publish({ kind: 'user.changed', userId: 'bob' });
  await get();
  expect(worked).toBe(2);
});

test('where generations are not to be known, the store answers and nothing is kept', async () => {
  generations.away = true;
  const first = await get();
  expect(first.status).toBe(200);
  expect((await get('', first.etag)).status).toBe(304);
  expect(worked).toBe(2);
  expect(kept.size).toBe(0);
});
