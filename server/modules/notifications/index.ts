export { NotificationService } from './notification.service.ts';
export { notificationRoutes } from './notification.routes.ts';
export { Reminders } from './reminders.ts';
export type { NotificationStore } from './notification.store.ts';
