import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ApiError } from '../../contract/client.ts';
import { taskHistory } from '../../contract/events.ts';
import {
  lookAtLoss,
  reconnect,
  removeWorkspace,
  runDoctor,
  signInAgain,
  type Loss,
} from '../../contract/joining.ts';
import { discardQueued, listConflicts, resolveConflict, retryQueued } from '../../contract/queue.ts';
import {
  createTask,
  listTasks,
  purgeTask,
  restoreTask,
  updateTask,
  deleteTask,
} from '../../contract/tasks.ts';
import { updateProfile } from '../../contract/users.ts';
import { AppServer } from './app-server.ts';
import { PASSWORD, startTeamServer, type Person, type TeamServer } from './team-server.ts';

/** A way to the team that can be cut. */
class Way {
  readonly #sockets = new Set<Socket>();
  #state: 'open' | 'cut' = 'open';
  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  static async to(target: string): Promise<Way> {
    const { port } = new URL(target);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const way = new Way(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('connection', (socket) => way.#connect(socket, Number(port)));
    return way;
  }

  become(state: 'open' | 'cut'): void {
    this.#state = state;
    if (state === 'cut') for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.become('cut');
    await new Promise((resolve) => this.server.close(resolve));
  }

  #connect(socket: Socket, port: number): void {
    this.#keep(socket);
    if (this.#state === 'cut') return void socket.destroy();
    const onward = connect(port, '127.0.0.1');
    this.#keep(onward);
    socket.pipe(onward).pipe(socket);
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
  }
}

let team: TeamServer;
let ada: Person;
let way: Way;
const apps: AppServer[] = [];
beforeAll(async () => {
  team = await startTeamServer();
  ada = await team.admin();
});
afterAll(() => team.close());
afterEach(async () => {
  await way.close();
  for (const app of apps.splice(0)) await app.server.remove();
});

/** An app that has joined by a way that can be cut. */
async function joined(): Promise<{ app: AppServer; id: string }> {
  way = await Way.to(team.origin);
  const app = await AppServer.start();
  apps.push(app);
  const { id } = await app.join(way.origin, ada.email);
  await app.until(id, 'synced');
  return { app, id };
}

const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'no failure',
    (error: unknown) => (error as ApiError).code,
  );

test('away: what is here is read, edits wait in the queue, only the team’s own acts say that it is away', async () => {
  const { app, id } = await joined();
  const call = app.of(id);
  const task = await call(createTask, { body: { title: 'Known to both' } });
  await app.until(id, 'synced');
  way.become('cut');
  await call(updateTask, { params: { id: task.id }, body: { title: 'Edited away', version: task.version } });
  const fresh = await call(createTask, { body: { title: 'Made away' } });
  await app.until(id, 'offline', 2);
  expect((await app.queue(id)).items.map(({ op, title }) => [op, title])).toEqual([
    ['update', 'Edited away'],
    ['create', 'Made away'],
  ]);
  expect(await codeOf(call(updateProfile, { body: { firstName: 'Eve' } }))).toBe('TEAM_UNREACHABLE');
  expect(await call(taskHistory, { params: { id: task.id } })).toMatchObject({ partial: true });

  // Only the team can end what it has, and it has to know first that it is in the trash.
  const known = await call(deleteTask, { params: { id: task.id } });
  expect(known).toBeUndefined();
  const early = await call(purgeTask, { params: { id: task.id } }).catch((e: ApiError) => e);
  expect(early).toMatchObject({
    code: 'TEAM_UNREACHABLE',
    message: expect.stringMatching(/does not know yet/),
  });
  await call(restoreTask, { params: { id: task.id } });

  // What the team never had ends here.
  const short = await call(createTask, { body: { title: 'Short life' } });
  await call(deleteTask, { params: { id: short.id }, query: { version: short.version } });
  await call(purgeTask, { params: { id: short.id } });
  await app.until(id, 'offline', 2);

  way.become('open');
  await app.app(reconnect, { params: { id } });
  await app.until(id, 'synced');
  expect((await ada.request('GET', `/tasks/${fresh.id}`)).json).toMatchObject({ title: 'Made away' });
  expect((await ada.request('GET', `/tasks/${short.id}`)).status).toBe(404);
});

test('an edit that waits is discarded or sent again; a conflict is shown and decided', async () => {
  const { app, id } = await joined();
  const call = app.of(id);
  const task = await call(createTask, { body: { title: 'One' } });
  await app.until(id, 'synced');
  way.become('cut');
  const edited = await call(updateTask, {
    params: { id: task.id },
    body: { title: 'Mine', version: task.version },
  });
  expect(edited.title).toBe('Mine');
  await app.until(id, 'offline', 1);
  const params = { id, taskId: task.id };
  // Nothing was refused: there is nothing to send again, and that is no failure.
  await app.app(retryQueued, { params });
  const before = (await ada.request('GET', `/tasks/${task.id}`)).json;
  await ada.request('PATCH', `/tasks/${task.id}`, { title: 'Theirs', version: before['version'] });
  way.become('open');
  await app.app(reconnect, { params: { id } });
  await app.until(id, 'synced');
  const { items } = await app.app(listConflicts, { params: { id } });
  expect(items).toMatchObject([{ kind: 'field', field: 'title', mine: 'Mine', theirs: 'Theirs' }]);
  const conflictId = items[0]?.id ?? '';
  const resolved = await app.app(resolveConflict, { params: { id, conflictId }, body: { resolve: 'mine' } });
  expect(resolved.task?.title).toBe('Mine');
  await app.until(id, 'synced');
  expect((await ada.request('GET', `/tasks/${task.id}`)).json).toMatchObject({ title: 'Mine' });

  way.become('cut');
  const extra = await call(createTask, { body: { title: 'Not to be sent' } });
  await app.until(id, 'offline', 1);
  const discarded = await codeOf(app.app(discardQueued, { params: { id, taskId: extra.id } }));
  // What was on its way when the line broke has no result yet.
  expect(['no failure', 'SENT']).toContain(discarded);
});

test('left only when nothing waits, or when that is thrown away: session, secrets and folder go', async () => {
  const { app, id } = await joined();
  const sessions = async (): Promise<number> =>
    ((await ada.request('GET', '/auth/sessions')).json['items'] as unknown[]).length;
  const signedIn = await sessions();
  way.become('cut');
  await app.of(id)(createTask, { body: { title: 'Unsent' } });
  await app.until(id, 'offline', 1);
  const refused = (await app.app(removeWorkspace, { params: { id } }).catch((e: ApiError) => e)) as ApiError;
  expect(refused).toMatchObject({
    status: 409,
    code: 'CHANGES_WAITING',
    details: { waiting: 1, conflicts: 0 },
  });
  way.become('open');
  await app.app(reconnect, { params: { id } });
  await app.until(id, 'synced');
  await app.app(removeWorkspace, { params: { id } });
  expect(await app.item(id)).toBeUndefined();
  expect(await sessions()).toBe(signedIn - 1);
  expect(existsSync(path.join(app.server.folder, 'workspaces', id))).toBe(false);
  expect(await codeOf(app.of(id)(listTasks, {}))).toBe('NOT_FOUND');
  expect(await codeOf(app.app(removeWorkspace, { params: { id: 'personal' } }))).toBe('FORBIDDEN');
  const again = await app.join(way.origin, ada.email);
  await app.until(again.id, 'synced');
  await app.app(removeWorkspace, { params: { id: again.id }, query: { discard: 'true' } });
});

test('a removal that was cut short is finished by the next start: nothing of the team stays on the disk', async () => {
  const { app, id } = await joined();
  const { folder } = app.server;
  // As far as it gets before a crash.
  await writeFile(path.join(folder, 'workspaces', id, 'removed'), '');
  const again = await app.restarted();
  apps.push(again);
  expect(await again.item(id)).toBeUndefined();
  expect(existsSync(path.join(folder, 'workspaces', id))).toBe(false);
  expect(await readFile(path.join(folder, 'secrets.json'), 'utf8')).not.toContain(id);
  expect(await readFile(path.join(folder, 'app.json'), 'utf8')).not.toContain(id);
});

test('what a conflict holds is lost with a workspace too: it is counted, and what came since is asked about again', async () => {
  const { app, id } = await joined();
  const call = app.of(id);
  const params = { id };
  const task = await call(createTask, { body: { title: 'One' } });
  await app.until(id, 'synced');
  way.become('cut');
  await call(updateTask, { params: { id: task.id }, body: { title: 'Mine', version: task.version } });
  await app.until(id, 'offline', 1);
  const { version } = (await ada.request('GET', `/tasks/${task.id}`)).json;
  await ada.request('PATCH', `/tasks/${task.id}`, { title: 'Theirs', version });
  way.become('open');
  await app.app(reconnect, { params });
  await app.until(id, 'synced');
  const loss = await app.app(lookAtLoss, { params });
  expect(loss).toMatchObject({ waiting: 0, conflicts: 1 });
  const refusal = (query: object): Promise<ApiError> =>
    app.app(removeWorkspace, { params, query }).then(
      () => Promise.reject(new Error('removed')),
      (error: unknown) => error as ApiError,
    );
  expect(await refusal({})).toMatchObject({ code: 'CHANGES_WAITING', details: loss });
  way.become('cut');
  const extra = await call(createTask, { body: { title: 'Unsent' } });
  await app.until(id, 'offline', 1);
  const more = await refusal({ discard: 'true', seen: loss.mark });
  expect(more).toMatchObject({ code: 'CHANGES_WAITING', details: { waiting: 1, conflicts: 1 } });
  expect(more.message).toBe('One change has not been sent, and one conflict is undecided.');
  const { mark } = more.details as Loss;
  // As many as before, and not the same.
  await call(updateTask, { params: { id: extra.id }, body: { title: 'More', version: extra.version } });
  const again = await refusal({ discard: 'true', seen: mark });
  expect(again.details).toMatchObject({ waiting: 1, conflicts: 1 });
  await app.app(removeWorkspace, {
    params,
    query: { discard: 'true', seen: (again.details as Loss).mark },
  });
  expect(await app.item(id)).toBeUndefined();
});

test('a session that was ended: readable, queueing, and one sign-in sends all', async () => {
  const { app, id } = await joined();
  const items = (await ada.request('GET', '/auth/sessions')).json['items'] as {
    id: string;
    current: boolean;
  }[];
  for (const session of items)
    if (!session.current) await ada.request('DELETE', `/auth/sessions/${session.id}`);
  const task = await app.of(id)(createTask, { body: { title: 'While signed out' } });
  await app.until(id, 'sign_in', 1);
  const doctor = await app.app(runDoctor, { body: { workspace: id } });
  expect(doctor.stages.at(-1)).toMatchObject({ stage: 'sign_in', ok: false });
  const wrong = app.app(signInAgain, { params: { id }, body: { password: 'not this one at all' } });
  expect(await codeOf(wrong)).toBe('BAD_CREDENTIALS');
  await app.app(signInAgain, { params: { id }, body: { password: PASSWORD } });
  await app.until(id, 'synced');
  expect((await ada.request('GET', `/tasks/${task.id}`)).status).toBe(200);
});

test('a forgotten password: the link that an administrator made sets a new one and signs in, once', async () => {
  const email = 'forgetful@example.org';
  const invited = await ada.request('POST', '/users/invite', { email });
  way = await Way.to(team.origin);
  const app = await AppServer.start();
  apps.push(app);
  const { id } = await app.join(way.origin, email, { register: { invite: String(invited.json['url']) } });
  await app.until(id, 'synced');
  const people = (await ada.request('GET', '/users?limit=100')).json['items'] as {
    id: string;
    email: string;
  }[];
  const userId = people.find((person) => person.email === email)?.id ?? '';
  const { url } = (await ada.request('POST', `/users/${userId}/reset`)).json as { url: string };
  const reset = url.split('#')[1] ?? '';
  const signIn = (body: { password: string; reset?: string }) =>
    app.app(signInAgain, { params: { id }, body });

  expect(await codeOf(signIn({ password: 'short', reset }))).toBe('VALIDATION');
  await signIn({ password: 'remembered this time', reset });
  await app.until(id, 'synced');
  expect(await codeOf(signIn({ password: 'remembered otherwise', reset }))).toBe('LINK_INVALID');
  expect(await codeOf(signIn({ password: PASSWORD }))).toBe('BAD_CREDENTIALS');
  await signIn({ password: 'remembered this time' });
});
