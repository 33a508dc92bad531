import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ClientToServer, ServerToClient, TaskEvent } from '../contract/realtime.ts';
import { LAUNCH_HEADER } from '../http/guard.ts';
import { buildTask } from './build-task.ts';
import { TestServer } from './test-server.ts';

type Client = Socket<ServerToClient, ClientToServer>;
type Frame = Exclude<TaskEvent, { type: 'task.removed' | 'tasks.changed' }>;

let server: TestServer;
const clients: Client[] = [];
beforeAll(async () => {
  server = await TestServer.start();
});
afterEach(() => clients.splice(0).forEach((client) => client.disconnect()));
afterAll(() => server.remove());

function open(
  options: { namespace?: string; token?: string; headers?: Record<string, string> } = {},
): Client {
  const client: Client = io(server.origin + (options.namespace ?? '/w/personal/tasks'), {
    transports: ['websocket'],
    auth: { token: options.token ?? server.launchKey },
    extraHeaders: { origin: server.origin, ...options.headers },
    reconnection: false,
    forceNew: true,
  });
  clients.push(client);
  return client;
}

const hears = <E extends keyof ServerToClient>(
  client: Client,
  name: E,
): Promise<Parameters<ServerToClient[E]>[0]> =>
  new Promise((resolve) => client.once(name, ((value: never) => resolve(value)) as never));

/** Frames of one task, collected from now on; `until` resolves at the n-th. */
function collect(client: Client, taskId: () => string) {
  const frames: TaskEvent[] = [];
  let wake = (): void => undefined;
  client.on('task-event', (event) => {
    const of = event.type === 'task.removed' ? event.taskId : 'task' in event ? event.task.id : '';
    if (of === taskId()) frames.push(event);
    wake();
  });
  const until = async (count: number): Promise<TaskEvent[]> => {
    while (frames.length < count) await new Promise<void>((resolve) => (wake = resolve));
    return frames;
  };
  return { frames, until };
}

test('two windows see each other’s changes, in order, on both namespaces', async () => {
  const [first, second] = [open(), open({ namespace: '/tasks' })];
  await Promise.all([hears(first, 'connected'), hears(second, 'connected')]);
  let id = '';
  const seen = [collect(first, () => id), collect(second, () => id)];
  id = crypto.randomUUID();
  await buildTask(server, { id, title: 'seen', description: 'all of it' });
  await server.request('PATCH', `/tasks/${id}`, { version: 1, status: 'done' });
  await server.request('PATCH', `/tasks/${id}`, { version: 2, rank: 'c1' });
  await server.request('DELETE', `/tasks/${id}`);
  await server.request('DELETE', `/tasks/${id}/forever`);
  for (const { until } of seen) {
    const frames = await until(5);
    expect(frames.map((frame) => frame.type)).toEqual([
      'task.created',
      'task.updated',
      'task.updated',
      'task.deleted',
      'task.removed',
    ]);
    const numbers = frames.map((frame) => frame.seq);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    const created = frames[0] as Frame;
    expect(created.task).toMatchObject({ title: 'seen', description: 'all of it', creator: { email: null } });
    expect(created.task).not.toHaveProperty('can');
    expect(created.actor?.id).toBe(created.task.creatorId);
  }
});

test('a refused write says nothing', async () => {
  const client = open();
  await hears(client, 'connected');
  const id = crypto.randomUUID();
  const { frames, until } = collect(client, () => id);
  await buildTask(server, { id });
  await server.request('PATCH', `/tasks/${id}`, { version: 7, title: 'late' });
  await server.request('PATCH', `/tasks/${id}`, { version: 1, title: 'right' });
  await until(2);
  expect(frames.map((frame) => (frame as Frame).task.version)).toEqual([1, 2]);
});

test('a socket needs the key, in CONNECT or in the upgrade', async () => {
  const refused = open({ token: 'wrong' });
  const error = await new Promise<Error>((resolve) => refused.once('connect_error', resolve));
  expect(error.message).toBe('LAUNCH_KEY_REQUIRED');
  const shell = open({ token: '', headers: { [LAUNCH_HEADER]: server.launchKey } });
  await hears(shell, 'connected');
});

test('subscribing follows the policy and is acknowledged; ping is answered; settings are told', async () => {
  const client = open();
  await hears(client, 'connected');
  const { id } = await buildTask(server);
  expect(await client.emitWithAck('subscribe-to-task', { taskId: id })).toEqual({ ok: true });
  expect(await client.emitWithAck('unsubscribe-from-task', { taskId: id })).toEqual({ ok: true });
  expect(await client.emitWithAck('subscribe-to-task', { taskId: crypto.randomUUID() })).toEqual({
    ok: false,
    code: 'NOT_FOUND',
    message: 'There is nothing here.',
  });
  for (const [nonsense, message] of [
    [{ taskId: { $ne: null } }, 'taskId: must be text'],
    [{ taskId: 'x' }, /^taskId: must look like /],
    [{}, 'taskId: is missing'],
    [null, 'The input must be a set of named fields.'],
    ['x', 'The input must be a set of named fields.'],
  ] as const)
    expect(await client.emitWithAck('subscribe-to-task', nonsense as never)).toEqual({
      ok: false,
      code: 'VALIDATION',
      message: typeof message === 'string' ? message : (expect.stringMatching(message) as unknown),
    });
  const pong = hears(client, 'pong');
  client.emit('ping');
  await pong;
  const settings = hears(client, 'settings');
  await server.request('PATCH', '/app/v1/settings', { theme: 'dark' });
  await settings;
  expect(await client.emitWithAck('reauth', { token: server.launchKey })).toEqual({ ok: true });
});

test('a message above 64 KB ends the socket', async () => {
  const client = open();
  await hears(client, 'connected');
  const ended = new Promise<string>((resolve) => client.once('disconnect', resolve));
  client.emit('subscribe-to-task', { taskId: 'x'.repeat(70_000) }, () => undefined);
  expect(await ended).toBe('transport close');
});

test('an unknown namespace does not exist', async () => {
  const client = open({ namespace: '/w/other/tasks' });
  const error = await new Promise<Error>((resolve) => client.once('connect_error', resolve));
  expect(error.message).toBe('Invalid namespace');
});

test(
  'a window that stops reading is dropped above 1 MiB, and the others go on',
  { timeout: 60_000 },
  async () => {
    const [stuck, well] = [open(), open()];
    await Promise.all([hears(stuck, 'connected'), hears(well, 'connected')]);
    // Kept, because a client that hears nothing for long gives its own up.
    const line = (
      Reflect.get(stuck.io.engine, 'transport') as unknown as {
        ws: { _socket: { pause(): void; destroy(): void } };
      }
    ).ws._socket;
    line.pause();
    const last = crypto.randomUUID();
    const { until } = collect(well, () => last);
    const description = 'x'.repeat(64 * 1024);
    const sockets = () => server.server.workspaces.personal.sockets;
    for (let i = 0; i < 200 && sockets() > 1; i++)
      await buildTask(server, { title: `big ${i}`, description });
    expect(sockets()).toBe(1);
    await buildTask(server, { id: last });
    await until(1);
    line.destroy();
  },
);
