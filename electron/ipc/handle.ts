import type { IpcMainPort } from '../electron.ts';
import { CALL_NAMES, callChannel, type CallName } from './channels.ts';
import { CALLS, type CallOutput, type Result } from './contract.ts';
import type * as z from 'zod/mini';

/** What each call does; a few lines each, in ipc/handlers. */
export type Handlers = {
  readonly [N in CallName]: (
    input: z.output<(typeof CALLS)[N]['input']>,
  ) => CallOutput<N> | Promise<CallOutput<N>>;
};

const refuse = (code: 'FORBIDDEN' | 'INVALID' | 'FAILED', message: string): Result<never> => ({
  ok: false,
  error: { code, message },
});

/**
 * Registers every call of the contract: the sender must be the main frame of a page of `origin()`, the argument must
 * pass its schema, and what a handler throws comes back as data. Answers what takes the handlers away again.
 */
export function handleCalls(
  ipcMain: IpcMainPort,
  handlers: Handlers,
  origin: () => string | null,
): () => void {
  for (const name of CALL_NAMES) {
    const schema: z.ZodMiniType = CALLS[name].input;
    // Each handler takes exactly what its schema has just parsed; the map cannot say so for a name that varies.
    const handler = handlers[name] as (input: unknown) => unknown;
    ipcMain.handle(callChannel(name), async ({ senderFrame }, input) => {
      const ours = origin();
      if (!senderFrame || senderFrame.parent || ours === null || !URL.canParse(senderFrame.url))
        return refuse('FORBIDDEN', 'This page may not ask the shell.');
      if (new URL(senderFrame.url).origin !== ours)
        return refuse('FORBIDDEN', 'This page may not ask the shell.');
      const parsed = schema.safeParse(input);
      if (!parsed.success) return refuse('INVALID', `What was asked of ${name} is not what it takes.`);
      try {
        return { ok: true, value: await handler(parsed.data) };
      } catch (error) {
        return refuse('FAILED', error instanceof Error ? error.message : 'It could not be done.');
      }
    });
  }
  return () => {
    for (const name of CALL_NAMES) ipcMain.removeHandler(callChannel(name));
  };
}
