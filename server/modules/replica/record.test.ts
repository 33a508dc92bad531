import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TaskRecord } from '../../contract/tasks.ts';
import { settable } from '../sync/index.ts';
import { EMPTY_TASK } from '../tasks/index.ts';
import {
  accepted,
  discarded,
  edited,
  frozen,
  made,
  newlyPulled,
  rejected,
  retried,
  withTeam,
} from './record.ts';
import type { ReplicaRecord } from './replica.store.ts';
import { laidOver } from './slots.ts';

const AT = '2026-11-25T10:00:00.000Z';
const LATER = '2026-11-25T11:00:00.000Z';
const EPOCH = 'epoch';
const task = (set: Partial<TaskRecord> = {}): TaskRecord => ({
  ...EMPTY_TASK,
  id: '11111111-1111-4111-8111-111111111111',
  title: 'first',
  creatorId: '22222222-2222-4222-8222-222222222222',
  version: 1,
  completedAt: null,
  createdAt: AT,
  updatedAt: AT,
  deletedAt: null,
  ...set,
});
let orders = 0;
const next = (): number => ++orders;
const pulled = (set: Partial<TaskRecord> = {}): ReplicaRecord =>
  newlyPulled({ task: task({ version: 7, ...set }), epoch: EPOCH }, 7, 'walk');
/** As a service would edit what is shown. */
const type = (record: ReplicaRecord, set: Partial<TaskRecord>): ReplicaRecord =>
  edited(record, { ...record.task, ...set, version: record.task.version + 1, updatedAt: LATER }, next);
const team = (version: number, set: Partial<TaskRecord> = {}) => ({
  task: task({ version, ...set }),
  epoch: EPOCH,
});

describe('edits fold into one', () => {
  test('of a field the first base stays and the last value wins', () => {
    const { next: slot, task: shown } = type(type(pulled(), { title: 'second' }), {
      title: 'third',
      status: 'done',
    });
    expect(slot).toMatchObject({
      op: 'update',
      baseVersion: 7,
      base: { title: 'first', status: 'todo' },
      set: { title: 'third', status: 'done' },
    });
    expect(shown).toMatchObject({ title: 'third', version: 9 });
  });

  test('a field that is back at its base drops out, and with the last one the edit', () => {
    const two = type(type(pulled(), { title: 'second', status: 'done' }), { title: 'first' });
    expect(two.next?.set).toEqual({ status: 'done' });
    const none = type(two, { status: 'todo' });
    expect(none.next).toBeNull();
    expect(none.task).toEqual({ ...none.team?.task, version: 10 });
  });

  test('the base is what the person saw: the team’s newer copy is not', () => {
    const edit = type(pulled(), { title: 'mine' });
    const since = withTeam(edit, team(8, { title: 'theirs', status: 'done' }), 'walk');
    expect(since.task).toMatchObject({ title: 'mine', status: 'done' });
    expect(type(since, { title: 'mine too', status: 'in_review' }).next).toMatchObject({
      base: { title: 'first', status: 'done' },
      set: { title: 'mine too', status: 'in_review' },
    });
  });

  test('what the team says too by now is settled: typed back, it is a new edit', () => {
    const agreed = withTeam(type(pulled(), { title: 'second' }), team(8, { title: 'second' }), 'walk');
    expect(type(agreed, { title: 'first' }).next).toMatchObject({
      base: { title: 'second' },
      set: { title: 'first' },
    });
    const other = withTeam(type(pulled(), { title: 'second' }), team(8, { title: 'theirs' }), 'walk');
    expect(type(other, { title: 'first' })).toMatchObject({ next: null, task: { title: 'theirs' } });
  });

  test('a date and its kind go together', () => {
    const { next: slot } = type(pulled(), { dueDate: AT });
    expect(slot?.set).toEqual({ dueDate: AT, dueAllDay: false });
    expect(slot?.base).toEqual({ dueDate: null, dueAllDay: false });
  });

  test('made and deleted while unsent goes up as one creation, in the trash', () => {
    const record = type(type(made(task(), 1), { title: 'named' }), { deletedAt: LATER });
    expect(record.next).toMatchObject({
      op: 'create',
      baseVersion: 0,
      set: { title: 'named', deleted: true },
    });
  });

  test('a creation carries where it came from and since when it is done', () => {
    const source = { format: 'csv' as const, key: 'k', list: null, tags: [], parentKey: null };
    const { next: slot } = made(task({ source, status: 'done', completedAt: AT }), 1);
    expect(slot?.set).toEqual({ title: 'first', status: 'done', completedAt: AT, source });
    expect(Object.keys(slot?.base ?? {}).sort()).toEqual(Object.keys(slot?.set ?? {}).sort());
  });

  test('a rank is an edit, and raises no version', () => {
    const before = pulled();
    const moved = edited(before, { ...before.task, rank: 'b', updatedAt: LATER }, next);
    expect(moved.next?.set).toEqual({ rank: 'b' });
    expect(moved.task.version).toBe(7);
  });
});

