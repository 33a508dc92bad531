import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest';
import type { WorkspaceItem } from '../../contract/app.ts';
import { inviteUser } from '../../contract/auth.ts';
import type { ApiError } from '../../contract/client.ts';
import { addWorkspace, removeWorkspace, signInAgain } from '../../contract/joining.ts';
import { createTask, getTask, listTasks } from '../../contract/tasks.ts';
import { getProfile, listUsers } from '../../contract/users.ts';
import { AppServer } from './app-server.ts';
import { freshDatabase } from './database.ts';
import { PASSWORD } from './team-server.ts';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
const apps: AppServer[] = [];
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());
afterEach(async () => {
  for (const app of apps.splice(0)) await app.server.remove();
});

const mongo = inject('mongo');
const urls = () => ({
  databaseUrl: fresh.url,
  mongodbUrl: mongo.kind === 'none' ? '' : mongo.url,
  redisUrl: inject('redisUrl'),
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

const join = (on: AppServer, email: string, register?: Record<string, string>): Promise<WorkspaceItem> =>
  on.app(addWorkspace, {
    body: { kind: 'databases', ...urls(), email, password: PASSWORD, ...(register ? { register } : {}) },
  });

test.skipIf(mongo.kind === 'none')(
  'a team of bare databases: its first account administrates, another app joins by invitation, both meet there',
  async () => {
    const one = await app();
    const { id } = await join(one, 'host@example.org', { firstName: 'Hanna' });
    await one.until(id, 'synced');
    expect(await one.of(id)(getProfile, {})).toMatchObject({
      role: 'admin',
      profile: { firstName: 'Hanna' },
    });
    const { url } = await one.of(id)(inviteUser, { body: { email: 'guest@example.org' } });
    expect(url).toMatch(/^taskflow:\/\/join#/);

    const two = await app();
    const refused = (await join(two, 'other@example.org', {}).catch((e: ApiError) => e)) as ApiError;
    expect(refused.code).toBe('REGISTRATION_CLOSED');
    const guest = await join(two, 'guest@example.org', { invite: url });
    await two.until(guest.id, 'synced');
    const me = await two.of(guest.id)(getProfile, {});
    expect(me.role).toBe('user');

    // Whoever came is known here by the news of it.
    await vi.waitFor(
      async () => {
        const { items } = await one.of(id)(listUsers, {});
        expect(items.map((user) => user.id)).toContain(me.id);
      },
      { timeout: 15_000 },
    );
    const task = await one.of(id)(createTask, { body: { title: 'For the guest', assigneeId: me.id } });
    await vi.waitFor(
      async () => {
        const { items } = await two.of(guest.id)(listTasks, {});
        expect(items.map(({ title }) => title)).toEqual([task.title]);
      },
      { timeout: 15_000 },
    );

    // A restart opens the databases again, by what the secrets have.
    const again = await one.restarted();
    apps.splice(apps.indexOf(one), 1, again);
    const later = await again.of(id)(createTask, { body: { title: 'After the restart' } });
    await again.until(id, 'synced');
    expect((await again.of(id)(getTask, { params: { id: later.id } })).title).toBe('After the restart');

    // Secrets that were not kept (no keystore): the addresses are asked for with the password. Another team's are refused.
    await again.server.close();
    await rm(path.join(again.server.folder, 'secrets.json'));
    const forgot = await AppServer.start({ folder: again.server.folder });
    apps.splice(apps.indexOf(again), 1, forgot);
    await forgot.of(id)(createTask, { body: { title: 'While its databases were unknown' } });
    await forgot.until(id, 'sign_in', 1);
    const signIn = (databases?: ReturnType<typeof urls>) =>
      forgot.app(signInAgain, {
        params: { id },
        body: { password: PASSWORD, ...(databases ? { databases } : {}) },
      });
    const others = await freshDatabase({ empty: true });
    const codes = [await codeOf(signIn()), await codeOf(signIn({ ...urls(), databaseUrl: others.url }))];
    expect(codes).toEqual(['TEAM_UNREACHABLE', 'TEAM_UNREACHABLE']);
    await others.drop();
    await signIn(urls());
    await forgot.until(id, 'synced');
    await forgot.app(removeWorkspace, { params: { id } });
    expect(await forgot.item(id)).toBeUndefined();
    expect((await forgot.app(listTasks, {})).items).toEqual([]);
  },
);

test('databases that are away are told by the doctor, and no address is kept', async () => {
  const one = await app();
  const refused = (await one
    .app(addWorkspace, {
      body: {
        kind: 'databases',
        databaseUrl: 'postgres://me:hunter2-secret@127.0.0.1:9/none',
        mongodbUrl: 'mongodb://127.0.0.1:9/none',
        redisUrl: 'redis://127.0.0.1:9',
        email: 'a@example.org',
        password: PASSWORD,
      },
    })
    .catch((e: ApiError) => e)) as ApiError;
  expect(refused.code).toBe('DOCTOR');
  expect(JSON.stringify([refused.details, refused.message])).not.toContain('hunter2-secret');
  expect(one.server.failures.join('')).not.toContain('hunter2-secret');
});
