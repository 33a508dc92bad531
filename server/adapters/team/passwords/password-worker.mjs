import { parentPort } from 'node:worker_threads';
import bcrypt from 'bcryptjs';

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
