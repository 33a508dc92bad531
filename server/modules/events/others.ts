import type { Actor } from '../../ports/actor.ts';

/** The port of what others do, where there are others. */
export interface Others {
  /** A name for the newest change that somebody else made to a task which the reader may see; null: none is known. */
  newest(reader: Actor): Promise<string | null>;
}

/** A personal workspace has nobody else. */
export const NOBODY_ELSE: Others = { newest: () => Promise.resolve(null) };
