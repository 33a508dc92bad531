/** An answer as it goes over the wire: serialised once, sent many times. */
export interface KeptBytes {
  readonly etag: string;
  readonly body: string;
}

/** The document's families of cached answers, which also name their keys and how long they live. */
export type AnswerFamily = 'profile' | 'task' | 'list' | 'stats';

/** Cached answers. Whoever asks has put the generation and all that the answer depends on into the key. */
export interface AnswerCache {
  /** Null: not there, or the cache is away (it is asked for at most 250 ms, and not at all for 5 s after 5 failures). */
  get(family: AnswerFamily, key: string): Promise<KeptBytes | null>;
  /** Does not wait and never throws. */
  put(family: AnswerFamily, key: string, answer: KeptBytes): void;
}
