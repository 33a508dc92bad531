import { randomUUID } from 'node:crypto';
import { expect, inject, test, vi } from 'vitest';
import { withoutMongo } from './mongo.ts';
import { placesOf } from './places.ts';
import { PASSWORD, startTeamServer } from './team-server.ts';

test('no secret of a sign-in lies in a store of the team, a cache, or the log', async () => {
  const server = await startTeamServer();
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
  const reset = await ada.request('POST', `/users/${bob.id}/reset`);
  await bob.request('POST', '/auth/logout');

  const secrets = {
    password: PASSWORD,
    wrong,
    'access token': bob.token,
    'its signature': bob.token.split('.')[2] ?? '',
    'refresh token': bob.refreshToken.split('.')[1] ?? '',
    cookie: decodeURIComponent(cookie).split('.')[1] ?? '',
    link: String(reset.json['url']).split('#')[1] ?? '',
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
      return new Map([...found, ['log', server.logged.join('\n')]]);
    },
    { timeout: 20_000, interval: 250 },
  );
  for (const [place, text] of places)
    for (const [name, secret] of Object.entries(secrets))
      expect(text.includes(secret), `${name} in ${place}`).toBe(false);
  // The search works: what belongs there is found.
  for (const place of ['PostgreSQL users', 'PostgreSQL tasks', 'PostgreSQL changes', 'Redis'])
    expect(places.get(place)?.length, place).toBeGreaterThan(0);
  expect(places.get('Redis')).toContain(marks.title);
  if (!withoutMongo) expect(places.get('MongoDB event_logs')).toContain(String(task['id']));
  await server.close();
});
