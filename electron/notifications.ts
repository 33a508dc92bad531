import type { ElectronPort, NotificationPort } from './electron.ts';

interface TaskNotification {
  title: string;
  body: string;
  workspaceId: string;
  taskId: string;
}

/** How many are kept at once: an older one that nobody has clicked is closed for a newer. */
const MOST = 20;

/**
 * Shows what the server reports. A notification is held until it is closed or clicked, since one that is collected no
 * longer hears its click.
 */
export class Notifications {
  #shown = new Set<NotificationPort>();

  constructor(
    private readonly make: ElectronPort['Notification'],
    private readonly open: (task: { workspaceId: string; taskId: string }) => void,
  ) {}

  show({ title, body, workspaceId, taskId }: TaskNotification): void {
    if (!this.make.isSupported()) return;
    const notification = new this.make({ title, body });
    notification.on('click', () => {
      this.#shown.delete(notification);
      this.open({ workspaceId, taskId });
    });
    notification.on('close', () => this.#shown.delete(notification));
    this.#shown.add(notification);
    const [oldest] = this.#shown;
    if (oldest && this.#shown.size > MOST) {
      this.#shown.delete(oldest);
      oldest.close();
    }
    notification.show();
  }

  closeAll(): void {
    for (const notification of this.#shown) notification.close();
    this.#shown.clear();
  }
}
