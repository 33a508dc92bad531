import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AT } from './memory-connection.ts';
import type { MemoryTeam } from './memory-team.ts';
import { ANN, BEN, annAndBen, type ReplicaApp } from './replica-app.ts';

const METADATA = { requestId: null };

let team: MemoryTeam;
let app: ReplicaApp;
beforeEach(async () => {
  ({ team, app } = await annAndBen());
});
afterEach(() => app.close());

const resolve = async (how: 'mine' | 'theirs' | 'both') => {
  const [conflict] = await app.replica.conflicts.list();
  if (!conflict) throw new Error('no conflict');
  const answer = await app.replica.conflicts.resolve(await app.replica.actor(), conflict.id, how, METADATA);
  await app.replica.settled();
  return answer.task;
};

describe('the queue', () => {
  test('says what waits and since when; what is on its way cannot be discarded, the rest can', async () => {
    await app.start();
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
    await app.start();
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
    await app.start();
    const { id } = await app.create('base');
    await app.replica.settled();
    app.team.fault = 'away';
    await app.edit(id, { [field]: mine });
    await app.replica.settled();
    app.team.fault = 'none';
    team.edit(id, { [field]: other });
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
    team.edit(id, { description: 'text' });
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
    team.edit(id, { title: 'theirs again' });
    app.replica.reconnect();
    await app.replica.settled();
    expect(await app.replica.conflicts.list()).toMatchObject([
      { mine: 'mine again', theirs: 'theirs again' },
    ]);
  });

  /** It is edited here and deleted there. */
  async function deleted(): Promise<string> {
    await app.start();
    const { id } = await app.create('base');
    await app.replica.settled();
    app.team.fault = 'away';
    await app.edit(id, { title: 'mine' });
    await app.replica.settled();
    app.team.fault = 'none';
    team.edit(id, { deletedAt: AT });
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

  test.each(['mine', 'both'] as const)(
    'a field of a task that went before anybody decided, %s: a new task',
    async (how) => {
      const id = await clash('description', 'mine', 'theirs');
      team.purge(id);
      app.team.hint('changed');
      await app.replica.settled();
      const copy = await resolve(how);
      expect(copy).toMatchObject({ title: 'base', description: 'mine' });
      expect(team.tasks.get(copy?.id ?? '')).toMatchObject({ title: 'base', description: 'mine' });
      expect(app.replica.status.conflicts).toBe(0);
    },
  );

  test('deleted, and then for good, before anybody decided: mine is a new task too', async () => {
    const id = await deleted();
    team.purge(id);
    app.team.hint('changed');
    await app.replica.settled();
    const copy = await resolve('mine');
    expect(copy).toMatchObject({ title: 'mine', deletedAt: null });
    expect(copy?.id).not.toBe(id);
  });

  test('gone while edited here: it goes, and what was typed is offered as a new task', async () => {
    await app.start();
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
    await app.start();
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
