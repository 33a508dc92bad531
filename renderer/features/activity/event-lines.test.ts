import { expect, test } from 'vitest';
import type { Event } from '../../../server/contract/events.ts';
import { linesOf, wasAllDay } from './event-lines.ts';

const event = (type: Event['type'], changes: Event['payload']['changes']): Event => ({
  id: '0197a000-0000-7000-8000-000000000001',
  type,
  actorId: null,
  actor: null,
  entityType: 'task',
  entityId: '0197a000-0000-7000-8000-000000000002',
  payload: { title: 'Ship it', changes },
  metadata: {},
  correlationId: null,
  at: '2026-03-12T09:00:00.000Z',
});

test('a creation is one line, whatever it set', () => {
  const lines = linesOf(
    event('task.created', { title: { from: null, to: 'Ship it' }, status: { from: null, to: 'todo' } }),
  );
  expect(lines.map((line) => line.act)).toEqual(['created']);
});

test('each field that changed is a line, in one order, without what follows by itself', () => {
  const lines = linesOf(
    event('task.updated', {
      completedAt: { from: null, to: '2026-03-12T09:00:00.000Z' },
      priority: { from: 'low', to: 'high' },
      status: { from: 'todo', to: 'done' },
      rank: { from: null, to: 'a0' },
    }),
  );
  expect(lines.map((line) => [line.act, line.change?.to])).toEqual([
    ['status', 'done'],
    ['priority', 'high'],
  ]);
  expect(new Set(lines.map((line) => line.key)).size).toBe(2);
});

test('a place on the board alone tells nothing, an unknown field that something changed', () => {
  expect(linesOf(event('task.updated', { rank: { from: 'a0', to: 'a1' } }))).toEqual([]);
  expect(linesOf(event('task.updated', { colour: { from: 1, to: 2 } })).map((line) => line.act)).toEqual([
    'other',
  ]);
});

test('a whole day is told by the change or known by its time', () => {
  const midnight = '2026-03-12T00:00:00.000Z';
  expect(wasAllDay(event('task.updated', {}), 'to', midnight)).toBe(true);
  expect(wasAllDay(event('task.updated', {}), 'to', '2026-03-12T09:00:00.000Z')).toBe(false);
  expect(wasAllDay(event('task.updated', { dueAllDay: { from: true, to: false } }), 'to', midnight)).toBe(
    false,
  );
});
