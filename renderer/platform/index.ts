import { Destination } from '../../server/contract/destinations.ts';
import type { Command, Result, Unsubscribe } from '../../electron/ipc/contract.ts';
import './bridge.ts';

/** What the device offers the window: the shell's own ways where there is a shell, the browser's elsewhere. */
export interface Platform {
  readonly inShell: boolean;
  /** Whether Cmd stands for Ctrl. */
  readonly isMac: boolean;
  /** Opens an http, https or mailto address outside of the window; anything else is refused in silence. */
  openExternal(url: string): void;
  /** Hands a file to the person; false when they thought better of it. */
  saveFile(name: string, content: string, type: string): Promise<boolean>;
  setBadge(count: number): void;
  /**
   * Hears where the person wants to go who opened a link or clicked a notification outside of the window, before this too,
   * until the answer is called.
   */
  onDestination(listener: (to: Destination) => void): Unsubscribe;
  /** Hears what the application's menu asks for, before this too, until the answer is called. */
  onCommand(listener: (command: Command) => void): Unsubscribe;
  /** Hears that the shell is about to close the window, which waits a moment for the answer. */
  onLeaving(listener: () => Promise<void>): Unsubscribe;
}

const SAFE_PROTOCOLS = new Set(['http:', 'https:', 'mailto:']);

/** Whether a link may leave the window. Relative and malformed ones may not. */
export function isSafeLink(url: string): boolean {
  return URL.canParse(url) && SAFE_PROTOCOLS.has(new URL(url).protocol);
}

function download(name: string, content: string, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Chromium reads the blob after the click returns; a second is ample and nothing waits for it.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

const shell = typeof window === 'undefined' ? undefined : window.taskflow;

const none: Unsubscribe = () => undefined;

/** Takes what waits in the shell, now and each time it is told that there may be something. */
function taking<T>(
  event: 'destination' | 'command',
  take: () => Promise<Result<T | null>>,
  listener: (taken: T) => void,
): Unsubscribe {
  const ask = async (): Promise<void> => {
    const taken = await take();
    if (taken.ok && taken.value !== null) listener(taken.value);
  };
  void ask();
  return shell?.on(event, () => void ask()) ?? none;
}

/** The one reader of `window.taskflow`. */
export const platform: Platform = {
  inShell: shell !== undefined,
  isMac: shell
    ? shell.platform === 'darwin'
    : typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform),
  openExternal(url) {
    if (!isSafeLink(url)) return;
    if (shell) void shell.openExternal(url);
    else window.open(url, '_blank', 'noopener,noreferrer');
  },
  async saveFile(name, content, type) {
    if (shell) {
      const saved = await shell.saveFile({ name, content });
      if (!saved.ok) throw new Error(saved.error.message);
      return saved.value;
    }
    download(name, content, type);
    return true;
  },
  setBadge(count) {
    void shell?.setBadge(count);
  },
  onDestination(listener) {
    if (!shell) return none;
    return taking('destination', shell.takeDestination, (given) => {
      const to = Destination.safeParse(given).data;
      if (to) listener(to);
    });
  },
  onCommand: (listener) => (shell ? taking('command', shell.takeCommand, listener) : none),
  onLeaving: (listener) =>
    shell?.on('leaving', () => void listener().finally(() => void shell.readyToLeave())) ?? none,
};
