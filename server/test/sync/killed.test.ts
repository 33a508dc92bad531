import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { MemoryFiles } from '../../adapters/local/memory-files.ts';
import { Device } from './device.ts';
import { MemoryDisk } from './disks.ts';
import { FaultyLine } from './faulty-line.ts';
import { MemoryTeam } from './memory-team.ts';

const [ANN, BEN] = ['a', 'b'].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`) as [
  string,
  string,
];

/** Two who typed into one task; Ben's edit has not been sent, and he has not heard of Ann's. */
async function scene() {
  const team = new MemoryTeam();
  for (const id of [ANN, BEN]) team.addUser(id);
  const files = new MemoryFiles();
  const ann = await Device.inMemory(ANN, team);
  const ben = await Device.open({
    userId: BEN,
    role: () => 'user',
    connect: () => new FaultyLine(team.connect(BEN)),
    disk: new MemoryDisk(files),
  });
  const id = randomUUID();
  await ann.create(id, 'first', { assigneeId: BEN });
  for (const device of [ann, ben]) await device.settle();
  await retitle(ben, id, 'Ben’s');
  await retitle(ann, id, 'Ann’s');
  await ann.settle();
  return { team, files, ann, ben, id };
}

async function retitle(device: Device, id: string, title: string): Promise<void> {
  const task = await device.store.replica.tasks.get(id);
  if (!task || !(await device.edit(task, { title }))) throw new Error('not edited');
}

const ACTS = {
  'the edit is sent': (ben: Device) => ben.push(),
  'the feed is read': (ben: Device) => ben.pull(),
  'it is edited again': (ben: Device, id: string) => retitle(ben, id, 'Ben’s again'),
} as const;

test.each(Object.keys(ACTS) as (keyof typeof ACTS)[])(
  'the power goes at each step to the disk while %s: at rest nothing is lost, and nothing was done twice',
  async (name) => {
    let steps = 0;
    for (let wasDone = false; !wasDone; steps++) {
      const { team, files, ann, ben, id } = await scene();
      const before = files.calls;
      let isDone = false;
      const work = async (): Promise<void> => {
        await ACTS[name](ben, id);
        isDone = true;
      };
      await ben.killedIn(work, async () => {
        for (let turn = 0; files.calls - before < steps && !isDone; turn++)
          await (turn % 64 === 63 ? new Promise(setImmediate) : Promise.resolve());
        wasDone = isDone;
      });
      for (const device of [ben, ann, ben]) await device.settle();
      const mine = (await ben.sync.conflicts()).map((conflict) => conflict.mine);
      // Its acknowledgement may not have come back before the end.
      expect([['Ben’s'], ['Ben’s again']], `at step ${steps}`).toContainEqual(mine);
      expect([...team.applied.values()].filter((times) => times !== 1)).toEqual([]);
      for (const device of [ann, ben])
        expect((await device.tasks()).map(({ title }) => title)).toEqual(['Ann’s']);
      for (const device of [ann, ben]) await device.close();
    }
    expect(steps).toBeGreaterThan(3);
  },
);
