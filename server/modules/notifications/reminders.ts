import type { TaskRecord } from '../../contract/tasks.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DomainEvent, DomainEvents } from '../../ports/domain-events.ts';
import type { Timer } from '../../ports/timer.ts';
import type { Remindable, TaskStore } from '../tasks/index.ts';
import type { UserStore } from '../users/index.ts';
import type { NotificationStore } from './notification.store.ts';
import { dueNotification, reminderOf } from './reminder.ts';

export interface ReminderPorts {
  readonly tasks: Pick<TaskStore, 'remindable'>;
  readonly users: Pick<UserStore, 'getMany'>;
  readonly notifications: Pick<NotificationStore, 'add'>;
  readonly domain: DomainEvents;
  readonly clock: Clock;
  readonly timer: Timer;
  /** The setting: whether a due time reminds by itself. */
  readonly atDue: () => boolean;
  readonly onError: (error: unknown) => void;
}

interface Timed {
  readonly task: Remindable;
  readonly instant: number;
}

/** What fell due while nothing ran is still told, if it is not older. */
const LOOK_BACK_MS = 7 * 24 * 60 * 60 * 1000;
/** A sleeping machine stops timers: so the clock is looked at again at least this often. */
const LONGEST_WAIT_MS = 60_000;
const AFTER_FAILURE_MS = 5_000;
const EASTERNMOST = 'Pacific/Kiritimati';
const WESTERNMOST = 'Etc/GMT+12';

/** Makes reminders when they are due, each once. It sleeps until the next one, and wakes when a task changes. */
export class Reminders {
  #from: number;
  #cancel: (() => void) | null = null;
  #running: Promise<void> = Promise.resolve();
  #queued = false;
  #unsubscribe: (() => void) | null = null;
  #closed = false;

  constructor(private readonly ports: ReminderPorts) {
    this.#from = ports.clock.now() - LOOK_BACK_MS;
  }

  start(): void {
    this.#unsubscribe = this.ports.domain.subscribe((event) => {
      if (this.#mayRemind(event)) this.#wakeIn(0);
    });
    this.#wakeIn(0);
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#unsubscribe?.();
    this.#cancel?.();
    await this.#running;
  }

  /** Resolves when nothing is under way. */
  settled(): Promise<void> {
    return this.#running;
  }

  #wakeIn(ms: number): void {
    if (this.#closed) return;
    this.#cancel?.();
    this.#cancel = this.ports.timer.after(ms, () => {
      this.#cancel = null;
      // One that waits for the one under way will see all that has changed until then.
      if (this.#queued) return;
      this.#queued = true;
      this.#running = this.#running.then(() => {
        this.#queued = false;
        return this.#look();
      });
    });
  }

  /** Whether something may have to be told sooner than was thought. */
  #mayRemind(event: DomainEvent): boolean {
    switch (event.kind) {
      case 'task':
        return mayRemindAnew(event.before, event.after) && this.#isSoon(event.after);
      case 'tasks.changed':
      case 'settings':
      // Somebody is in another zone.
      case 'user.changed':
        return true;
      case 'notification':
      case 'state':
      case 'workspaces':
      case 'sessions.ended':
        return false;
    }
  }

  /** Whether it may remind before the next look, which comes by itself: a whole day begins in the east, and ends in the west. */
  #isSoon(task: TaskRecord): boolean {
    const earliest = reminderOf(task, EASTERNMOST, this.ports.atDue());
    const latest = reminderOf(task, WESTERNMOST, this.ports.atDue());
    if (earliest === null || latest === null) return false;
    return earliest <= this.ports.clock.now() + LONGEST_WAIT_MS && latest >= lastTouched(task);
  }

  async #look(): Promise<void> {
    if (this.#closed) return;
    let wait = AFTER_FAILURE_MS;
    try {
      wait = await this.#fire(this.ports.clock.now());
    } catch (error) {
      this.ports.onError(error);
    }
    // What has changed meanwhile is looked at sooner.
    if (!this.#cancel && !this.#queued) this.#wakeIn(wait);
  }

  /** Tells what is due; the time until the next, or until the next look. */
  async #fire(now: number): Promise<number> {
    const { tasks } = this.ports;
    // A clock that was set back must not tell the same hours again; ids would stop it anyway.
    const from = Math.min(this.#from, now);
    let wait = LONGEST_WAIT_MS;
    for await (const portion of tasks.remindable(from, now + LONGEST_WAIT_MS)) {
      // Closing waits for this, which may be a week of a large team.
      if (this.#closed) return wait;
      const zoned = await this.#zones(portion);
      for (const { instant } of zoned) if (instant > now) wait = Math.min(wait, instant - now);
      await this.#tell(
        zoned.filter(
          ({ task, instant }) => instant >= from && instant <= now && instant >= lastTouched(task),
        ),
      );
    }
    this.#from = now;
    return wait;
  }

  async #tell(due: readonly Timed[]): Promise<void> {
    if (due.length === 0) return;
    const { notifications, domain } = this.ports;
    const titles = new Map(due.map(({ task }) => [task.id, task.title]));
    const rows = due.map(({ task, instant }) => dueNotification(userOf(task), task.id, instant));
    for (const notification of await notifications.add(rows))
      domain.publish({ kind: 'notification', notification, title: titles.get(notification.taskId) ?? null });
  }

  /** With the instant at which each reminds its person, in that person's zone. */
  async #zones(found: readonly Remindable[]): Promise<Timed[]> {
    const users = await this.ports.users.getMany([...new Set(found.map(userOf))]);
    // Asked for only where it is needed: the first time it costs 10 ms.
    let here = '';
    return found.flatMap((task) => {
      const tz =
        users.get(userOf(task))?.profile.tz ?? (here ||= Intl.DateTimeFormat().resolvedOptions().timeZone);
      const instant = reminderOf(task, tz, this.ports.atDue());
      return instant === null ? [] : [{ task, instant }];
    });
  }
}

/** Whether a change can bring a reminder nearer. Most cannot, and waking costs two reads of the store. */
function mayRemindAnew(before: TaskRecord | null, after: TaskRecord | null): after is TaskRecord {
  if (!after || (after.remindAt ?? after.dueDate) === null || !isOpen(after)) return false;
  if (!before || !isOpen(before)) return true;
  return (['remindAt', 'dueDate', 'dueAllDay', 'assigneeId'] as const).some(
    (field) => before[field] !== after[field],
  );
}

const isOpen = ({ status, deletedAt }: TaskRecord): boolean =>
  deletedAt === null && status !== 'done' && status !== 'cancelled';

const userOf = (task: Remindable): string => task.assigneeId ?? task.creatorId;

/** Whoever touched a task after its time had come knows of it: no reminder for dates entered in the past. */
const lastTouched = (task: Remindable): number => Date.parse(task.updatedAt);
