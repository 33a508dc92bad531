import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApiError } from '../../contract/client.ts';
import type { Notification } from '../../contract/events.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import { MemoryTeam } from './memory-team.ts';
import { ReplicaApp } from './replica-app.ts';

const ANN = 'aaaaaaaa-0000-4000-8000-000000000000';
const BEN = 'bbbbbbbb-0000-4000-8000-000000000000';
const AT = '2026-11-25T10:00:00.000Z';
const METADATA = { requestId: null };

let team: MemoryTeam;
let app: ReplicaApp;
beforeEach(async () => {
  team = new MemoryTeam();
  team.addUser(ANN);
  team.addUser(BEN);
  app = await ReplicaApp.open(team, ANN);
});
afterEach(() => app.close());

const started = async (): Promise<void> => {
  await app.replica.start();
  await app.replica.settled();
};
const theirs = (id: string, set: Partial<TaskRecord>): void => {
  const task = team.tasks.get(id);
  if (!task) throw new Error('not there');
  team.put({ ...task, ...set, version: task.version + 1 });
};
const resolve = async (how: 'mine' | 'theirs' | 'both') => {
  const [conflict] = await app.replica.conflicts.list();
  if (!conflict) throw new Error('no conflict');
  const answer = await app.replica.conflicts.resolve(await app.replica.actor(), conflict.id, how, METADATA);
  await app.replica.settled();
  return answer.task;
};

