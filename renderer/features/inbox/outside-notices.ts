import type { Notification as Notice } from '../../../server/contract/events.ts';
import { t } from '../../i18n/index.ts';

/** Milliseconds in which what arrives is gathered: a start tells everything that fell due while nothing ran. */
const GATHER_MS = 300;
/** As many that arrive together are shown one by one; more are one, which opens the inbox. */
const SINGLY = 3;

/** Whether the person is elsewhere and wants to be told. */
const isWanted = (): boolean =>
  document.hidden && 'Notification' in window && Notification.permission === 'granted';

/** The browser's own notifications for what lands in the inbox while the window is hidden. */
export class OutsideNotices {
  #waiting: Notice[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `titleOf` answers null for a task that cannot be seen any more; `open` goes to an address in the window. */
  constructor(
    private readonly titleOf: (taskId: string) => Promise<string | null>,
    private readonly open: (address: string) => void,
    /** Whether it is an hour in which nothing is told. */
    private readonly isQuiet: () => boolean,
  ) {}

  readonly add = (notice: Notice): void => {
    this.#waiting.push(notice);
    this.#timer ??= setTimeout(() => void this.#tell(), GATHER_MS);
  };

  /** Shows nothing more. */
  close(): void {
    clearTimeout(this.#timer);
  }

  async #tell(): Promise<void> {
    const waiting = this.#waiting;
    this.#timer = undefined;
    this.#waiting = [];
    if (!isWanted() || this.isQuiet()) return;
    if (waiting.length > SINGLY) {
      const isDue = waiting.every(({ kind }) => kind === 'due');
      const title = t(isDue ? 'inbox:manyDue' : 'inbox:manyNotices', { count: waiting.length });
      return this.#show(title, { tag: 'many' }, '/inbox');
    }
    for (const { id, kind, taskId } of waiting) {
      const body = await this.titleOf(taskId);
      if (body !== null) this.#show(t(`inbox:notice.${kind}`), { body, tag: id }, `/tasks/${taskId}`);
    }
  }

  #show(title: string, options: NotificationOptions, address: string): void {
    const shown = new Notification(title, options);
    shown.addEventListener('click', () => {
      window.focus();
      shown.close();
      this.open(address);
    });
  }
}
