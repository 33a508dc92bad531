import type { TaskflowWindow } from '../../electron/ipc/contract.ts';

declare global {
  interface Window {
    /** What the shell puts on the page; absent in a plain browser. */
    readonly taskflow?: TaskflowWindow;
  }
}
