import { listNotifications, readNotifications } from '../../contract/events.ts';
import { bind, type Bound } from '../../http/bind.ts';
import type { NotificationService } from './notification.service.ts';

export const notificationRoutes = (notifications: NotificationService): Bound[] => [
  bind(listNotifications, ({ actor, query }) => notifications.list(actor, query)),
  bind(readNotifications, ({ actor, body }) => notifications.markRead(actor, body)),
];
