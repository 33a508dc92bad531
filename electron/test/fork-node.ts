import { fork } from 'node:child_process';
import type { FromServer } from '../../server/contract/host.ts';
import type { ServerChild } from '../server-process.ts';

/** Forks a server entry as an ordinary child process of Node, in place of Electron's utility process. */
export function forkNode(
  entry: string,
  write: (chunk: Uint8Array) => void = () => undefined,
  execArgv: string[] = [],
): ServerChild & { readonly pid: number | undefined } {
  const child = fork(entry, [], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv });
  child.stdout?.on('data', write);
  child.stderr?.on('data', write);
  return {
    pid: child.pid,
    // A child that has just died cannot be told anything; its exit says the rest.
    post: (message) => void (child.connected && child.send(message, () => undefined)),
    kill: () => void child.kill('SIGKILL'),
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromServer)),
    onExit: (listener) => void child.once('exit', (code) => listener(code ?? 1)),
  };
}
