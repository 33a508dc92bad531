import type { Event } from '../../../server/contract/events.ts';

/** The fields whose change is worth a line, in the order of their lines; others (rank, version…) follow from acts. */
const TOLD = ['title', 'description', 'status', 'priority', 'assigneeId', 'dueDate', 'remindAt'] as const;
export type ToldField = (typeof TOLD)[number];

/** The act of a line: a field that changed, or what happened to the task as a whole. */
export type Act =
  ToldField | 'created' | 'deleted' | 'restored' | 'purged' | 'imported' | 'conflict' | 'other';

/** One sentence of the history. An event that changed three fields is three lines. */
export interface EventLine {
  /** Stable and unique: the event's id and the act. */
  readonly key: string;
  readonly event: Event;
  readonly act: Act;
  /** The value before and after, for a field; undefined where the act has none. */
  readonly change?: { readonly from: unknown; readonly to: unknown };
}

const WHOLE: Partial<Record<Event['type'], Act>> = {
  'task.created': 'created',
  'task.deleted': 'deleted',
  'task.restored': 'restored',
  'task.purged': 'purged',
  'task.imported': 'imported',
  'task.conflict': 'conflict',
};

/** The lines of an event; none for one that tells nothing, such as a card moved within its column. */
export function linesOf(event: Event): EventLine[] {
  const whole = WHOLE[event.type];
  if (whole) return [{ key: `${event.id}:${whole}`, event, act: whole }];
  const { changes } = event.payload;
  const lines: EventLine[] = TOLD.flatMap((field) => {
    const change = changes[field];
    return change ? [{ key: `${event.id}:${field}`, event, act: field, change }] : [];
  });
  if (lines.length > 0) return lines;
  const others = Object.keys(changes).filter((field) => field !== 'rank');
  // A due date that became or ceased to be a whole day changes dueAllDay alone only through other clients.
  return others.length > 0 ? [{ key: `${event.id}:other`, event, act: 'other' }] : [];
}

/**
 * Whether a due date in a change was a whole day. The change says so where that changed too; else a whole day is
 * known by its time, 00:00Z, which a task due at an instant has but by chance.
 */
export function wasAllDay(event: Event, side: 'from' | 'to', dueDate: string): boolean {
  const told = event.payload.changes['dueAllDay']?.[side];
  return typeof told === 'boolean' ? told : dueDate.endsWith('T00:00:00.000Z');
}
