import os from 'node:os';
import { parentPort } from 'node:worker_threads';
import bcrypt from 'bcryptjs';

/** Who signs in waits for a third of a second anyway; everybody else waits for milliseconds, and comes first. */
const NICE = 5;
try {
  // On Linux that is this thread's own; elsewhere it would be the whole process's.
  if (process.platform === 'linux')
    os.setPriority(Math.min(os.constants.priority.PRIORITY_LOW, os.getPriority() + NICE));
} catch {
  // Not allowed here: then both take what they get.
}

/**
 * A thread that hashes passwords, one after the other: at twelve rounds each takes some 0.4 s of a processor. Plain
 * JavaScript, so that Node runs this very file from source as well.
 *
 * @typedef {{ act: 'hash', password: string, rounds: number } | { act: 'compare', password: string, hash: string }} Task
 */
parentPort?.on('message', (/** @type {Task} */ task) => {
  const result =
    task.act === 'hash'
      ? bcrypt.hashSync(task.password, task.rounds)
      : bcrypt.compareSync(task.password, task.hash);
  parentPort?.postMessage(result);
});
