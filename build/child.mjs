/**
 * Waits for a program in the foreground: signals are handed on to it, and its end is ours.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>} the exit code
 */
export function untilEnd(child) {
  /** @param {NodeJS.Signals} signal */
  const handOn = (signal) => child.kill(signal);
  process.on('SIGTERM', handOn).on('SIGHUP', handOn);
  // In a terminal Ctrl+C reaches the whole group by itself, and a second SIGINT would cut the farewell short.
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}
