import { v5 as uuidv5 } from 'uuid';
import type { EventRecord } from '../contract/events.ts';
import { PRIORITIES, STATUSES, type Priority, type Status, type TaskRecord } from '../contract/tasks.ts';

const NAMESPACE = '6f1c0b9e-2f3a-5d64-9a41-3e6d1c1f7a10';
const VERBS = [
  'Write',
  'Call',
  'Order',
  'Repair',
  'Plan',
  'Review',
  'Send',
  'Measure',
  'Book',
  'Paint',
  'Sort out',
  'Translate',
  'Prüfe',
  'Ask for',
];
const THINGS = [
  'the trail booklet',
  'new tyres for the bike',
  'the quarterly report',
  'Grandma about Sunday',
  'tickets to Gdańsk',
  'the map tiles above 500 MB',
  'a second proof from the print shop',
  'die Übersetzung der Hilfe',
  'the water bill',
  'interviews with five hut wardens',
  'the kitchen shelf',
  'a photo for the passport',
  'the backup of last week',
  'cold start on slow phones',
];
const ENDS = [
  '',
  '',
  '',
  ' before Friday',
  ' again',
  ' with Noor',
  ' 🎒',
  ' (second try)',
  ' for the association',
];
const DAY = 86_400_000;

/** A small seeded generator of numbers in [0, 1): mulberry32, public domain. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * `count` believable tasks of one user, the same for the same seed: spread over two years before `now` (milliseconds),
 * a third of them open, half with a due date, one in eight with a checklist.
 */
export function seedTasks(count: number, userId: string, now: number, seed = 1): TaskRecord[] {
  const next = random(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  return Array.from({ length: count }, (_, index) => {
    const created = now - Math.floor(next() * 730) * DAY - Math.floor(next() * DAY);
    const status: Status = next() < 0.35 ? pick(STATUSES.slice(0, 3)) : next() < 0.93 ? 'done' : 'cancelled';
    const priority: Priority = next() < 0.55 ? 'medium' : pick(PRIORITIES);
    const closed = Math.min(now, created + Math.floor(next() ** 3 * 40 * DAY));
    const due = next() < 0.5 ? (status === 'done' ? created : now) + Math.floor(next() * 40 - 8) * DAY : null;
    const allDay = due !== null && next() < 0.7;
    const checks =
      next() < 0.125 ? Array.from({ length: 2 + Math.floor(next() * 5) }, () => next() < 0.5) : [];
    return {
      id: uuidv5(`${seed}:${index}`, NAMESPACE),
      title: `${pick(VERBS)} ${pick(THINGS)}${pick(ENDS)}`,
      description: checks.length
        ? checks.map((done, line) => `- [${done ? 'x' : ' '}] Step ${line + 1}`).join('\n')
        : next() < 0.3
          ? `${pick(VERBS)} ${pick(THINGS)}, then ${pick(VERBS).toLowerCase()} ${pick(THINGS)}.`
          : null,
      status,
      priority,
      assigneeId: next() < 0.6 ? userId : null,
      dueDate: due === null ? null : new Date(allDay ? due - (due % DAY) : due).toISOString(),
      dueAllDay: allDay,
      remindAt: null,
      rank: null,
      creatorId: userId,
      version: 1,
      completedAt: status === 'done' ? new Date(closed).toISOString() : null,
      createdAt: new Date(created).toISOString(),
      updatedAt: new Date(closed).toISOString(),
      deletedAt: null,
    };
  });
}

/** What the history of a seeded task begins with. */
export function createdEvent(task: TaskRecord): EventRecord {
  return {
    id: uuidv5(task.id, NAMESPACE),
    type: 'task.created',
    actorId: task.creatorId,
    entityType: 'task',
    entityId: task.id,
    payload: { title: task.title, version: task.version, changes: {} },
    metadata: {},
    correlationId: null,
    at: task.createdAt,
  };
}
