import type { Notification } from '../../contract/events.ts';
import type { Page, PageRequest } from '../../ports/effects.ts';

export interface NotificationStore {
  /** Newest first, ties by id, the greatest first. Throws CURSOR_INVALID. */
  list(
    userId: string,
    unread: boolean,
    page: PageRequest,
  ): Promise<Page<Notification> & { readonly unread: number }>;
  /** Adds those whose id is new; answers them. */
  add(notifications: readonly Notification[]): Promise<readonly Notification[]>;
  /** Marks as read what is the user's and unread; `all` for everything. */
  markRead(userId: string, ids: readonly string[] | 'all', at: string): Promise<void>;
  /** Forgets what is older than `before` (ISO). */
  prune(before: string): Promise<void>;
}
