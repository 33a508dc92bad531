import closeWithGrace from 'close-with-grace';
import type { Logger } from 'pino';

/** From the first signal to the end of the process; what takes longer is cut off. */
const AT_MOST_MS = 15_000;

/**
 * What programs send that end others, each of them once: a supervisor to the whole group, npm and build/team.mjs to their child
 * again. The library ends at once at a second signal, in the middle of a request; that is for people who press Ctrl+C again.
 */
const SENT_AGAIN = ['SIGTERM', 'SIGHUP'] as const;

/** Closes on signals and on what nobody caught, then ends the process. The answer does the same on request. */
export function closeOnSignals(close: () => Promise<void>, log: Logger): () => void {
  let sent: string | undefined;
  let isClosing = false;
  const handle = closeWithGrace(
    { delay: AT_MOST_MS, logger: false, skip: [...SENT_AGAIN] },
    async ({ signal = sent, err }) => {
      isClosing = true;
      if (err) log.fatal({ err }, 'ended by an error that nobody caught');
      else log.info({ signal }, 'closing');
      await close();
    },
  );
  const end = (): void => {
    if (!isClosing) handle.close();
  };
  for (const signal of SENT_AGAIN)
    process.on(signal, () => {
      sent ??= signal;
      end();
    });
  return end;
}
