import type { AnswerFamily } from '../contract/route.ts';

export type { AnswerFamily };

/**
 * Cached answers: bytes as they go over the wire, serialised once and sent many times. Whoever asks has put the generation
 * and all that the answer depends on into the key, after what the family's keys begin with (a user's or a task's id).
 */
export interface AnswerCache {
  /** Null: not there, or the cache is away (it is asked for at most 250 ms, and not at all for 5 s after 5 failures). */
  get(family: AnswerFamily, key: string): Promise<Buffer | null>;
  /** Does not wait and never throws. */
  put(family: AnswerFamily, key: string, body: Buffer): void;
}
