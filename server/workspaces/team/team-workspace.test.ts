import { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { io } from 'socket.io-client';
import { expect, test } from 'vitest';
import { openLocalStore, type LocalStore } from '../../adapters/local/index.ts';
import { listen } from '../../http/server.ts';
import { attachSockets } from '../../modules/realtime/index.ts';
import { systemClock } from '../../ports/clock.ts';
import { systemTimer } from '../../ports/timer.ts';
import { MemoryTeam } from '../../test/sync/memory-team.ts';
import { TeamWorkspace } from './team-workspace.ts';

const USER = '01970000-0000-7000-8000-000000000001';

/** A store that cannot be counted: as one whose files are not read to their end. */
const unread = (store: LocalStore): LocalStore => ({
  ...store,
  replica: {
    ...store.replica,
    sync: Object.assign(Object.create(store.replica.sync) as typeof store.replica.sync, {
      counts: () => Promise.reject(new Error('EIO')),
    }),
  },
});

interface Made {
  readonly workspace: TeamWorkspace;
  readonly port: number;
  readonly heard: readonly string[];
  /** What was given back, in this order. */
  readonly closed: readonly string[];
  readonly end: () => Promise<void>;
}

/** A workspace whose store is what `wrap` makes of it. */
async function make(wrap: (store: LocalStore) => LocalStore): Promise<Made> {
  const folder = await mkdtemp(path.join(tmpdir(), 'taskflow-test-'));
  const server = createServer();
  const door = attachSockets(server);
  const port = await listen(server, 0);
  const team = new MemoryTeam();
  const user = team.addUser(USER);
  const heard: string[] = [];
  const closed: string[] = [];
  const line = Object.assign(team.connect(USER), { ask: () => Promise.reject(new Error('not asked')) });
  const workspace = new TeamWorkspace({
    entry: {
      id: 'w',
      kind: 'team',
      name: 'Team',
      instanceId: 'memory',
      userId: USER,
      email: 'a@example.org',
    },
    access: {
      visit: () => Promise.reject(new Error('nobody comes')),
      line: () => line,
      believe: () => undefined,
      again: () => Promise.resolve(),
      close: () => Promise.resolve(void closed.push('access')),
    },
    openStore: async () => {
      const store = await openLocalStore({ folder, clock: systemClock, backups: false });
      return wrap({ ...store, close: () => store.close().then(() => void closed.push('store')) });
    },
    user,
    clock: systemClock,
    timer: systemTimer,
    log: pino({ level: 'silent' }),
    version: '0',
    strict: true,
    remindAtDue: () => true,
    door,
    isKeyed: () => true,
    mayEnter: () => true,
    onChange: () => undefined,
    onEvent: ({ kind }) => heard.push(kind),
  });
  const end = async (): Promise<void> => {
    await door.close();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true, force: true });
  };
  return { workspace, port, heard, closed, end };
}

test('an opening that failed halfway leaves nothing behind that would answer beside the next one', async () => {
  let isBroken = true;
  const { workspace, port, heard, end } = await make((store) => (isBroken ? unread(store) : store));
  await expect(workspace.open()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  isBroken = false;
  await workspace.open();
  const client = io(`http://127.0.0.1:${port}/w/w/tasks`, { transports: ['websocket'], forceNew: true });
  const told: string[] = [];
  for (const name of ['connected', 'pong', 'settings']) client.on(name, () => told.push(name));
  await new Promise((resolve) => client.once('connected', resolve));
  client.emit('ping');
  await new Promise((resolve) => client.once('pong', resolve));
  workspace.publish({ kind: 'settings' });
  await new Promise((resolve) => client.once('settings', resolve));
  expect(told).toEqual(['connected', 'pong', 'settings']);
  expect(heard.filter((kind) => kind === 'settings')).toEqual(['settings']);
  client.disconnect();
  await workspace.close();
  await end();
});

test('what does not close in order keeps nothing else open, and is no failure of who closes', async () => {
  const { workspace, closed, end } = await make((store) => ({
    ...store,
    close: () => store.close().then(() => Promise.reject(new Error('EIO'))),
  }));
  const { replica } = await workspace.open();
  replica.services.reminders.close = () => Promise.reject(new Error('still busy'));
  await workspace.close();
  expect(closed).toEqual(['store', 'access']);
  await end();
});
