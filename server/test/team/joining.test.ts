import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { renameWorkspace } from '../../contract/app.ts';
import { listInvites, listSessions, changePassword } from '../../contract/auth.ts';
import type { ApiError } from '../../contract/client.ts';
import { listEvents, taskHistory } from '../../contract/events.ts';
import { getServer } from '../../contract/server.ts';
import { bulkTasks, createTask, listTasks, purgeTask, deleteTask } from '../../contract/tasks.ts';
import { getProfile, updateProfile } from '../../contract/users.ts';
import { AppServer } from './app-server.ts';
import { PASSWORD, startTeamServer, type Person, type TeamServer } from './team-server.ts';

let team: TeamServer;
let ada: Person;
const apps: AppServer[] = [];
beforeAll(async () => {
  team = await startTeamServer();
  ada = await team.admin();
});
afterAll(() => team.close());
afterEach(async () => {
  for (const app of apps.splice(0)) await app.server.remove();
});

async function app(): Promise<AppServer> {
  const started = await AppServer.start();
  apps.push(started);
  return started;
}

const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'no failure',
    (error: unknown) => (error as ApiError).code,
  );

/** The first arguments of a socket's next event of that name. */
const next = (socket: Socket, name: string): Promise<unknown> =>
  new Promise((resolve) => socket.once(name, resolve));

test('joined by address: a folder of its own, tasks both ways, and a socket under its own namespace', async () => {
  const mine = await app();
  await ada.request('POST', '/tasks', { title: 'Was there before' });
  const item = await mine.join(`${team.origin}/join?x=1`, ada.email, { name: 'Our team' });
  expect(item).toMatchObject({ kind: 'team', name: 'Our team', url: team.origin, user: ada.email });
  await mine.until(item.id, 'synced');
  const call = mine.of(item.id);
  const titles = async () => (await call(listTasks, {})).items.map(({ title }) => title);
  expect(await titles()).toEqual(['Was there before']);
  expect(await call(getServer, {})).toMatchObject({ instanceId: team.team.instanceId, signIn: 'password' });
  expect((await call(getProfile, {})).id).toBe(ada.id);

  const socket = mine.socket(item.id);
  await next(socket, 'connected');
  const heard = next(socket, 'task-event');
  const made = await ada.request('POST', '/tasks', { title: 'From the team' });
  const frame = (await heard) as { task: { id: string } };
  expect(frame.task.id).toBe(made.json['id']);
  socket.close();

  const here = await call(createTask, { body: { title: 'From here' } });
  await mine.until(item.id, 'synced');
  expect((await ada.request('GET', `/tasks/${here.id}`)).json).toMatchObject({ title: 'From here' });

  const folder = path.join(mine.server.folder, 'workspaces', item.id);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  const secrets = path.join(mine.server.folder, 'secrets.json');
  expect((await stat(secrets)).mode & 0o777).toBe(0o600);
  const known = await readFile(path.join(mine.server.folder, 'app.json'), 'utf8');
  expect(known).not.toContain(PASSWORD);
  const { refreshToken } = JSON.parse(JSON.parse(await readFile(secrets, 'utf8'))[item.id]);
  expect(known).not.toContain(refreshToken);
});

test('a restart opens it again, signed in, with what waits', async () => {
  const first = await app();
  const { id } = await first.join(team.origin, ada.email);
  await first.until(id, 'synced');
  await first.app(renameWorkspace, { params: { id }, body: { name: 'Renamed' } });
  const again = await first.restarted();
  apps.splice(apps.indexOf(first), 1, again);
  const task = await again.of(id)(createTask, { body: { title: 'After the restart' } });
  expect(await again.until(id, 'synced')).toMatchObject({ name: 'Renamed' });
  expect((await ada.request('GET', `/tasks/${task.id}`)).status).toBe(200);
});

