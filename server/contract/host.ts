import type { Notification } from './events.ts';
import type { StartFailure } from './start-failures.ts';

/**
 * The messages between the shell and the bundled server (utility process, or a child process in tests).
 * The launch key travels here and never in argv, which other accounts can read.
 */
export type ToServer =
  | {
      type: 'start';
      launchKey: string;
      /** Where the data is; null is this account's own folder, as without `--data`. */
      dataFolder: string | null;
      /** 0 is any free port. A restart asks for the port it had, so that the window's origin stays; a taken one is any. */
      port: number;
      /** Whether the system has a keystore that deserves the name: else secrets stay in memory. */
      keystore: boolean;
    }
  /** The answer to `secret`: null where that could not be done. */
  | { type: 'secret'; id: number; text: string | null }
  | { type: 'shutdown' };

/** What happened to whom, for the shell to say in its own words; `title` is the task's. */
export interface HostNotification {
  readonly kind: Notification['kind'];
  readonly title: string;
  readonly workspaceId: string;
  readonly taskId: string;
}

export type FromServer =
  | { type: 'ready'; port: number; dataFolder: string; startedInMs: number }
  | { type: 'failed'; failure: StartFailure }
  /** Seal or open a secret with the system's keystore. The file that a sealed one lies in is the server's. */
  | { type: 'secret'; id: number; act: 'seal' | 'open'; text: string }
  | ({ type: 'notification' } & HostNotification)
  | { type: 'stopped' };
