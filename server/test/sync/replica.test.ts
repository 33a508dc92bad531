import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApiError } from '../../contract/client.ts';
import { newTask } from '../../modules/tasks/index.ts';
import { AT } from './memory-connection.ts';
import type { MemoryTeam } from './memory-team.ts';
import { ANN, annAndBen, type ReplicaApp } from './replica-app.ts';

let team: MemoryTeam;
let app: ReplicaApp;
beforeEach(async () => {
  ({ team, app } = await annAndBen());
});
afterEach(() => app.close());

describe('keeping in step', () => {
  test('what is made here is on the team at once, and what others make comes with the next news', async () => {
    await app.start();
    const made = await app.create('mine');
    await app.replica.settled();
    expect(team.tasks.get(made.id)?.title).toBe('mine');
    app.team.hear();
    team.edit(made.id, { title: 'theirs' });
    await app.replica.settled();
    expect((await app.get(made.id)).title).toBe('theirs');
    expect(app.heard.at(-1)).toMatchObject({
      kind: 'task',
      type: 'task.updated',
      after: { title: 'theirs' },
    });
  });

  test('without news it looks every 30 seconds; with them it trusts them for longer', async () => {
    await app.start();
    const made = await app.create('mine');
    await app.replica.settled();
    team.edit(made.id, { title: 'one' });
    await app.pass(29_000);
    expect((await app.get(made.id)).title).toBe('mine');
    await app.pass(2_000);
    expect((await app.get(made.id)).title).toBe('one');
    app.team.hint('connected');
    await app.replica.settled();
    team.edit(made.id, { title: 'two' });
    await app.pass(60_000);
    expect((await app.get(made.id)).title).toBe('one');
    await app.pass(300_000);
    expect((await app.get(made.id)).title).toBe('two');
  });

  test('changes that the team could not show yet are asked for soon, then less often', async () => {
    await app.start();
    const asked: number[] = [];
    const { pull } = app.team;
    app.team.pull = (cursor, limit) => {
      asked.push(app.time.now() - Date.parse(AT));
      return pull.call(app.team, cursor, limit).then((page) => ({ ...page, pending: asked.length < 10 }));
    };
    app.team.hint('changed');
    await app.pass(60_000);
    expect(asked.slice(0, 10)).toEqual([0, 20, 70, 170, 370, 870, 1_870, 3_870, 8_870, 13_870]);
  });

  test('away: it says so, tries again after 1, 2, 4 … 30 seconds, and sends what was done meanwhile', async () => {
    await app.start();
    app.team.fault = 'away';
    const made = await app.create('mine');
    await app.replica.settled();
    expect(app.replica.status).toMatchObject({ state: 'offline', waiting: 1 });
    const tries: number[] = [];
    const { server } = app.team;
    app.team.server = () => {
      tries.push((app.time.now() - Date.parse(AT)) / 1000);
      return server.call(app.team);
    };
    await app.pass(100_000);
    expect(tries).toEqual([1, 3, 7, 15, 31, 61, 91]);
    await app.edit(made.id, { title: 'mine, later' });
    app.team.fault = 'none';
    app.replica.reconnect();
    await app.replica.settled();
    expect(app.replica.status).toMatchObject({ state: 'synced', waiting: 0 });
    expect(team.tasks.get(made.id)?.title).toBe('mine, later');
    expect(app.errors).toEqual([]);
  });

  test('a team that is there again is not called away until all that waited is sent', async () => {
    await app.start();
    app.team.fault = 'away';
    for (let index = 0; index < 201; index++) await app.create(`task ${index}`);
    await app.replica.settled();
    app.team.fault = 'none';
    app.statuses.length = 0;
    app.replica.reconnect();
    await app.replica.settled();
    const sending = app.statuses.filter(({ waiting }) => waiting < 201);
    expect(sending[0]).toMatchObject({ state: 'syncing', waiting: 1 });
    expect(sending.map(({ state }) => state)).not.toContain('offline');
  });

  test('typed while the first news after an absence are read: it is sent right behind them', async () => {
    await app.start();
    app.team.fault = 'away';
    await app.create('while away');
    await app.replica.settled();
    const { pull } = app.team;
    app.team.pull = async (cursor, limit) => {
      app.team.pull = pull;
      const page = await pull.call(app.team, cursor, limit);
      await app.create('while it reads');
      return page;
    };
    app.team.fault = 'none';
    app.replica.reconnect();
    await app.replica.settled();
    expect(app.replica.status).toMatchObject({ state: 'synced', waiting: 0 });
    expect([...team.tasks.values()].map(({ title }) => title)).toEqual(['while away', 'while it reads']);
  });

  test('asked for while a try hangs: that one is hung up, and the next begins at once, not after a pause', async () => {
    await app.start();
    app.team.fault = 'away';
    await app.create('mine');
    await app.pass(20_000);
    app.team.fault = 'none';
    const { pull } = app.team;
    const pulling = new Promise<() => void>((resolve) => {
      app.team.pull = () =>
        new Promise((_, reject) => resolve(() => reject(new ApiError('UNREACHABLE', 0, 'hung up'))));
    });
    app.team.hint('changed');
    app.team.wake = await pulling;
    app.team.pull = pull;
    app.statuses.length = 0;
    app.replica.reconnect();
    await app.replica.settled();
    expect(app.replica.status).toMatchObject({ state: 'synced', waiting: 0 });
    expect(app.statuses.map(({ state }) => state)).not.toContain('offline');
  });

  test('asked for in vain, or on another network: the waits begin with the shortest again', async () => {
    await app.start();
    app.team.fault = 'away';
    await app.create('mine');
    await app.pass(100_000);
    const tries: number[] = [];
    let began = app.time.now();
    const { server } = app.team;
    app.team.server = () => {
      tries.push((app.time.now() - began) / 1000);
      return server.call(app.team);
    };
    app.replica.reconnect();
    await app.pass(8_000);
    expect(tries.splice(0)).toEqual([0, 1, 3, 7]);
    began = app.time.now();
    app.replica.tryAgain();
    await app.pass(4_000);
    expect(tries.splice(0)).toEqual([0, 1, 3]);
    // Who has to sign in first is not asked for again by another network.
    app.team.fault = 'none';
    app.team.refused = new ApiError('SESSION_ENDED', 401, 'ended');
    await app.pass(60_000);
    expect(app.replica.status.state).toBe('sign_in');
    tries.length = 0;
    app.replica.tryAgain();
    await app.pass(60_000);
    expect(tries).toEqual([]);
  });

  test('a heartbeat without an answer is offline at once', async () => {
    await app.start();
    expect(app.replica.status.state).toBe('synced');
    app.team.hint('lost');
    expect(app.replica.status.state).toBe('offline');
    await app.pass(1_000);
    expect(app.replica.status.state).toBe('synced');
  });

  test('an answer that came before the team was lost does not make it there again', async () => {
    await app.start();
    const states: string[] = [];
    const { pull } = app.team;
    app.team.pull = async (cursor, limit) => {
      const page = await pull.call(app.team, cursor, limit);
      // The network goes while the page is written down.
      app.team.fault = 'away';
      app.team.hint('lost');
      return page;
    };
    app.team.hint('changed');
    await app.replica.settled();
    app.team.pull = pull;
    for (let second = 0; second < 20; second++) {
      states.push(app.replica.status.state);
      await app.pass(1_000);
    }
    expect(new Set(states)).toEqual(new Set(['offline']));
    app.team.fault = 'none';
    await app.pass(30_000);
    expect(app.replica.status.state).toBe('synced');
  });

  test('signed out: everything stays, edits wait, nothing is tried; one sign-in sends them', async () => {
    await app.start();
    app.team.refused = new ApiError('SESSION_ENDED', 401, 'ended');
    const made = await app.create('mine');
    await app.pass(600_000);
    expect(app.replica.status).toMatchObject({ state: 'sign_in', waiting: 1 });
    await app.edit(made.id, { title: 'still mine' });
    app.team.refused = null;
    await app.pass(600_000);
    expect(team.tasks.size).toBe(0);
    app.replica.reconnect();
    await app.replica.settled();
    expect([...team.tasks.values()].map(({ title }) => title)).toEqual(['still mine']);
  });

  test.each([
    ['ACCOUNT_DISABLED', 'disabled'],
    ['UNAUTHENTICATED', 'sign_in'],
  ] as const)('%s: %s, and what is here can be read', async (code, state) => {
    await app.start();
    const made = await app.create('mine');
    await app.replica.settled();
    app.team.refused = new ApiError(code, 403, code);
    app.team.hint('changed');
    await app.replica.settled();
    expect(app.replica.status.state).toBe(state);
    expect((await app.get(made.id)).title).toBe('mine');
  });

  test('a team that serves no app as old as this one: readable, queueing, and it says so', async () => {
    app.team.apiMin = 2;
    await app.start();
    await app.create('mine');
    await app.replica.settled();
    expect(app.replica.status).toMatchObject({ state: 'too_old', waiting: 1 });
  });

  test('twenty changes offline, a restart, a lost answer, and the team: each is there once', async () => {
    app.team.fault = 'away';
    await app.start();
    for (let index = 0; index < 20; index++) await app.create(`task ${index}`);
    await app.restart();
    app.team.fault = 'mute';
    await app.start();
    expect(app.replica.status).toMatchObject({ state: 'offline', waiting: 20 });
    await app.restart();
    await app.start();
    expect(app.replica.status).toMatchObject({ state: 'synced', waiting: 0 });
    expect([...team.tasks.values()].map(({ title }) => title)).toEqual(
      Array.from({ length: 20 }, (_, index) => `task ${index}`),
    );
    expect([...team.applied.values()]).toEqual(Array.from({ length: 20 }, () => 1));
  });

  test('a batch that is too large is halved; what is too large alone is refused', async () => {
    await app.start();
    app.team.fault = 'away';
    for (let index = 0; index < 7; index++) await app.create(`task ${index}`);
    await app.replica.settled();
    app.team.fault = 'none';
    app.team.most = 2;
    app.replica.reconnect();
    await app.replica.settled();
    expect(team.tasks.size).toBe(7);
    app.team.most = 0;
    const made = await app.create('too large');
    await app.replica.settled();
    expect(await app.replica.queue.list()).toMatchObject([{ taskId: made.id, error: { code: 'TOO_LARGE' } }]);
  });

  test('a way that large batches do not get through: smaller ones do', async () => {
    await app.start();
    app.team.fault = 'away';
    for (let index = 0; index < 12; index++)
      await app.create(`task ${index}`, { description: 'x'.repeat(60_000) });
    await app.replica.settled();
    app.team.fault = 'none';
    const sizes: number[] = [];
    const { push } = app.team;
    app.team.push = (mutations) => {
      const bytes = JSON.stringify(mutations).length;
      sizes.push(bytes);
      if (bytes > 200_000) return Promise.reject(new ApiError('UNREACHABLE', 0, 'silence'));
      return push.call(app.team, mutations);
    };
    await app.pass(120_000);
    expect(team.tasks.size).toBe(12);
    expect(app.replica.status).toMatchObject({ state: 'synced', waiting: 0 });
    expect(Math.max(...sizes)).toBeGreaterThan(700_000);
    expect(sizes.length).toBeLessThan(20);
  });

  test('typed while a long feed is read: it does not wait for its end', async () => {
    for (let index = 0; index < 5; index++)
      team.put(newTask({ title: `there ${index}` }, { id: randomUUID(), creatorId: ANN, now: AT }));
    const { pull } = app.team;
    let pages = 0;
    app.team.pull = async (cursor) => {
      if (pages++ === 1) await app.create('while it loads');
      const titles = [...team.tasks.values()].map(({ title }) => title);
      if (pages === 4) expect(titles).toContain('while it loads');
      return pull.call(app.team, cursor, 1);
    };
    await app.start();
    expect(pages).toBeGreaterThan(4);
    expect(app.replica.status).toMatchObject({ state: 'synced', waiting: 0 });
  });

  test('what the team cannot read is refused alone, and the rest goes on', async () => {
    await app.start();
    app.team.fault = 'away';
    for (const title of ['one', 'odd', 'two']) await app.create(title);
    await app.replica.settled();
    app.team.fault = 'none';
    const { push } = app.team;
    app.team.push = (mutations) =>
      mutations.some(({ set }) => set['title'] === 'odd')
        ? Promise.reject(new ApiError('VALIDATION', 400, 'odd'))
        : push.call(app.team, mutations);
    app.replica.reconnect();
    await app.replica.settled();
    expect([...team.tasks.values()].map(({ title }) => title)).toEqual(['one', 'two']);
    expect(await app.replica.queue.list()).toMatchObject([
      { title: 'odd', error: { code: 'VALIDATION', message: 'odd' } },
    ]);
  });

  test('asked too much: it waits, and is not away', async () => {
    await app.start();
    app.team.refused = new ApiError('RATE_LIMITED', 429, 'later');
    await app.create('mine');
    await app.replica.settled();
    expect(app.replica.status.state).toBe('syncing');
    app.team.refused = null;
    await app.pass(10_000);
    expect(app.replica.status).toMatchObject({ state: 'synced', waiting: 0 });
  });
});
