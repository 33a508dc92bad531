import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

/** See last-will.mjs: reads whom it looks after, and ends them when its reading ends. */

/** @type {Map<number, { signal: NodeJS.Signals, folder?: string }>} */
const left = new Map();

/** @param {number} pid @param {NodeJS.Signals} signal */
function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already.
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { pid, ended, signal, folder } = JSON.parse(line);
  if (ended !== undefined) left.delete(ended);
  else left.set(pid, { signal, folder });
}
if (left.size > 0) {
  for (const [pid, { signal }] of left) kill(pid, signal);
  await setTimeout(2_000);
  // One that is paused (SIGSTOP) has heard nothing yet.
  for (const [pid] of left) kill(pid, 'SIGKILL');
  for (const { folder } of left.values())
    if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
