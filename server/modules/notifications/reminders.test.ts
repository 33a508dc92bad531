import { expect, test } from 'vitest';
import type { TaskRecord } from '../../contract/tasks.ts';
import { DomainEvents } from '../../ports/domain-events.ts';
import { ManualTime } from '../../test/manual-time.ts';
import { newTask } from '../tasks/index.ts';
import { Reminders } from './reminders.ts';

const START = '2026-03-10T08:00:00.000Z';
const ANN = '11111111-1111-4111-8111-111111111111';

/** Reminders over a store whose looks are counted, and last until the test lets them end. */
function start() {
  const time = new ManualTime(START);
  const domain = new DomainEvents(() => undefined);
  const looks: (() => void)[] = [];
  const reminders = new Reminders({
    tasks: {
      async *remindable() {
        await new Promise<void>((resolve) => looks.push(resolve));
        yield [];
      },
    },
    users: { getMany: () => Promise.resolve(new Map()) },
    notifications: { add: () => Promise.resolve([]) },
    domain,
    clock: time,
    timer: time,
    atDue: () => true,
    onError: () => undefined,
  });
  const make = (set: Partial<TaskRecord>): void => {
    const now = new Date(time.now()).toISOString();
    const after = newTask({ title: 'made', ...set }, { id: crypto.randomUUID(), creatorId: ANN, now });
    domain.publish({ kind: 'task', type: 'task.created', before: null, after, actor: null, at: now });
  };
  /** Runs what is due, without waiting for looks. */
  const turn = (): Promise<void> => time.advance(0, () => Promise.resolve());
  const finish = async (): Promise<void> => {
    const ended = reminders.settled();
    for (let done = false; !done;) {
      for (const end of looks.splice(0)) end();
      done = await Promise.race([
        ended.then(() => true),
        new Promise<false>((r) => setImmediate(() => r(false))),
      ]);
    }
  };
  reminders.start();
  return { domain, looks, make, turn, finish };
}

test('a task that is due another day wakes nobody; one that may remind within the minute does', async () => {
  const { looks, make, turn, finish } = start();
  await turn();
  await finish();
  make({ dueDate: '2026-03-11T08:00:00.000Z' });
  make({ dueDate: '2026-03-12T00:00:00.000Z', dueAllDay: true });
  make({ dueDate: '2026-03-09T08:00:00.000Z' });
  await turn();
  expect(looks).toHaveLength(0);
  // Nine in the morning of this day has come in Kiritimati.
  make({ dueDate: '2026-03-10T00:00:00.000Z', dueAllDay: true });
  await turn();
  expect(looks).toHaveLength(1);
  await finish();
  make({ remindAt: '2026-03-10T08:00:30.000Z' });
  await turn();
  expect(looks).toHaveLength(1);
});

test('what changes no time wakes nobody: a workspace that is doing otherwise, what windows share, a sign-out', async () => {
  const { domain, looks, turn, finish } = start();
  await turn();
  await finish();
  domain.publish({ kind: 'workspaces' });
  domain.publish({ kind: 'state', userId: ANN, key: 'looked' });
  domain.publish({ kind: 'sessions.ended', sessionIds: [ANN] });
  await turn();
  expect(looks).toHaveLength(0);
  domain.publish({ kind: 'settings' });
  await turn();
  expect(looks).toHaveLength(1);
});

test('however many change while the store is looked at, it is looked at once more', async () => {
  const { looks, make, turn, finish } = start();
  await turn();
  let asked = looks.length;
  for (let n = 0; n < 50; n++) {
    make({ remindAt: '2026-03-10T08:00:30.000Z' });
    await turn();
  }
  expect([asked, looks.length]).toEqual([1, 1]);
  const count = looks.push.bind(looks);
  looks.push = (...ends) => {
    asked += ends.length;
    return count(...ends);
  };
  await finish();
  expect(asked).toBe(2);
});

test('what changes at the end of a look is not put off by it', async () => {
  const { looks, make, turn, finish } = start();
  await turn();
  make({ remindAt: '2026-03-10T08:00:30.000Z' });
  await finish();
  await turn();
  expect(looks).toHaveLength(1);
});