describe('on its way', () => {
  const sent = frozen(type(pulled(), { title: 'sent' }), 'op-1');

  test('what was sent stays as it was; what is typed meanwhile is the next', () => {
    const typed = type(sent, { title: 'typed', status: 'done' });
    expect(typed.sent).toEqual(sent.sent);
    expect(typed.next).toMatchObject({
      base: { title: 'sent', status: 'todo' },
      set: { title: 'typed', status: 'done' },
    });
    expect(frozen(typed, 'op-2').sent.opId).toBe('op-1');
  });

  test('taken: the next is based on what came of it', () => {
    const typed = type(sent, { status: 'done' });
    const answer = team(8, { title: 'sent' });
    const after = withTeam(accepted(typed, answer), answer, 'walk');
    expect(after).toMatchObject({
      sent: null,
      next: { baseVersion: 8 },
      task: { title: 'sent', status: 'done' },
    });
    expect(after.task.version).toBe(typed.task.version);
  });

  test('a copy older than the one held is not taken, unless it is of another epoch', () => {
    const held = withTeam(pulled(), team(9, { title: 'nine' }), 'walk');
    expect(withTeam(held, team(8, { title: 'eight' }), 'walk').team?.task.title).toBe('nine');
    expect(withTeam(held, team(9, { title: 'nine, moved' }), 'walk').team?.task.title).toBe('nine, moved');
    const restored = withTeam(held, { ...team(3, { title: 'three' }), epoch: 'other' }, 'walk');
    expect(restored).toMatchObject({ team: { epoch: 'other' }, task: { title: 'three' } });
    expect(restored.task.version).toBeGreaterThan(held.task.version);
  });

  test('rejected: with what was typed since it waits, until it is edited or retried', () => {
    const typed = type(sent, { status: 'done' });
    const refused = rejected(typed, { code: 'FORBIDDEN', message: 'no' });
    expect(refused).toMatchObject({
      sent: null,
      next: null,
      refused: {
        code: 'FORBIDDEN',
        base: { title: 'first', status: 'todo' },
        set: { title: 'sent', status: 'done' },
      },
      task: { title: 'sent', status: 'done' },
    });
    expect(refused.refused).not.toHaveProperty('opId');
    expect(retried(refused)).toMatchObject({
      refused: null,
      next: { set: { title: 'sent', status: 'done' } },
    });
    expect(retried(refused).next).not.toHaveProperty('code');
    const again = type(refused, { title: 'once more' });
    expect(again).toMatchObject({
      refused: null,
      next: { base: { title: 'first' }, set: { title: 'once more' } },
    });
  });

  test('rejected and typed back to what it was: nothing waits', () => {
    const back = type(sent, { title: 'first' });
    expect(rejected(back, { code: 'FORBIDDEN', message: 'no' })).toMatchObject({
      sent: null,
      next: null,
      refused: null,
    });
  });

  test('a refused creation is whole', () => {
    const typed = type(frozen(made(task(), 1), 'op-1'), { title: 'named' });
    expect(rejected(typed, { code: 'ID_TAKEN', message: 'no' }).refused).toMatchObject({
      op: 'create',
      set: { title: 'named' },
    });
  });

  test('discarded: the team’s task stands, or none', () => {
    const stands = discarded(type(pulled(), { title: 'mine' }));
    expect(stands).toMatchObject({ next: null, task: { title: 'first', version: 9 } });
    expect(discarded(made(task(), 1))).toBeNull();
  });
});

const VALUES = fc.record(
  {
    title: fc.constantFrom('a', 'b', 'c'),
    status: fc.constantFrom('todo', 'done'),
    description: fc.constantFrom(null, 'x'),
    dueDate: fc.constantFrom(null, AT),
    deletedAt: fc.constantFrom(null, AT),
  },
  { requiredKeys: [] },
);
const STEP = fc.oneof(
  fc.record({ kind: fc.constant('edit' as const), set: VALUES }),
  fc.record({ kind: fc.constant('pull' as const), set: VALUES }),
  fc.record({
    kind: fc.constantFrom('send' as const, 'taken' as const, 'rejected' as const, 'retry' as const),
  }),
);

test('whatever happens: what is shown is the team’s copy with what waits laid over, and versions never fall', () => {
  fc.assert(
    fc.property(fc.array(STEP, { maxLength: 30 }), (steps) => {
      let record = pulled();
      let version = 7;
      for (const step of steps) {
        const before = record;
        if (step.kind === 'edit') record = type(record, step.set as Partial<TaskRecord>);
        else if (step.kind === 'pull')
          record = withTeam(record, team(++version, step.set as Partial<TaskRecord>), 'walk');
        else if (step.kind === 'send' && record.next) record = frozen(record, `op-${version}`);
        else if (step.kind === 'taken' && record.sent) {
          const copy = {
            task: { ...laidOver(record.team?.task ?? task(), record.sent), version: ++version },
            epoch: EPOCH,
          };
          record = withTeam(accepted(record, copy), copy, 'walk');
        } else if (step.kind === 'rejected' && record.sent)
          record = rejected(record, { code: 'FORBIDDEN', message: 'no' });
        else if (step.kind === 'retry') record = retried(record);
        const { sent, next: slot, refused } = record;
        const shown = laidOver(laidOver(record.team?.task ?? task(), sent), slot ?? refused);
        expect(settable(record.task)).toEqual(settable(shown));
        expect(record.task.version).toBeGreaterThanOrEqual(before.task.version);
        expect(slot && refused).toBeFalsy();
        expect(sent && refused).toBeFalsy();
        for (const one of [sent, slot, refused])
          if (one) expect(Object.keys(one.base).sort()).toEqual(Object.keys(one.set).sort());
      }
    }),
    { numRuns: 2_000 },
  );
});
