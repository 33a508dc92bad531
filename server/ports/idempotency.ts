/** An answer as it was sent; `body` null for 204. */
export interface KeptAnswer {
  readonly status: number;
  readonly body: string | null;
}

/**
 * The right to answer one key. Only one of its two ends is called, once. Neither throws: where the store is away it resolves
 * soon, and the end is made when the store is back.
 */
export interface Claim {
  /** Keeps the answer: a repeat within 24 h gets it. Without effect when the claim has run out meanwhile. */
  finish(answer: KeptAnswer): Promise<void>;
  /** Frees the key: what was asked failed, or may have. */
  abandon(): Promise<void>;
}

/** `other`: the key was used for another request. `running`: the first one has not been answered yet. */
export type Begun =
  | { readonly kind: 'begun'; readonly claim: Claim }
  | { readonly kind: 'answered'; readonly answer: KeptAnswer }
  | { readonly kind: 'other' }
  | { readonly kind: 'running' };

/** How long an answer is kept, in milliseconds from the claim. */
export const ANSWER_LIVES_MS = 24 * 60 * 60 * 1000;
/** How long a claim without an answer holds: twice what a request may take; whoever had it is gone then. */
export const CLAIM_LIVES_MS = 60 * 1000;

/**
 * What was asked under an Idempotency-Key, for each user. Bounded: what is oldest may be forgotten early, so acts must also
 * be safe by themselves (a create derives its id from the key, edits carry a version).
 * `requestHash` is the base64 of a SHA-256 of the request. Throws STORE_UNAVAILABLE.
 */
export interface Idempotency {
  /** Of many that begin at once, one gets the claim. */
  begin(userId: string, key: string, requestHash: string): Promise<Begun>;
}
