import closeWithGrace from 'close-with-grace';
import type { Logger } from 'pino';

/** From the first signal to the end of the process; what takes longer is cut off. */
const AT_MOST_MS = 15_000;

/** Closes on signals and on what nobody caught, then ends the process. The answer does the same on request. */
export function closeOnSignals(close: () => Promise<void>, log: Logger): () => void {
  const handle = closeWithGrace({ delay: AT_MOST_MS, logger: false }, async ({ signal, err }) => {
    if (err) log.fatal({ err }, 'ended by an error that nobody caught');
    else log.info({ signal }, 'closing');
    await close();
  });
  return () => handle.close();
}
