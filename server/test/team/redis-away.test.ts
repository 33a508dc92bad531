import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { startRedis } from '../../../build/test-services/redis.ts';
import { startTeamServer, type Person, type TeamServer } from './team-server.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** What nobody may believe of a session that has ended, and a second for a busy machine. */
const BELIEVED_MS = 16_000;

/** Somebody at work: writes, and looks at once whether their own list shows it, as a window does, with what it knows. */
async function work(person: Person, rounds: number): Promise<number[]> {
  const bad: number[] = [];
  let etag = '';
  for (let n = 0; n < rounds; n++) {
    const title = `${person.email} ${crypto.randomUUID()}`;
    const made = await person.request('POST', '/tasks', { title });
    if (made.status >= 500) bad.push(made.status);
    const known: Record<string, string> = etag ? { 'if-none-match': etag } : {};
    const list = await person.request('GET', '/tasks?limit=20', undefined, known);
    if (list.status >= 500) bad.push(list.status);
    expect(list.status).not.toBe(304);
    expect(list.text).toContain(title);
    etag = list.headers.get('etag') ?? '';
    const again = await person.request('GET', '/tasks?limit=20');
    expect(again.text).toContain(title);
    const route = `/tasks/${String(made.json['id'])}`;
    await person.request('GET', route);
    await person.request('PATCH', route, { version: 1, status: 'done' });
    expect((await person.request('GET', route)).json).toMatchObject({ version: 2, status: 'done' });
    const stats = await person.request('GET', '/tasks/stats');
    if (stats.status >= 500) bad.push(stats.status);
  }
  return bad;
}

/** Asks until the session is refused; throws when that takes longer than it may. */
async function untilRefused(asked: () => Promise<{ status: number }>, since: number): Promise<void> {
  for (;;) {
    const { status } = await asked();
    if (status === 401) return;
    expect(status).toBe(200);
    if (performance.now() - since > BELIEVED_MS) throw new Error('a session that ended is still accepted');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test(
  'Redis paused, flushed, killed, started again: no answer fails or is old, and no session that ended is accepted',
  { timeout: 120_000 },
  async () => {
    let redis = await startRedis();
    closing.push(() => redis.stop());
    const a = await startTeamServer({ redisUrl: redis.url });
    closing.push(() => a.close());
    const b = await startTeamServer({ redisUrl: redis.url, databaseUrl: a.databaseUrl });
    closing.push(() => b.close());
    const ada = await a.admin();
    const bob = await a.member('bob@example.org', ada);
    const cyd = await b.signIn((await a.member('cyd@example.org', ada)).email);

    const revoked: Promise<void>[] = [];
    /** Signs a device out on one server that the other one has just seen. */
    const signOut = async (): Promise<void> => {
      const device = await a.signIn('bob@example.org');
      const authorization = `Bearer ${device.token}`;
      const there = (): Promise<{ status: number }> =>
        b.request('GET', '/auth/profile', undefined, { authorization });
      expect((await there()).status).toBe(200);
      expect((await device.request('POST', '/auth/logout')).status).toBe(204);
      expect((await device.request('GET', '/auth/profile')).status).toBe(401);
      revoked.push(untilRefused(there, performance.now()));
    };
    const everybody = async (fault: string): Promise<void> => {
      const bad = await Promise.all([work(ada, 5), work(bob, 5), work(cyd, 5), signOut()]);
      expect({ fault, bad: bad.flat().filter(Boolean) }).toEqual({ fault, bad: [] });
      for (const server of [a, b]) await server.team.health.ready();
    };

    await everybody('none');
    redis.child.kill('SIGSTOP');
    await everybody('paused');
    redis.child.kill('SIGCONT');
    await everybody('goes on');
    const inside = new Redis(redis.url);
    await inside.flushall();
    inside.disconnect();
    await everybody('flushed');
    await redis.stop();
    await everybody('killed');
    redis = await startRedis({ port: redis.port });
    await everybody('started again');
    await Promise.all(revoked);
    await seesTheOther(b, ada);
  },
);

/** What one server wrote while Redis was away for it is seen on the other one soon, whoever had it cached. */
async function seesTheOther(b: TeamServer, ada: Person): Promise<void> {
  const title = `seen elsewhere ${crypto.randomUUID()}`;
  await ada.request('POST', '/tasks', { title });
  const authorization = `Bearer ${ada.token}`;
  const end = performance.now() + 10_000;
  for (;;) {
    const { text } = await b.request('GET', '/tasks?limit=5', undefined, { authorization });
    if (text.includes(title)) return;
    if (performance.now() > end) throw new Error('the other server still shows the old list');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
