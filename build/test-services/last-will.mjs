import { spawn } from 'node:child_process';
import path from 'node:path';

/**
 * What is to go with this process even where it cannot say farewell (kill -9, a crash): another small process holds the end
 * of a pipe, hears it close, and ends what is left. It is started when there is something to look after, and ends with it.
 */

/** @type {import('node:child_process').ChildProcessByStdio<import('node:stream').Writable, null, null> | null} */
let executor = null;

/** @param {object} line */
function tell(line) {
  if (!executor) {
    // Detached: what ends a whole group, as Ctrl+C does, must not end the one who looks after it.
    executor = spawn(process.execPath, [path.join(import.meta.dirname, 'last-will.child.mjs')], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      windowsHide: true,
    });
    executor.on('error', () => undefined);
    executor.stdin.on('error', () => undefined);
    executor.unref();
    /** @type {import('node:net').Socket} */ (/** @type {unknown} */ (executor.stdin)).unref();
  }
  executor.stdin.write(`${JSON.stringify(line)}\n`);
}

/**
 * Ends `child` with this process, whatever ends that, and removes its folder then.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {{ folder?: string, signal?: NodeJS.Signals }} [will] `signal`: of a server that has children of its own to end
 */
export function endsWithThis(child, { folder, signal = 'SIGKILL' } = {}) {
  const { pid } = child;
  if (pid === undefined) return;
  tell({ pid, signal, ...(folder === undefined ? {} : { folder }) });
  child.once('exit', () => tell({ ended: pid }));
}
