/**
 * The messages between the shell and the bundled server (utility process, or a child process in tests).
 * The launch key travels here and never in argv, which other accounts can read.
 */
export type ToServer = { type: 'start'; launchKey: string; dataFolder: string } | { type: 'shutdown' };

export type FromServer =
  | { type: 'ready'; port: number; startedInMs: number }
  | { type: 'failed'; message: string; advice: string }
  | { type: 'notification'; title: string; body: string; workspaceId: string; taskId: string }
  | { type: 'stopped' };
