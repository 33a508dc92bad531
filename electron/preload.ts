import { contextBridge, ipcRenderer } from 'electron';
import { CALL_NAMES, VERSION_ARGUMENT, callChannel, eventChannel, type EventName } from './ipc/channels.ts';

/**
 * `window.taskflow`: named functions only, never ipcRenderer nor the event of a message (it carries the sender).
 * The types are `TaskflowWindow` in ipc/contract.ts; arguments are parsed on the other side.
 */
const calls = Object.fromEntries(
  CALL_NAMES.map((name) => [
    name,
    (input: unknown): Promise<unknown> => ipcRenderer.invoke(callChannel(name), input),
  ]),
);

contextBridge.exposeInMainWorld('taskflow', {
  ...calls,
  version:
    process.argv.find((text) => text.startsWith(VERSION_ARGUMENT))?.slice(VERSION_ARGUMENT.length) ?? '',
  platform: process.platform,
  on(event: EventName, listener: (payload: unknown) => void): () => void {
    const hear = (_event: unknown, payload: unknown): void => listener(payload);
    ipcRenderer.on(eventChannel(event), hear);
    return () => ipcRenderer.removeListener(eventChannel(event), hear);
  },
});
