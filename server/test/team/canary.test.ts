import { afterAll, beforeAll, expect, test } from 'vitest';
import { newSecret } from '../../modules/auth/secrets.ts';
import { AccountServer } from './account-server.ts';

let server: AccountServer;
beforeAll(async () => {
  server = await AccountServer.start({ registration: 'open' });
});
afterAll(() => server.close());

test('no secret of an account lies anywhere: not in a table, an event, or the log', async () => {
  const secrets: string[] = [];
  const marked = (name: string): string => {
    const secret = `canary ${name} ${crypto.randomUUID()}`;
    secrets.push(secret);
    return secret;
  };
  const [first, second, third, wrong] = ['first', 'second', 'third', 'wrong'].map(marked);
  const email = 'ada@example.org';
  const admin = await server.admin();
  const { json: made } = await server.post('/auth/register', { email, password: first });
  await server.post('/auth/login', { email, password: wrong });
  const browser = await server.post('/auth/login', { email, password: first });
  const app = await server.post('/auth/login', { email, password: first, client: 'app' });
  const token = app.json['accessToken'] as string;
  const next = newSecret();
  const refreshToken = app.json['refreshToken'] as string;
  await server.post('/auth/refresh', { refreshToken, next });
  const renewed = await server.post('/auth/refresh', {}, { cookie: browser.cookie ?? '' });
  await server.post('/auth/password', { current: first, next: second }, { token });
  const link = await server.post(`/users/${String(made['id'])}/reset`, undefined, admin);
  const invited = await server.post('/users/invite', { email: 'bob@example.org' }, admin);
  const linkToken = (link.json['url'] as string).split('#')[1] ?? '';
  await server.post('/auth/reset', { token: linkToken, next: third });
  // Refused, and a failure inside: what is logged then holds nothing of the request.
  await server.post('/auth/register', { email, password: first, invite: 'x' });
  await server.post('/auth/login', { email: first, password: first });
  await server.rows('ALTER TABLE changes RENAME TO hidden');
  expect((await server.post('/auth/login', { email, password: third })).status).toBe(500);
  await server.rows('ALTER TABLE hidden RENAME TO changes');
  expect(server.log.length).toBeGreaterThan(0);

  const tails = [refreshToken, browser.cookie, renewed.cookie].map((one) => one?.split('.')[1] ?? 'missing');
  secrets.push(...tails, next, token, linkToken, (invited.json['url'] as string).split('#')[1] ?? 'missing');
  const tables = await server.rows<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
  );
  const places: [string, string][] = [['log', server.log.join('\n')]];
  for (const { name } of tables) {
    const rows = await server.rows<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`);
    places.push([name, rows.map(({ row }) => row).join('\n')]);
  }
  expect(places.length).toBeGreaterThan(10);
  for (const [place, text] of places)
    for (const secret of secrets)
      expect([place, secret, text.includes(secret)]).toEqual([place, secret, false]);
  // The search itself works: what may be there is found.
  expect(places.some(([, text]) => text.includes(email))).toBe(true);
});
