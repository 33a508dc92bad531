import type { Clock } from '../../../ports/clock.ts';
import type { Timer } from '../../../ports/timer.ts';
import type { EventLog } from './event-log.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** A run deletes at most 100 times 1,000: what is left waits an hour, and nobody else waits for it. */
const BATCHES = 100;

/**
 * Deletes events that are older than `days`, each hour. Not by a TTL index, which cannot wait for a legal hold and which
 * some servers that speak MongoDB's protocol lack. The answer ends it.
 */
export function keepFor(
  days: number,
  {
    log,
    clock,
    timer,
    onError,
  }: { log: Pick<EventLog, 'deleteBefore'>; clock: Clock; timer: Timer; onError: (error: unknown) => void },
): () => void {
  let ended = false;
  let cancel: () => void = () => undefined;
  const run = async (): Promise<void> => {
    for (let batch = 0; batch < BATCHES && !ended; batch++)
      if ((await log.deleteBefore(new Date(clock.now() - days * DAY_MS))) === 0) return;
  };
  const next = (): void => {
    if (!ended) cancel = timer.after(HOUR_MS, () => void run().catch(onError).finally(next));
  };
  next();
  return () => {
    ended = true;
    cancel();
  };
}
