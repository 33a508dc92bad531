import { afterEach, expect, test } from 'vitest';
import { ManualTime } from '../manual-time.ts';
import { ended } from './realtime-server.ts';
import { closeAll, connect, create, isEverything, keyOf, team, user } from './realtime-team.ts';

afterEach(closeAll);

test('a session that ends takes its sockets along, at once where it ended, and soon elsewhere', async () => {
  const { servers } = await team({ everyMs: 50 });
  const { id, token } = await servers[0].person();
  const other = await servers[0].session(id);
  const [here, there, stays] = [
    await connect(servers[0], token),
    await connect(servers[1], token),
    await connect(servers[1], other),
  ];
  await servers[0].database.rows({ name: '', text: 'UPDATE sessions SET ended_at = now() WHERE id = $1' }, [
    token,
  ]);
  servers[0].domain.publish({ kind: 'sessions.ended', sessionIds: [token] });
  await Promise.all([ended(here.client), ended(there.client)]);
  await expect(servers[1].connect(token)).rejects.toThrow('SESSION_ENDED');
  const task = await create(servers[0], user(id));
  await stays.heard.until((frames) => frames.some((frame) => keyOf(frame) === `${task.id} 1`));
});

test('where a session ended its server tells the others, and their sockets end at once', async () => {
  const { servers } = await team({ everyMs: 60_000 });
  const { id, token } = await servers[0].person();
  const raised = await servers[0].session(id);
  const [there, stays] = [await connect(servers[1], token), await connect(servers[1], raised)];
  const sql = (text: string, value: string) => servers[0].database.rows({ name: '', text }, [value]);
  await sql('UPDATE sessions SET ended_at = now() WHERE id = $1', token);
  await servers[0].states.ended([token]);
  await ended(there.client);
  expect(stays.client.connected).toBe(true);
  await sql(`UPDATE users SET role = 'admin' WHERE id = $1`, id);
  await servers[0].states.changed(id);
  await stays.heard.until(isEverything);
  await sql('UPDATE users SET disabled_at = now() WHERE id = $1', id);
  await servers[0].states.changed(id);
  await ended(stays.client);
});

test('a disabled account loses its sockets on every server', async () => {
  const { servers } = await team({ everyMs: 50 });
  const { id, token } = await servers[0].person();
  const sockets = [await connect(servers[0], token), await connect(servers[1], token)];
  await servers[0].database.rows({ name: '', text: 'UPDATE users SET disabled_at = now() WHERE id = $1' }, [
    id,
  ]);
  await Promise.all(sockets.map(({ client }) => ended(client)));
});

test('a role that is given or taken moves sockets, at once where it was', async () => {
  const { servers } = await team({ everyMs: 50 });
  const { id, token } = await servers[0].person();
  const stranger = await servers[0].person();
  const sockets = [await connect(servers[0], token), await connect(servers[1], token)];
  const become = async (role: string): Promise<void> => {
    const since = sockets.map(({ heard }) => heard.frames.length);
    await servers[0].database.rows(
      { name: '', text: 'UPDATE users SET role = $2::user_role WHERE id = $1' },
      [id, role],
    );
    servers[0].domain.publish({ kind: 'user.changed', userId: id });
    for (const [n, { heard }] of sockets.entries())
      await heard.until((frames) => isEverything(frames.slice(since[n])));
  };
  await become('admin');
  const seen = await create(servers[1], user(stranger.id));
  for (const { heard } of sockets)
    await heard.until((frames) => frames.some((frame) => keyOf(frame) === `${seen.id} 1`));
  await become('user');
  const hidden = await create(servers[1], user(stranger.id));
  const own = await create(servers[1], user(id));
  for (const { heard } of sockets) {
    const frames = await heard.until((all) => all.some((frame) => keyOf(frame) === `${own.id} 1`));
    expect(frames.map(keyOf)).not.toContain(`${hidden.id} 1`);
  }
});

test('a token that expires ends its socket, unless it was renewed', async () => {
  const time = new ManualTime('2026-03-02T09:00:00.000Z');
  const { servers } = await team({ clock: time, timer: time });
  const { token } = await servers[0].person();
  const until = (ms: number): string => `${token}@${time.now() + ms}`;
  const [lapses, renews] = [
    await connect(servers[0], until(60_000)),
    await connect(servers[0], until(60_000)),
  ];
  expect(await renews.client.emitWithAck('reauth', { token: until(120_000) })).toEqual({ ok: true });
  await time.advance(60_001, () => Promise.resolve());
  await ended(lapses.client);
  expect(renews.client.connected).toBe(true);
  expect(await renews.client.emitWithAck('reauth', { token: crypto.randomUUID() })).toEqual({
    ok: false,
    code: 'UNAUTHENTICATED',
    message: 'You are not signed in.',
  });
  await ended(renews.client);
});

test('a token of somebody else does not renew a socket', async () => {
  const { servers } = await team();
  const [ann, bob] = [await servers[0].person(), await servers[0].person('admin')];
  const { client } = await connect(servers[0], ann.token);
  expect(await client.emitWithAck('reauth', { token: bob.token })).toEqual({
    ok: false,
    code: 'UNAUTHENTICATED',
    message: 'This token is somebody else’s.',
  });
  await ended(client);
});
