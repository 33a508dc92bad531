import { LIMITS } from '../../../server/contract/primitives.ts';

const utf8 = new TextEncoder();

/** What is wrong with a password that is to be set; null when the server will take it. */
export function flawOf(password: string): 'short' | 'long' | null {
  const bytes = utf8.encode(password.normalize('NFC')).length;
  if (bytes < LIMITS.passwordMinBytes) return 'short';
  return bytes > LIMITS.passwordMaxBytes ? 'long' : null;
}
