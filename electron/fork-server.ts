import type { FromServer } from '../server/contract/host.ts';
import type { ElectronPort } from './electron.ts';
import type { ServerChild } from './server-process.ts';
import type { LogFile } from './storage/log-file.ts';

/** Forks the bundled server as a utility process, its output going to the log. */
export function forkServer(
  utilityProcess: ElectronPort['utilityProcess'],
  entry: string,
  log: LogFile,
): ServerChild {
  const child = utilityProcess.fork(entry, [], { serviceName: 'TaskFlow server', stdio: 'pipe' });
  child.stdout?.on('data', (chunk: Uint8Array) => log.write(chunk));
  child.stderr?.on('data', (chunk: Uint8Array) => log.write(chunk));
  return {
    post: (message) => child.postMessage(message),
    kill: () => void child.kill(),
    // The other end is our own bundle of the same build; its messages are those of host.ts.
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromServer)),
    onExit: (listener) => void child.once('exit', listener),
  };
}
