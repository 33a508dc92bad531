import type { SessionSecrets } from './session.store.ts';

/** A refresh that was not the plain next step: a secret that is not the current one any more. */
export interface LateRefresh {
  readonly kind: SessionSecrets['kind'];
  readonly presented: Buffer;
  /** The hash of what is asked for as the next secret (an app's), or follows from the presented one (a browser's). */
  readonly next: Buffer;
}

/** How long a browser's previous secret gets its successor once more: two windows, or an answer that was lost. */
export const GRACE_MS = 10_000;

/**
 * What a secret that did not rotate means. `again`: the step was made already and its answer is repeated; `ended`: there is
 * nothing to renew; `foreign`: the other form's secret; `current`: it is the current one by now, so ask again; `reused`: a
 * secret that was used up, so two hold this session, and one of them stole it.
 */
export function judgeLate(
  session: SessionSecrets,
  { kind, presented, next }: LateRefresh,
): 'again' | 'ended' | 'foreign' | 'current' | 'reused' {
  if (!session.alive) return 'ended';
  if (session.kind !== kind) return 'foreign';
  if (session.currentHash.equals(presented)) return 'current';
  const isPrevious = session.previousHash?.equals(presented) === true;
  const isItsStep = session.currentHash.equals(next);
  // An app has saved `next` before it asked, so only it can name it: that may be at any time.
  const inTime = kind === 'app' || session.rotatedFor <= GRACE_MS;
  return isPrevious && isItsStep && inTime ? 'again' : 'reused';
}

/** An app's next secret must be a new one: another than the one it shows, and than the one before. */
export const isFresh = (session: SessionSecrets, next: Buffer): boolean =>
  !session.currentHash.equals(next) && session.previousHash?.equals(next) !== true;
