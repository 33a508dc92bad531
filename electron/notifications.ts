import type { Destination } from '../server/contract/destinations.ts';
import type { HostNotification } from '../server/contract/host.ts';
import type { ElectronPort, NotificationPort } from './electron.ts';
import type { Words } from './words.ts';

/** How many are kept at once: an older one that nobody has clicked is closed for a newer. */
const MOST = 20;
/** Milliseconds in which what arrives is gathered: a start tells everything that fell due while nothing ran. */
const GATHER_MS = 300;
/** As many that arrive together are shown one by one; more are one notification, which opens the inbox. */
const SINGLY = 3;
/** Titles that stand in a notification of many. */
const NAMED = 3;

/**
 * Shows what the server reports. A notification is held until it is closed or clicked, since one that is collected no
 * longer hears its click.
 */
export class Notifications {
  #shown = new Set<NotificationPort>();
  #waiting: HostNotification[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly make: ElectronPort['Notification'],
    private readonly words: Words,
    /** Where a click leads. */
    private readonly go: (to: Destination) => void,
  ) {}

  tell(notification: HostNotification): void {
    if (!this.make.isSupported()) return;
    this.#waiting.push(notification);
    this.#timer ??= setTimeout(() => this.#showWaiting(), GATHER_MS);
  }

  /** Takes all away, and shows no more of what waits. */
  close(): void {
    clearTimeout(this.#timer);
    for (const notification of this.#shown) notification.close();
    this.#shown.clear();
  }

  #showWaiting(): void {
    this.#timer = undefined;
    const waiting = this.#waiting;
    this.#waiting = [];
    const { words } = this;
    if (waiting.length <= SINGLY) {
      for (const { kind, title, workspaceId, taskId } of waiting)
        this.#show(title, words[kind], { kind: 'task', workspaceId, taskId });
      return;
    }
    const many = waiting.every(({ kind }) => kind === 'due') ? words.manyDue : words.manyNews;
    const named = waiting.slice(0, NAMED).map(({ title }) => title);
    this.#show(many(waiting.length), `${named.join('\n')}\n…`, { kind: 'inbox' });
  }

  #show(title: string, body: string, to: Destination): void {
    const notification = new this.make({ title, body });
    notification.on('click', () => {
      this.#shown.delete(notification);
      this.go(to);
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
}
