import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentOf } from '../../modules/replica/conflicts.ts';
import { maySee } from '../../modules/tasks/task.policy.ts';
import type { TaskRecord } from '../../contract/tasks.ts';
import { Device } from './device.ts';
import { MemoryTeam } from './memory-team.ts';

const PEOPLE = ['a', 'b', 'c'].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`);

const ACTS = [
  'create',
  'title',
  'title',
  'status',
  'due',
  'trash',
  'untrash',
  'rank',
  'assign',
  'push',
  'push',
  'pull',
  'pull',
  'away',
  'mute',
  'back',
  'crash',
  'purge',
  'role',
  'save',
  'restore',
] as const;

const step = fc.record({
  who: fc.nat({ max: PEOPLE.length - 1 }),
  act: fc.constantFrom(...ACTS),
  which: fc.nat({ max: 30 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What each person typed last into which task: it must be somewhere in the end. */
type Typed = Map<string, string>;

async function act(team: MemoryTeam, devices: readonly Device[], { who, act, which }: Step, typed: Typed) {
  const device = devices[who] as Device;
  const known = await device.tasks();
  const task = known[which % Math.max(1, known.length)];
  const note = (id: string, title: string): void => void typed.set(`${who}/${id}`, title);
  const text = `title ${typed.size} ${randomUUID()}`;
  switch (act) {
    case 'create': {
      const id = randomUUID();
      await device.create(id, text, { assigneeId: which % 3 === 0 ? (PEOPLE[which % 2] as string) : null });
      return note(id, text);
    }
    case 'title':
      if (task && (await device.edit(task, { title: text }))) note(task.id, text);
      return;
    case 'status':
      if (task) await device.edit(task, { status: which % 2 ? 'done' : 'in_progress' });
      return;
    case 'due':
      if (task)
        await device.edit(task, {
          dueDate: `2026-12-0${1 + (which % 9)}T00:00:00.000Z`,
          dueAllDay: which % 2 === 0,
        });
      return;
    case 'trash':
    case 'untrash':
      if (task) await device.trash(task, act === 'trash');
      return;
    case 'rank':
      if (task) await device.move(task.id, `a${which}`);
      return;
    case 'assign':
      if (task) await device.edit(task, { assigneeId: [null, ...PEOPLE][which % 4] ?? null });
      return;
    case 'push':
      return device.push();
    case 'pull':
      return device.pull();
    case 'away':
    case 'mute':
      device.team.fault = act;
      return;
    case 'back':
      device.team.fault = 'none';
      return;
    case 'crash':
      return device.crash();
    case 'purge': {
      const [first] = [...team.tasks.keys()];
      if (which < 4 && first) team.purge(first);
      return;
    }
    case 'role': {
      const user = team.users.get(device.userId);
      if (which < 9 && user)
        team.users.set(user.id, { ...user, role: user.role === 'admin' ? 'user' : 'admin' });
      return;
    }
    case 'save':
      saved.set(team, team.save());
      return;
    case 'restore': {
      const before = saved.get(team);
      if (!before || which > 9) return;
      team.restore(before);
      team.applied.clear();
    }
  }
}

const saved = new WeakMap<MemoryTeam, ReturnType<MemoryTeam['save']>>();

const sightOf = (tasks: readonly TaskRecord[]) =>
  tasks
    .map((task) => ({ id: task.id, deleted: task.deletedAt !== null, ...contentOf(task) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));

test('whatever happens on the way: at rest all have what the team has, and nothing typed is lost', async () => {
  const seed = Number(process.env['SYNC_SEED'] ?? Date.now() % 1_000_000_007);
  const runs = Number(process.env['SYNC_RUNS'] ?? 60);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 70 }), async (steps) => {
      const team = new MemoryTeam();
      for (const [index, id] of PEOPLE.entries()) team.addUser(id, index === 0 ? 'admin' : 'user');
      const ever = new Set<string>();
      const listen = (): void => {
        for (const { title } of team.tasks.values()) ever.add(title);
      };
      team.listeners.add(listen);
      const devices = await Promise.all(PEOPLE.map((id) => Device.open(id, team)));
      const typed: Typed = new Map();
      for (const one of steps) await act(team, devices, one, typed);
      // Twice: what the first sends last, the others have to hear of.
      for (let round = 0; round < 2; round++) for (const device of devices) await device.settle();
      for (const device of devices) {
        const { store } = device;
        const refused = (await store.replica.sync.waiting()).filter((record) => record.refused);
        const kept = JSON.stringify([await store.replica.sync.conflicts(), refused]);
        for (const [key, title] of typed)
          if (devices[Number(key[0])] === device)
            expect(ever.has(title) || kept.includes(title), `${key} typed ${title}`).toBe(true);
        const unsettled = new Set(refused.map(({ task }) => task.id));
        const here = (await device.tasks()).filter(({ id }) => !unsettled.has(id));
        const there = team.visible(device.userId).filter(({ id }) => !unsettled.has(id));
        expect(sightOf(here)).toEqual(sightOf(there));
        const actor = { id: device.userId, role: team.users.get(device.userId)?.role ?? 'user' } as const;
        expect(here.every((task) => maySee(actor, task))).toBe(true);
        expect((await store.replica.sync.counts()).sendable).toBe(0);
      }
      for (const [opId, times] of team.applied) expect(times, opId).toBe(1);
      for (const device of devices) await device.close();
    }),
    {
      seed,
      numRuns: runs,
      endOnFailure: process.env['SYNC_SHRINK'] === undefined,
      ...(process.env['SYNC_PATH'] && { path: process.env['SYNC_PATH'] }),
    },
  );
}, 120_000);
