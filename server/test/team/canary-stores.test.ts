import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import { expect, inject, test, vi } from 'vitest';
import { createLog } from '../../log.ts';
import { newSecret } from '../../modules/auth/secrets.ts';
import { withoutMongo } from './mongo.ts';
import { placesOf } from './places.ts';
import { PASSWORD, startTeamServer } from './team-server.ts';

test('no secret of a sign-in lies in a store of the team, a cache, or the log', async () => {
  const logged: string[] = [];
  const log = createLog('trace', { write: (line) => void logged.push(line) });
  const server = await startTeamServer({ log });
  const ada = await server.admin();
  const marks = { email: `${randomUUID()}@example.org`, title: `title ${randomUUID()}` };
  const bob = await server.member(marks.email, ada);
  const wrong = `wrong ${randomUUID()}`;
  await server.request('POST', '/auth/login', { email: bob.email, password: wrong });
  const browser = await server.request(
    'POST',
    '/auth/login',
    { email: bob.email, password: PASSWORD },
    { origin: server.origin },
  );
  const cookie = /=([^;]+)/.exec(browser.headers.get('set-cookie') ?? '')?.[1] ?? 'no cookie';
  const { json: task } = await bob.request('POST', '/tasks', { title: marks.title, assigneeId: ada.id });
  await bob.request('GET', '/tasks');
  await bob.request('GET', '/auth/profile');
  // What renews, what opens a socket, what sets a password, and what is sent where nothing of the kind belongs.
  const next = newSecret();
  const renewed = await server.request('POST', '/auth/refresh', { refreshToken: bob.refreshToken, next });
  const browsers = await server.request(
    'POST',
    '/auth/refresh',
    {},
    {
      origin: server.origin,
      cookie: (browser.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
    },
  );
  const successor = /=([^;]+)/.exec(browsers.headers.get('set-cookie') ?? '')?.[1] ?? 'no cookie';
  const [second, third] = [`second ${randomUUID()}`, `third ${randomUUID()}`];
  expect((await bob.request('POST', '/auth/password', { current: PASSWORD, next: second })).status).toBe(204);
  const reset = await ada.request('POST', `/users/${bob.id}/reset`);
  const invited = await ada.request('POST', '/users/invite', { email: `${randomUUID()}@example.org` });
  const socket = io(`${server.origin}/tasks`, { transports: ['websocket'], auth: { token: bob.token } });
  await new Promise<unknown>((resolve) => socket.once('connected', resolve));
  socket.disconnect();
  await bob.request('GET', `/tasks?search=${bob.token}`);
  await bob.request('GET', '/nothing', undefined, { cookie: `other=${next}` });
  await bob.request('GET', '/sync/changes');
  await bob.request('GET', '/export?format=json');
  await bob.request('POST', '/auth/logout');
  const again = { token: String(reset.json['url']).split('#')[1], next: third };
  expect((await server.request('POST', '/auth/reset', again)).status).toBe(204);

  const secrets = {
    password: PASSWORD,
    wrong,
    'access token': bob.token,
    'its signature': bob.token.split('.')[2] ?? '',
    'refresh token': bob.refreshToken.split('.')[1] ?? '',
    cookie: decodeURIComponent(cookie).split('.')[1] ?? '',
    'renewed access token': String(renewed.json['accessToken']),
    'next secret': next,
    'next cookie': decodeURIComponent(successor).split('.')[1] ?? '',
    'second password': second,
    'third password': third,
    link: again.token ?? '',
    invitation: String(invited.json['url']).split('#')[1] ?? '',
  };
  for (const [name, secret] of Object.entries(secrets)) expect(secret.length, name).toBeGreaterThan(10);

  const stores = {
    databaseUrl: server.databaseUrl,
    mongodbUrl: withoutMongo ? null : server.mongodbUrl,
    redisUrl: inject('redisUrl'),
  };
  // Until the last act has arrived in the event log.
  const places = await vi.waitFor(
    async () => {
      const found = await placesOf(stores);
      if (!withoutMongo) expect(found.get('MongoDB event_logs')).toContain('user.logout');
      return new Map([...found, ['log', logged.join('\n')]]);
    },
    { timeout: 20_000, interval: 250 },
  );
  for (const [place, text] of places)
    for (const [name, secret] of Object.entries(secrets))
      expect(text.includes(secret), `${name} in ${place}`).toBe(false);
  expect(logged.length).toBeGreaterThan(10);
  // The search works: what belongs there is found.
  for (const place of ['PostgreSQL users', 'PostgreSQL tasks', 'PostgreSQL changes', 'Redis'])
    expect(places.get(place)?.length, place).toBeGreaterThan(0);
  expect(places.get('Redis')).toContain(marks.title);
  if (!withoutMongo) expect(places.get('MongoDB event_logs')).toContain(String(task['id']));
  await server.close();
});
