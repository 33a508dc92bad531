import { networkInterfaces } from 'node:os';
import type { Clock } from '../ports/clock.ts';
import type { Timer } from '../ports/timer.ts';

const EVERY_MS = 3_000;
/** A look that is that much late was slept through: timers stand still meanwhile, and the clock does not. */
const SLEPT_MS = 10_000;

export interface NetworkWatchOptions {
  readonly clock: Clock;
  readonly timer: Timer;
  /** This machine is on another network than before, or has been asleep. */
  readonly onChange: () => void;
  /** The addresses of this machine, in one text. */
  readonly addresses?: () => string;
}

/** Those by which others can be reached; what is loopback's is there on any network. */
function ownAddresses(): string {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return all
    .filter(({ internal }) => !internal)
    .map(({ address }) => address)
    .sort()
    .join();
}

/**
 * Looks every few seconds whether it is worth trying a team again at once. Whether a team can be reached is never taken from
 * here. Answers what ends it.
 */
export function watchNetwork({
  clock,
  timer,
  onChange,
  addresses = ownAddresses,
}: NetworkWatchOptions): () => void {
  let known = addresses();
  let looked = clock.now();
  let cancel: () => void = () => undefined;
  const wait = (): void => {
    cancel = timer.after(EVERY_MS, () => {
      const [before, since] = [known, looked];
      known = addresses();
      looked = clock.now();
      wait();
      if (known !== before || looked - since > EVERY_MS + SLEPT_MS) onChange();
    });
  };
  wait();
  return () => cancel();
}