test('refused sign-ins say so and leave nothing behind; one account is joined once', async () => {
  const mine = await app();
  const refused = await mine
    .join(team.origin, ada.email, { password: 'wrong-password' })
    .catch((e: ApiError) => e);
  expect(refused).toMatchObject({ code: 'DOCTOR', status: 422 });
  expect((refused as ApiError).details).toMatchObject({
    ok: false,
    stages: expect.arrayContaining([
      expect.objectContaining({ stage: 'sign_in', code: 'CREDENTIALS_WRONG' }),
    ]),
  });
  expect(await codeOf(mine.join('http://198.51.100.7', ada.email))).toBe('DOCTOR');
  expect(await codeOf(mine.join(team.origin, 'new@example.org', { register: {} }))).toBe(
    'REGISTRATION_CLOSED',
  );
  expect(await readdir(mine.server.folder)).not.toContain('workspaces');

  const before = (await ada.request('GET', '/auth/sessions')).json['items'] as unknown[];
  const { id } = await mine.join(team.origin, ada.email);
  const twice = (await mine.join(team.origin, ada.email).catch((e: ApiError) => e)) as ApiError;
  expect(twice).toMatchObject({ code: 'ALREADY_JOINED', details: { id } });
  const after = (await ada.request('GET', '/auth/sessions')).json['items'] as unknown[];
  expect(after.length).toBe(before.length + 1);
});

test('one account that joins twice at once is joined once, and has one session', async () => {
  const mine = await app();
  const sessions = async () =>
    ((await ada.request('GET', '/auth/sessions')).json['items'] as unknown[]).length;
  const before = await sessions();
  const tries = await Promise.all(
    Array.from({ length: 3 }, () =>
      mine.join(team.origin, ada.email).catch((error: unknown) => error as ApiError),
    ),
  );
  const [joined, ...others] = tries.flatMap((one) => ('kind' in one ? [one.id] : []));
  expect(others).toEqual([]);
  expect(tries.filter((one) => 'code' in one)).toEqual([
    expect.objectContaining({ code: 'ALREADY_JOINED', details: { id: joined } }),
    expect.objectContaining({ code: 'ALREADY_JOINED', details: { id: joined } }),
  ]);
  expect(await readdir(path.join(mine.server.folder, 'workspaces'))).toEqual([joined]);
  expect(await sessions()).toBe(before + 1);
});

test('an invitation makes the account and joins', async () => {
  const mine = await app();
  const invited = await ada.request('POST', '/users/invite', { email: 'bob@example.org' });
  const item = await mine.join(team.origin, 'bob@example.org', {
    register: { firstName: 'Bob', invite: String(invited.json['url']) },
  });
  await mine.until(item.id, 'synced');
  expect((await mine.of(item.id)(getProfile, {})).profile).toEqual({ firstName: 'Bob' });
});

test('an invitation whose account is there already, because an answer was lost, joins; somebody else’s does not', async () => {
  const mine = await app();
  const email = 'lost@example.org';
  const { url } = (await ada.request('POST', '/users/invite', { email })).json as { url: string };
  const body = { email, password: PASSWORD, invite: url.split('#')[1] };
  expect((await team.request('POST', '/auth/register', body)).status).toBe(201);
  const register = { register: { invite: url } };
  expect(await codeOf(mine.join(team.origin, email, { ...register, password: 'another password' }))).toBe(
    'INVITE_INVALID',
  );
  expect(await codeOf(mine.join(team.origin, 'eve@example.org', register))).toBe('INVITE_INVALID');
  const item = await mine.join(team.origin, email, register);
  await mine.until(item.id, 'synced');
});

test('what only the team can do is passed on; what it is asked for first comes from it', async () => {
  const mine = await app();
  const { id } = await mine.join(team.origin, ada.email);
  await mine.until(id, 'synced');
  const call = mine.of(id);
  const profile = await call(updateProfile, { body: { firstName: 'Ada' } });
  expect(profile.profile.firstName).toBe('Ada');
  expect((await call(getProfile, {})).profile.firstName).toBe('Ada');
  expect((await call(listSessions, {})).items.length).toBeGreaterThan(0);
  expect((await call(listInvites, {})).items).toEqual(expect.any(Array));
  expect(await codeOf(call(changePassword, { body: { current: 'not this one', next: PASSWORD } }))).toBe(
    'BAD_CREDENTIALS',
  );

  const task = await call(createTask, { body: { title: 'To be ended' } });
  await mine.until(id, 'synced');
  const history = await call(taskHistory, { params: { id: task.id } });
  expect(history).toMatchObject({ partial: false });
  expect(history.items.map(({ type }) => type)).toEqual(['task.created']);
  expect((await call(listEvents, {})).items.length).toBeGreaterThan(1);

  // Its way into the trash may still wait: the team hears of that first.
  await call(deleteTask, { params: { id: task.id }, query: { version: task.version } });
  await call(purgeTask, { params: { id: task.id } });
  expect((await ada.request('GET', `/tasks/${task.id}`)).status).toBe(404);
  expect((await call(listTasks, { query: { deleted: true } })).items).toEqual([]);
  for (const route of ['/auth/login', '/auth/refresh', '/auth/logout', '/auth/register', '/sync/mutations'])
    expect((await mine.server.request('POST', `/w/${id}/api/v1${route}`, {})).status, route).toBe(404);
});