describe('keeping in step', () => {
  test('what is made here is on the team at once, and what others make comes with the next news', async () => {
    await started();
    const made = await app.create('mine');
    await app.replica.settled();
    expect(team.tasks.get(made.id)?.title).toBe('mine');
    app.team.hear();
    theirs(made.id, { title: 'theirs' });
    await app.replica.settled();
    expect((await app.get(made.id)).title).toBe('theirs');
    expect(app.heard.at(-1)).toMatchObject({
      kind: 'task',
      type: 'task.updated',
      after: { title: 'theirs' },
    });
  });

  test('without news it looks every 30 seconds; with them it trusts them for longer', async () => {
    await started();
    const made = await app.create('mine');
    await app.replica.settled();
    theirs(made.id, { title: 'one' });
    await app.pass(29_000);
    expect((await app.get(made.id)).title).toBe('mine');
    await app.pass(2_000);
    expect((await app.get(made.id)).title).toBe('one');
    app.team.hint('connected');
    await app.replica.settled();
    theirs(made.id, { title: 'two' });
    await app.pass(60_000);
    expect((await app.get(made.id)).title).toBe('one');
    await app.pass(300_000);
    expect((await app.get(made.id)).title).toBe('two');
  });

  test('changes that the team could not show yet are asked for soon, then less often', async () => {
    await started();
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
    await started();
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
    await started();
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

  test('a heartbeat without an answer is offline at once', async () => {
    await started();
    expect(app.replica.status.state).toBe('synced');
    app.team.hint('lost');
    expect(app.replica.status.state).toBe('offline');
    await app.pass(1_000);
    expect(app.replica.status.state).toBe('synced');
  });

  test('signed out: everything stays, edits wait, nothing is tried; one sign-in sends them', async () => {
    await started();
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
    await started();
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
    await started();
    await app.create('mine');
    await app.replica.settled();
    expect(app.replica.status).toMatchObject({ state: 'too_old', waiting: 1 });
  });

  test('twenty changes offline, a restart, a lost answer, and the team: each is there once', async () => {
    app.team.fault = 'away';
    await started();
    for (let index = 0; index < 20; index++) await app.create(`task ${index}`);
    await app.restart();
    app.team.fault = 'mute';
    await started();
    expect(app.replica.status).toMatchObject({ state: 'offline', waiting: 20 });
    await app.restart();
    await started();
    expect(app.replica.status).toMatchObject({ state: 'synced', waiting: 0 });
    expect([...team.tasks.values()].map(({ title }) => title)).toEqual(
      Array.from({ length: 20 }, (_, index) => `task ${index}`),
    );
    expect([...team.applied.values()]).toEqual(Array.from({ length: 20 }, () => 1));
  });

  test('a batch that is too large is halved; what is too large alone is refused', async () => {
    await started();
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

  test('what the team cannot read is refused alone, and the rest goes on', async () => {
    await started();
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
    await started();
    app.team.refused = new ApiError('RATE_LIMITED', 429, 'later');
    await app.create('mine');
    await app.replica.settled();
    expect(app.replica.status.state).toBe('syncing');
    app.team.refused = null;
    await app.pass(10_000);
    expect(app.replica.status).toMatchObject({ state: 'synced', waiting: 0 });
  });

  test('a damaged file is a walk through everything, once: not at each start until the file is folded away', async () => {
    await started();
    await app.create('mine');
    await app.replica.settled();
    const log = path.join(app.folder, 'log-000001');
    const bytes = await readFile(log);
    const at = bytes.lastIndexOf('mine');
    bytes[at] = (bytes[at] as number) ^ 1;
    const walksAfter = async (before: () => Promise<void>): Promise<number> => {
      await app.close(false);
      await before();
      await app.restart(true);
      const cursors: (string | null)[] = [];
      const { pull } = app.team;
      app.team.pull = (cursor, limit) => {
        cursors.push(cursor);
        return pull.call(app.team, cursor, limit);
      };
      await started();
      return cursors.filter((cursor) => cursor === null).length;
    };
    expect(await walksAfter(() => writeFile(log, bytes))).toBe(1);
    const [task] = [...team.tasks.values()];
    expect((await app.get(task?.id ?? '')).title).toBe('mine');
    expect(await walksAfter(() => Promise.resolve())).toBe(0);
    // More damage, in what came since.
    const more = await readFile(log);
    more[more.lastIndexOf('mine')] = 0;
    expect(await walksAfter(() => writeFile(log, more))).toBe(1);
  });

  test('a role that changed is a walk through everything', async () => {
    const others = randomUUID();
    team.push(BEN, [
      {
        opId: randomUUID(),
        op: 'create',
        taskId: others,
        baseVersion: 0,
        base: { title: null },
        set: { title: 'Ben’s' },
      },
    ]);
    await started();
    await expect(app.get(others)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const user = team.users.get(ANN);
    if (user) team.users.set(ANN, { ...user, role: 'admin' });
    app.team.hint('changed');
    await app.replica.settled();
    expect(await app.get(others)).toMatchObject({ title: 'Ben’s', can: { delete: true } });
    if (user) team.users.set(ANN, user);
    app.team.hint('changed');
    await app.replica.settled();
    await expect(app.get(others)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await app.store.replica.tasks.getMany([others])).size).toBe(0);
  });

  test('notifications: they come once, and the team hears of what was read when it can', async () => {
    await started();
    const note: Notification = {
      id: randomUUID(),
      userId: ANN,
      kind: 'assigned',
      taskId: randomUUID(),
      actorId: BEN,
      at: AT,
      readAt: null,
    };
    team.notify(note);
    app.team.hint('changed');
    await app.replica.settled();
    expect(app.heard.filter(({ kind }) => kind === 'notification')).toHaveLength(1);
    app.team.fault = 'away';
    const actor = await app.replica.actor();
    await app.replica.services.notifications.markRead(actor, { ids: [note.id] });
    await app.restart();
    app.team.fault = 'away';
    await started();
    app.team.fault = 'none';
    team.notify(note);
    app.replica.reconnect();
    await app.replica.settled();
    expect(app.team.read).toEqual([note.id]);
    expect((await app.replica.services.notifications.list(actor, { limit: 9 })).unread).toBe(0);
  });

  test('what this app does not understand is kept out of sight, and the feed goes on', async () => {
    await started();
    const strange = randomUUID();
    const { pull } = app.team;
    app.team.pull = async (cursor, limit) => {
      const page = await pull.call(app.team, cursor, limit);
      return {
        ...page,
        changes: [{ kind: 'task', task: { id: strange, title: 7 } }, { kind: 'board' }, ...page.changes],
      };
    };
    const made = await app.create('mine');
    theirs(await app.replica.settled().then(() => made.id), { title: 'theirs' });
    app.team.hint('changed');
    await app.replica.settled();
    expect((await app.get(made.id)).title).toBe('theirs');
    expect((await app.store.replica.sync.counts()).hidden).toBeGreaterThan(1);
    await expect(app.get(strange)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('unknown fields of a task come and stay', async () => {
    await started();
    const id = randomUUID();
    const base = (await app.create('mine')) as TaskRecord;
    await app.replica.settled();
    team.put({ ...(team.tasks.get(base.id) as TaskRecord), id, labels: ['new'] } as TaskRecord);
    app.team.hint('changed');
    await app.replica.settled();
    await app.edit(id, { title: 'edited' });
    await app.replica.settled();
    expect(await app.store.replica.tasks.get(id)).toMatchObject({ title: 'edited', labels: ['new'] });
  });
});

describe('the queue', () => {
  test('says what waits and since when; what is on its way cannot be discarded, the rest can', async () => {
    await started();
    const one = await app.create('one');
    await app.replica.settled();
    app.team.fault = 'mute';
    await app.edit(one.id, { title: 'one, edited', status: 'done' });
    await app.replica.settled();
    expect(await app.replica.queue.list()).toEqual([
      {
        taskId: one.id,
        title: 'one, edited',
        op: 'update',
        fields: ['title', 'status'],
        since: AT,
        sent: true,
      },
    ]);
    await expect(app.replica.queue.discard(one.id)).rejects.toMatchObject({ code: 'SENT' });
    const two = await app.create('two');
    await app.replica.queue.discard(two.id);
    await expect(app.get(two.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await app.replica.queue.list()).toHaveLength(1);
  });

  test('refused: it says why, is not sent again by itself, and may be retried or discarded', async () => {
    await started();
    const made = await app.create('mine', { assigneeId: BEN });
    await app.replica.settled();
    team.tombstones.add(made.id);
    await app.edit(made.id, { title: 'edited' });
    await app.replica.settled();
    expect(await app.replica.queue.list()).toMatchObject([{ sent: false, error: { code: 'GONE' } }]);
    await app.pass(100_000);
    expect(await app.replica.queue.list()).toHaveLength(1);
    team.tombstones.clear();
    await app.replica.queue.retry(made.id);
    await app.replica.settled();
    expect(team.tasks.get(made.id)?.title).toBe('edited');
    team.tombstones.add(made.id);
    await app.edit(made.id, { title: 'again' });
    await app.replica.settled();
    await app.replica.queue.discard(made.id);
    expect((await app.get(made.id)).title).toBe('edited');
    expect(app.replica.status.waiting).toBe(0);
  });
});

describe('conflicts', () => {
  /** Both change one field of a task; the team’s value stands. */
  async function clash(
    field: 'title' | 'description' | 'priority',
    mine: string,
    other: string,
  ): Promise<string> {
    await started();
    const { id } = await app.create('base');
    await app.replica.settled();
    app.team.fault = 'away';
    await app.edit(id, { [field]: mine });
    await app.replica.settled();
    app.team.fault = 'none';
    theirs(id, { [field]: other });
    app.replica.reconnect();
    await app.replica.settled();
    expect(app.replica.status).toMatchObject({ conflicts: 1, waiting: 0 });
    expect((await app.get(id))[field]).toBe(other);
    return id;
  }

  test('a field: mine is a new edit on theirs', async () => {
    const id = await clash('title', 'mine', 'theirs');
    expect(await app.replica.conflicts.list()).toMatchObject([
      { kind: 'field', field: 'title', base: 'base', mine: 'mine', theirs: 'theirs' },
    ]);
    expect((await resolve('mine'))?.title).toBe('mine');
    expect(team.tasks.get(id)?.title).toBe('mine');
    expect(app.replica.status.conflicts).toBe(0);
  });

  test('a field: theirs dismisses it', async () => {
    const id = await clash('title', 'mine', 'theirs');
    expect((await resolve('theirs'))?.title).toBe('theirs');
    expect(team.tasks.get(id)?.title).toBe('theirs');
  });

  test('two texts can be kept both; two priorities cannot', async () => {
    const id = await clash('description', 'mine', 'theirs');
    expect((await resolve('both'))?.description).toBe('theirs\n---\nmine');
    expect(team.tasks.get(id)?.description).toBe('theirs\n---\nmine');
  });

  test('a title is kept as the first line of the description', async () => {
    const id = await clash('title', 'mine', 'theirs');
    theirs(id, { description: 'text' });
    app.team.hint('changed');
    await app.replica.settled();
    expect(await resolve('both')).toMatchObject({ title: 'theirs', description: 'mine\ntext' });
  });

  test('what has one value cannot be both', async () => {
    await clash('priority', 'high', 'low');
    await expect(resolve('both')).rejects.toMatchObject({ code: 'VALIDATION' });
    expect(app.replica.status.conflicts).toBe(1);
  });

  test('a later text of mine replaces the earlier', async () => {
    const id = await clash('title', 'mine', 'theirs');
    app.team.fault = 'away';
    await app.edit(id, { title: 'mine again' });
    await app.replica.settled();
    app.team.fault = 'none';
    theirs(id, { title: 'theirs again' });
    app.replica.reconnect();
    await app.replica.settled();
    expect(await app.replica.conflicts.list()).toMatchObject([
      { mine: 'mine again', theirs: 'theirs again' },
    ]);
  });

  /** It is edited here and deleted there. */
  async function deleted(): Promise<string> {
    await started();
    const { id } = await app.create('base');
    await app.replica.settled();
    app.team.fault = 'away';
    await app.edit(id, { title: 'mine' });
    await app.replica.settled();
    app.team.fault = 'none';
    theirs(id, { deletedAt: AT });
    app.replica.reconnect();
    await app.replica.settled();
    expect(await app.replica.conflicts.list()).toMatchObject([{ kind: 'deleted', mine: { title: 'mine' } }]);
    return id;
  }

  test('edited here, deleted there: mine restores and sets', async () => {
    const id = await deleted();
    expect(await resolve('mine')).toMatchObject({ id, title: 'mine', deletedAt: null });
    expect(team.tasks.get(id)).toMatchObject({ title: 'mine', deletedAt: null });
  });

  test('edited here, deleted there: both is a new task of mine', async () => {
    const id = await deleted();
    const copy = await resolve('both');
    expect(copy).toMatchObject({ title: 'mine', deletedAt: null, creatorId: ANN });
    expect(copy?.id).not.toBe(id);
    expect(team.tasks.get(id)?.deletedAt).toBe(AT);
    expect(team.tasks.get(copy?.id ?? '')?.title).toBe('mine');
  });

  test('gone while edited here: it goes, and what was typed is offered as a new task', async () => {
    await started();
    const { id } = await app.create('base');
    await app.replica.settled();
    app.team.fault = 'away';
    await app.edit(id, { title: 'mine' });
    await app.replica.settled();
    app.team.fault = 'none';
    team.purge(id);
    app.replica.reconnect();
    await app.replica.settled();
    await expect(app.get(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await app.replica.conflicts.list()).toMatchObject([
      { kind: 'gone', taskId: id, mine: { title: 'mine' } },
    ]);
    const copy = await resolve('mine');
    expect(copy).toMatchObject({ title: 'mine' });
    expect(team.tasks.get(copy?.id ?? '')?.title).toBe('mine');
  });

  test('lost: put back under its id', async () => {
    await started();
    const saved = team.save();
    const { id } = await app.create('mine');
    await app.replica.settled();
    team.restore(saved);
    app.team.hint('changed');
    await app.replica.settled();
    expect(await app.replica.conflicts.list()).toMatchObject([{ kind: 'lost', mine: { title: 'mine' } }]);
    expect(await resolve('mine')).toMatchObject({ id, title: 'mine' });
    expect(team.tasks.get(id)?.title).toBe('mine');
  });
});
