import type { Notification, TaskEventType } from '../contract/events.ts';
import type { TaskRecord } from '../contract/tasks.ts';
import type { Actor } from './actor.ts';

/** What happened, told after the commit: to sockets, reminders and (later) sync. `before` null: new; `after` null: gone. */
export type DomainEvent =
  | {
      readonly kind: 'task';
      readonly type: TaskEventType;
      readonly before: TaskRecord | null;
      readonly after: TaskRecord | null;
      readonly actor: Pick<Actor, 'id'> | null;
      readonly at: string;
    }
  /** More changed than is worth naming: an import, a restored backup. `seers`: who may see it besides admins; null: all. */
  | { readonly kind: 'tasks.changed'; readonly seers: readonly string[] | null }
  | { readonly kind: 'notification'; readonly notification: Notification; readonly title: string | null }
  /** What one person's windows share is kept otherwise. */
  | { readonly kind: 'state'; readonly userId: string; readonly key: string }
  | { readonly kind: 'settings' }
  /** Of the whole app: a workspace came, went, or is doing otherwise. */
  | { readonly kind: 'workspaces' }
  /** Signed out, or thrown out: their sockets end too. */
  | { readonly kind: 'sessions.ended'; readonly sessionIds: readonly string[] }
  /** Somebody's role or account changed: their sockets may see more or less, or nothing. */
  | { readonly kind: 'user.changed'; readonly userId: string };

/** In-process publishing. A listener that throws is reported and never fails the act that it hears of. */
export class DomainEvents {
  readonly #listeners = new Set<(event: DomainEvent) => void>();

  constructor(private readonly onError: (error: unknown) => void) {}

  publish(event: DomainEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        this.onError(error);
      }
    }
  }

  /** Hears everything from now on; the answer ends it. */
  subscribe(listener: (event: DomainEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
