import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTeamServer, type Person, type TeamServer } from './team-server.ts';

let server: TeamServer;
let ada: Person;
let bob: Person;
beforeAll(async () => {
  server = await startTeamServer();
  ada = await server.admin();
  bob = await server.member('bob@example.org', ada);
});
afterAll(() => server.close());

const fixture = (name: string): Promise<string> =>
  readFile(path.resolve(import.meta.dirname, '../fixtures/transfer', name), 'utf8');
const counts = (created: number, skipped: number) => ({ created, updated: 0, skipped });

test('one file of two people makes each their own tasks, and each once', async () => {
  const content = await fixture('ticktick-export.csv');
  const body = { format: 'ticktick', content, mode: 'merge', preview: false };
  const first = (await ada.request('POST', '/import', body)).json;
  const many = Number(first['created']);
  expect(many).toBeGreaterThan(5);
  expect((await ada.request('POST', '/import', body)).json).toMatchObject(counts(0, many));
  expect((await bob.request('POST', '/import', body)).json).toMatchObject(counts(many, 0));
  expect((await bob.request('GET', '/tasks')).json['items']).toSatisfy((items: { creatorId: string }[]) =>
    items.every(({ creatorId }) => creatorId === bob.id),
  );
});

test('a file of anybody forges nothing: neither makers, nor histories, nor what it may replace', async () => {
  const { json: secret } = await ada.request('POST', '/tasks', { title: 'Ada’s own' });
  const { users, events } = JSON.parse((await ada.request('GET', '/export?format=json')).text) as {
    users: unknown[];
    events: { entityId: string }[];
  };
  const forged = { ...secret, title: 'Taken over', version: 99 };
  delete (forged as Record<string, unknown>)['can'];
  delete (forged as Record<string, unknown>)['creator'];
  delete (forged as Record<string, unknown>)['assignee'];
  const mine = events.filter(({ entityId }) => entityId === secret['id']);
  const content = JSON.stringify({
    format: 'taskflow',
    version: 1,
    exportedAt: new Date().toISOString(),
    users,
    tasks: [forged],
    events: mine,
    state: {},
  });
  const body = { format: 'taskflow', content, mode: 'merge', preview: false };
  expect((await bob.request('POST', '/import', body)).json).toMatchObject(counts(1, 0));
  expect((await bob.request('POST', '/import', body)).json).toMatchObject(counts(0, 1));
  const route = `/tasks/${String(secret['id'])}`;
  expect((await ada.request('GET', route)).json).toMatchObject({ title: 'Ada’s own', version: 1 });
  const { json: found } = await bob.request('GET', '/tasks?search=taken%20over');
  expect(found).toMatchObject({ total: 1, items: [{ creatorId: bob.id, version: 1 }] });
  const replace = await bob.request('POST', '/import', { ...body, mode: 'replace' });
  expect(replace.json).toMatchObject({ code: 'REPLACE_NOT_ALLOWED' });
});