test('many acts at once: what ends tasks for good is the team’s, the rest is done here', async () => {
  const mine = await app();
  const { id } = await mine.join(team.origin, ada.email);
  await mine.until(id, 'synced');
  const call = mine.of(id);
  const make = (title: string) => call(createTask, { body: { title } });
  const [ended, kept, live] = [await make('Ended'), await make('Kept'), await make('Live')];
  await mine.until(id, 'synced');
  await call(deleteTask, { params: { id: ended.id } });
  const { results } = await call(bulkTasks, {
    body: [
      { op: 'update', id: kept.id, version: kept.version, set: { status: 'done' } },
      { op: 'forever', id: ended.id },
      { op: 'forever', id: live.id },
      { op: 'delete', id: kept.id },
    ],
  });
  expect(results.map((one) => [one.id, one.status, one.error?.code])).toEqual([
    [kept.id, 200, undefined],
    [ended.id, 204, undefined],
    [live.id, 409, 'NOT_IN_TRASH'],
    [kept.id, 204, undefined],
  ]);
  await mine.until(id, 'synced');
  expect((await ada.request('GET', `/tasks/${ended.id}`)).status).toBe(404);
  expect((await ada.request('GET', `/tasks/${kept.id}`)).json).toMatchObject({ status: 'done' });
  expect((await call(listTasks, { query: { deleted: true } })).items.map((task) => task.id)).toEqual([
    kept.id,
  ]);
});

test('no key, no entrance', async () => {
  const mine = await app();
  const { id } = await mine.join(team.origin, ada.email);
  const answer = await fetch(`${mine.server.origin}/w/${id}/api/v1/tasks`);
  expect(answer.status).toBe(401);
});

test('a workspace whose folder is damaged says so, and the others do not notice', async () => {
  const mine = await app();
  const { id } = await mine.join(team.origin, ada.email);
  await mine.until(id, 'synced');
  await mine.server.close();
  const folder = path.join(mine.server.folder, 'workspaces', id);
  await rm(folder, { recursive: true });
  await writeFile(folder, 'no folder');
  const again = await AppServer.start({ folder: mine.server.folder });
  apps.splice(apps.indexOf(mine), 1, again);
  expect(await codeOf(again.of(id)(listTasks, {}))).toBe('STORE_UNAVAILABLE');
  expect(await again.item(id)).toMatchObject({
    status: { state: 'offline' },
    notices: [{ id: 'store-unavailable', dismissible: false }],
  });
  expect((await again.app(createTask, { body: { title: 'Mine alone' } })).title).toBe('Mine alone');
  const second = await again.join(team.origin, (await team.member(`n${Date.now()}@example.org`, ada)).email);
  await again.until(second.id, 'synced');
  // Mended, it opens when somebody asks for it again.
  await rm(folder);
  expect((await again.of(id)(listTasks, {})).items).toEqual(expect.any(Array));
  await again.until(id, 'synced');
});

test('a disk that is full at the last step of joining: nothing is left, here or at the team', async () => {
  const mine = await app();
  const sessions = async () =>
    ((await ada.request('GET', '/auth/sessions')).json['items'] as unknown[]).length;
  const before = await sessions();
  // app.json cannot be replaced by a file while it is a folder.
  await mkdir(path.join(mine.server.folder, 'app.json', 'in the way'), { recursive: true });
  expect(await codeOf(mine.join(team.origin, ada.email))).toBe('STORE_UNAVAILABLE');
  expect(await readdir(path.join(mine.server.folder, 'workspaces'))).toEqual([]);
  expect(await readFile(path.join(mine.server.folder, 'secrets.json'), 'utf8')).toBe('{}');
  expect(await sessions()).toBe(before);
});
