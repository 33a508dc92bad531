import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { Device } from './device.ts';
import { MemoryTeam } from './memory-team.ts';

const [ANN, BEN] = ['a', 'b'].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`) as [
  string,
  string,
];
const opened: Device[] = [];

async function team(): Promise<{ team: MemoryTeam; ann: Device; ben: Device }> {
  const made = new MemoryTeam();
  made.addUser(ANN);
  made.addUser(BEN);
  const [ann, ben] = await Promise.all([Device.inMemory(ANN, made), Device.inMemory(BEN, made)]);
  opened.push(ann, ben);
  return { team: made, ann, ben };
}

afterEach(async () => {
  for (const device of opened.splice(0)) await device.close();
});

const edit = async (device: Device, id: string, title: string): Promise<void> => {
  const task = await device.store.replica.tasks.get(id);
  if (!task || !(await device.edit(task, { title }))) throw new Error('not edited');
};
const openOf = async (device: Device) =>
  (await device.sync.conflicts()).map(({ kind, taskId, mine, theirs }) => ({
    kind,
    taskId,
    mine: (mine as { title?: string }).title,
    theirs: (theirs as { title?: string } | undefined)?.title,
  }));

test('a team restored to before: what its replicas had more is offered by them, and they are what the team is', async () => {
  const { team: memory, ann, ben } = await team();
  const [kept, made, ahead] = [randomUUID(), randomUUID(), randomUUID()];
  await ann.create(kept, 'kept');
  await ann.create(ahead, 'before', { assigneeId: BEN });
  await ann.settle();
  const saved = memory.save();
  await ann.create(made, 'made after');
  await edit(ann, ahead, 'edited after');
  await ann.settle();
  await ben.settle();
  await edit(ann, kept, 'waiting');
  memory.restore(saved);
  await ann.settle();
  await ben.settle();
  expect(await openOf(ann)).toEqual(
    expect.arrayContaining([
      { kind: 'lost', taskId: made, mine: 'made after', theirs: undefined },
      { kind: 'lost', taskId: ahead, mine: 'edited after', theirs: 'before' },
    ]),
  );
  expect(await openOf(ann)).toHaveLength(2);
  expect(await openOf(ben)).toEqual([
    { kind: 'lost', taskId: ahead, mine: 'edited after', theirs: 'before' },
  ]);
  expect(new Map((await ann.tasks()).map(({ id, title }) => [id, title]))).toEqual(
    new Map([
      [kept, 'waiting'],
      [ahead, 'before'],
    ]),
  );
  expect(memory.tasks.get(kept)?.title).toBe('waiting');
});

test('what was lost is found though the team has gone on since: by the version at which its epoch began', async () => {
  const { team: memory, ann } = await team();
  const id = randomUUID();
  await ann.create(id, 'first');
  await ann.settle();
  const saved = memory.save();
  await edit(ann, id, 'lost');
  await ann.settle();
  memory.restore(saved);
  for (const title of ['one', 'two', 'three']) {
    const task = memory.tasks.get(id);
    if (task) memory.put({ ...task, title, version: task.version + 1 });
  }
  await ann.settle();
  expect(await openOf(ann)).toEqual([{ kind: 'lost', taskId: id, mine: 'lost', theirs: 'three' }]);
});

test('a new epoch of the same data loses nothing and offers nothing', async () => {
  const { team: memory, ann, ben } = await team();
  await ann.create(randomUUID(), 'one', { assigneeId: BEN });
  await ann.settle();
  await ben.settle();
  memory.restore(memory.save());
  await ann.settle();
  await ben.settle();
  expect([await openOf(ann), await openOf(ben)]).toEqual([[], []]);
  expect(await ben.tasks()).toHaveLength(1);
});

test('an edit on its way to a task that the restore took is settled, and what was typed is offered', async () => {
  const { team: memory, ann, ben } = await team();
  const id = randomUUID();
  const saved = memory.save();
  await ann.create(id, 'first', { assigneeId: BEN });
  await ann.settle();
  await ben.settle();
  await edit(ben, id, 'Ben’s');
  memory.restore(saved);
  await ben.push();
  await ben.settle();
  expect(await ben.tasks()).toEqual([]);
  expect(await openOf(ben)).toEqual([{ kind: 'gone', taskId: id, mine: 'Ben’s', theirs: undefined }]);
});

test('an answer of a team that was restored meanwhile waits until its copies are here', async () => {
  const { team: memory, ann } = await team();
  const id = randomUUID();
  await ann.create(id, 'first');
  await ann.settle();
  const saved = memory.save();
  await edit(ann, id, 'second');
  await ann.settle();
  await edit(ann, id, 'third');
  memory.restore(saved);
  expect(await ann.push()).toBe(0);
  expect((await ann.sync.counts()).sendable).toBe(1);
  await ann.settle();
  expect((await ann.sync.counts()).sendable).toBe(0);
  expect(await openOf(ann)).toContainEqual({
    kind: 'lost',
    taskId: id,
    mine: 'third',
    theirs: expect.anything() as string,
  });
});

test('a team that does not know that it was restored: who knows more than it compares everything with it', async () => {
  const { team: memory, ann, ben } = await team();
  const [kept, ahead] = [randomUUID(), randomUUID()];
  await ann.create(kept, 'kept');
  await ann.create(ahead, 'before', { assigneeId: BEN });
  await ann.settle();
  const saved = memory.save();
  const made = randomUUID();
  await ann.create(made, 'made after');
  await edit(ann, ahead, 'edited after');
  await ann.settle();
  await ben.settle();
  memory.restore(saved, false);
  await edit(ben, ahead, 'edited later');
  for (const device of [ann, ben, ann]) await device.settle();
  expect(await openOf(ann)).toEqual(
    expect.arrayContaining([
      { kind: 'lost', taskId: made, mine: 'made after', theirs: undefined },
      { kind: 'lost', taskId: ahead, mine: 'edited after', theirs: expect.any(String) as string },
    ]),
  );
  const titles = async (device: Device) => (await device.tasks()).map(({ title }) => title).sort();
  const there = [...memory.tasks.values()].map(({ title }) => title).sort();
  expect(await titles(ann)).toEqual(there);
  const texts = JSON.stringify([there, await ben.sync.conflicts()]);
  expect(texts).toContain('edited later');
  expect(await titles(ben)).toEqual([memory.tasks.get(ahead)?.title]);
});

test('ended between the team’s word and the next news, while the team is put back unnoticed: what it took is offered', async () => {
  const { team: memory, ann } = await team();
  const [ahead, made] = [randomUUID(), randomUUID()];
  await ann.create(ahead, 'before');
  await ann.settle();
  const saved = memory.save();
  await edit(ann, ahead, 'edited after');
  await ann.create(made, 'made after');
  // Told that both are there, and nothing is read behind them.
  expect(await ann.push()).toBe(2);
  memory.restore(saved, false);
  await ann.settle();
  expect(await openOf(ann)).toEqual(
    expect.arrayContaining([
      { kind: 'lost', taskId: ahead, mine: 'edited after', theirs: 'before' },
      { kind: 'lost', taskId: made, mine: 'made after', theirs: undefined },
    ]),
  );
  expect((await ann.tasks()).map(({ title }) => title)).toEqual(['before']);
  expect((await ann.sync.state()).known).toBeUndefined();
});

test('a team that has what it said it took is followed from where one was', async () => {
  const { team: memory, ann } = await team();
  await ann.create(randomUUID(), 'one');
  await ann.push();
  const { known } = await ann.sync.state();
  expect(known).toBeDefined();
  await ann.settle();
  const { breaks, known: after } = await ann.sync.state();
  expect({ breaks, after, epoch: (await ann.sync.state()).epoch }).toEqual({ epoch: memory.epoch });
});
