import type { Bound } from './http/bind.ts';
import {
  EventService,
  NOBODY_ELSE,
  eventRoutes,
  type EventStore,
  type Others,
} from './modules/events/index.ts';
import {
  NotificationService,
  Reminders,
  notificationRoutes,
  type NotificationStore,
} from './modules/notifications/index.ts';
import { StateService, stateRoutes, type StateStore } from './modules/state/index.ts';
import {
  BulkService,
  TaskPresenter,
  TaskReader,
  TaskService,
  taskRoutes,
  type TaskStore,
} from './modules/tasks/index.ts';
import { ExportService, ImportService, transferRoutes, type ImportDeps } from './modules/transfer/index.ts';
import { UserService, userRoutes, type UserStore } from './modules/users/index.ts';
import type { Clock } from './ports/clock.ts';
import type { DomainEvents } from './ports/domain-events.ts';
import type { Timer } from './ports/timer.ts';

/** The stores of one workspace, whoever keeps them. */
export interface Stores {
  readonly tasks: TaskStore;
  readonly users: UserStore;
  readonly events: EventStore;
  readonly notifications: NotificationStore;
  readonly state: StateStore;
  /** Absent where only one person is. */
  readonly others?: Others;
}

export interface Surroundings {
  readonly stores: Stores;
  readonly domain: DomainEvents;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly remindAtDue: () => boolean;
  /** What only the keeper of the whole can do, for imports. */
  readonly whole: Pick<ImportDeps, 'instanceId' | 'backup' | 'replaceAll'>;
  readonly onError: (error: unknown) => void;
}

/** The services of one workspace, wired by constructor. */
export function createServices(given: Surroundings) {
  const { stores, domain, clock, timer, remindAtDue, whole, onError } = given;
  const presenter = new TaskPresenter(stores.users);
  const users = new UserService(stores.users, clock, domain);
  const events = new EventService(stores.events, stores.users);
  const reader = new TaskReader({ tasks: stores.tasks, events, presenter, clock });
  const tasks = new TaskService({ tasks: stores.tasks, reader, users, events, presenter, domain, clock });
  const bulk = new BulkService({ tasks: stores.tasks, reader, users, presenter, domain, clock });
  const notifications = new NotificationService(stores.notifications, stores.tasks, stores.users, clock);
  const state = new StateService(stores.state, domain);
  const exporter = new ExportService({ ...stores, clock, whole: whole.replaceAll !== null });
  const importer = new ImportService({
    tasks: stores.tasks,
    users: stores.users,
    events: stores.events,
    clock,
    changed: (seers) => domain.publish({ kind: 'tasks.changed', seers }),
    ...whole,
  });
  const reminders = new Reminders({
    tasks: stores.tasks,
    users: stores.users,
    notifications: stores.notifications,
    domain,
    clock,
    timer,
    atDue: remindAtDue,
    onError,
  });
  const routes: Bound[] = [
    ...userRoutes(users),
    ...taskRoutes(reader, tasks, bulk),
    ...eventRoutes(events, stores.others ?? NOBODY_ELSE),
    ...notificationRoutes(notifications),
    ...stateRoutes(state),
    ...transferRoutes(exporter, importer),
  ];
  return { presenter, users, events, reader, tasks, bulk, notifications, state, reminders, routes };
}

export type Services = ReturnType<typeof createServices>;
