import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { FaultyProxy } from '../../../build/test-services/proxy.ts';
import { JoinedApp } from './joined-app.ts';
import { startTeamServer, type Person, type TeamServer } from './team-server.ts';

let server: TeamServer;
let ada: Person;
beforeAll(async () => {
  server = await startTeamServer();
  ada = await server.admin();
});
afterAll(() => server.close());

let network: FaultyProxy;
let app: JoinedApp;
beforeEach(async () => {
  network = await FaultyProxy.start(Number(new URL(server.origin).port));
  app = await JoinedApp.join(`http://127.0.0.1:${network.port}`, await server.signIn(ada.email));
  await app.start();
  await app.synced();
});
afterEach(async () => {
  await app.close();
  await network.close();
});

const titlesOf = async (ids: readonly string[]): Promise<(string | undefined)[]> => {
  const answers = await Promise.all(ids.map((id) => ada.request('GET', `/tasks/${id}`)));
  return answers.map(({ json }) => json['title'] as string | undefined);
};

test.each([[['up', 'down']], [['down']]] as const)(
  'a network that swallows %j: offline by the heartbeat, and everything is sent when it is back',
  async (held) => {
    network.turn({ held });
    await app.until(() => app.replica.status.state === 'offline');
    const made = await app.create('typed while nothing came through');
    expect(app.replica.status).toMatchObject({ state: 'offline' });
    network.turn();
    app.replica.reconnect();
    await app.synced();
    expect(await titlesOf([made.id])).toEqual(['typed while nothing came through']);
  },
);

test('cut after so many bytes of an answer, wherever that is: each edit is on the team once', async () => {
  const ids: string[] = [];
  for (let bytes = 0; bytes < 3_000; bytes += 150) {
    network.cutAfter({ direction: 'down', bytes });
    const { id } = await app.create(`cut after ${bytes}`);
    ids.push(id);
    await app.until(() => app.replica.status.state === 'offline' || app.replica.status.waiting === 0);
    network.cutAfter(null);
    app.replica.reconnect();
    await app.synced();
  }
  expect(await titlesOf(ids)).toEqual(ids.map((_, index) => `cut after ${index * 150}`));
  const histories = await Promise.all(ids.map((id) => ada.request('GET', `/tasks/${id}/history`)));
  for (const { json } of histories) expect(json['items']).toHaveLength(1);
  const cut = (await app.tasks()).filter(({ title }) => title.startsWith('cut after'));
  expect(cut).toHaveLength(ids.length);
  expect(app.errors).toEqual([]);
});
