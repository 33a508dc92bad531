import { createHash } from 'node:crypto';
import { AppError, invalidAt } from '../errors.ts';
import type { Idempotency, KeptAnswer } from '../ports/idempotency.ts';

/**
 * Runs `act` once for a user, key and request; a repeat gets the first answer, and a failed act frees the key.
 * Throws KEY_REUSED (another request), KEY_IN_FLIGHT, VALIDATION.
 */
export async function once(
  keys: Idempotency,
  userId: string,
  key: string,
  request: unknown,
  act: () => Promise<KeptAnswer>,
): Promise<KeptAnswer> {
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw invalidAt('Idempotency-Key', { code: 'NOT_PRINTABLE', params: { most: 255 } });
  const begun = await keys.begin(userId, key, hashOf(request));
  switch (begun.kind) {
    case 'answered':
      return begun.answer;
    case 'other':
      throw new AppError('KEY_REUSED', 'This Idempotency-Key was used for another request. Take a new key.');
    case 'running':
      throw new AppError(
        'KEY_IN_FLIGHT',
        'The first request with this Idempotency-Key is still running. Wait for it.',
      );
    case 'begun': {
      const answer = await act().catch(async (error: unknown) => {
        await begun.claim.abandon();
        throw error;
      });
      // What was done is done: an answer that could not be kept is still the answer.
      await begun.claim.finish(answer);
      return answer;
    }
  }
}

const hashOf = (request: unknown): string =>
  createHash('sha256').update(JSON.stringify(request)).digest('base64');
