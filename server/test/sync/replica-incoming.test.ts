import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Notification } from '../../contract/events.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import { AT } from './memory-connection.ts';
import type { MemoryTeam } from './memory-team.ts';
import { ANN, BEN, annAndBen, type ReplicaApp } from './replica-app.ts';

let team: MemoryTeam;
let app: ReplicaApp;
beforeEach(async () => {
  ({ team, app } = await annAndBen());
});
afterEach(() => app.close());

describe('what comes in', () => {
  test('a damaged file is a walk through everything, once: not at each start until the file is folded away', async () => {
    await app.start();
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
      await app.start();
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
    await app.start();
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
    await app.start();
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
    await app.start();
    app.team.fault = 'none';
    team.notify(note);
    app.replica.reconnect();
    await app.replica.settled();
    expect(app.team.read).toEqual([note.id]);
    expect((await app.replica.services.notifications.list(actor, { limit: 9 })).unread).toBe(0);
  });

  test('what others did is told apart from one’s own, from whatever device, and known after a restart without the team', async () => {
    await app.start();
    const newest = async () => app.replica.stores.others?.newest(await app.replica.actor());
    const authors = () =>
      app.heard.splice(0).flatMap((event) => (event.kind === 'task' ? [event.actor?.id ?? null] : []));
    const hear = async (): Promise<void> => {
      app.team.hint('changed');
      await app.replica.settled();
    };
    const { id } = await app.create('mine');
    await app.replica.settled();
    team.edit(id, { title: 'from my other device' }, ANN);
    await hear();
    expect(await newest()).toBe(null);
    expect(authors()).not.toContain(BEN);

    team.edit(id, { title: 'Ben’s' }, BEN);
    team.edit(id, { status: 'done' }, ANN);
    await hear();
    const first = await newest();
    expect(first).toEqual(expect.any(String));
    expect(authors()).toEqual([BEN]);
    await app.edit(id, { title: 'mine again' });
    await app.replica.settled();
    expect(await newest()).toBe(first);

    await app.restart();
    app.team.fault = 'away';
    await app.start();
    expect(await newest()).toBe(first);
    app.team.fault = 'none';
    team.edit(id, { title: 'Ben’s again' }, BEN);
    app.replica.reconnect();
    await app.replica.settled();
    expect(await newest()).not.toBe(first);
  });

  test('what this app does not understand is kept out of sight, and the feed goes on', async () => {
    await app.start();
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
    team.edit(await app.replica.settled().then(() => made.id), { title: 'theirs' });
    app.team.hint('changed');
    await app.replica.settled();
    expect((await app.get(made.id)).title).toBe('theirs');
    expect((await app.store.replica.sync.counts()).hidden).toBeGreaterThan(1);
    await expect(app.get(strange)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a task that this app understood, and does not as it is now: what waits in it stays, also after a walk', async () => {
    await app.start();
    const made = await app.create('mine');
    await app.replica.settled();
    app.team.fault = 'away';
    await app.edit(made.id, { title: 'edited' });
    await app.replica.settled();
    app.team.fault = 'none';
    const { pull, push } = app.team;
    app.team.push = () => Promise.resolve({ epoch: team.epoch, results: [] });
    const asNow = (change: unknown): unknown => {
      const { task } = change as { task?: TaskRecord };
      return task?.id === made.id ? { kind: 'task', task: { ...task, status: 'of tomorrow' } } : change;
    };
    app.team.pull = async (cursor, limit) => {
      const page = await pull.call(app.team, cursor, limit);
      return { ...page, changes: page.changes.map(asNow) };
    };
    const user = team.users.get(ANN);
    if (user) team.users.set(ANN, { ...user, role: 'admin' });
    app.replica.reconnect();
    await app.replica.settled();
    expect(await app.store.replica.sync.counts()).toMatchObject({ hidden: 1, waiting: 1, conflicts: 0 });
    expect((await app.get(made.id)).title).toBe('edited');
    // The next walk brings it as it can be read.
    Object.assign(app.team, { pull, push });
    if (user) team.users.set(ANN, user);
    app.replica.reconnect();
    await app.replica.settled();
    expect(await app.store.replica.sync.counts()).toMatchObject({ hidden: 0, waiting: 0, conflicts: 0 });
    expect(team.tasks.get(made.id)?.title).toBe('edited');
  });

  test('unknown fields of a task come and stay', async () => {
    await app.start();
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
