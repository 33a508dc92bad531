import { expect, test } from 'vitest';
import { pillWords, statusTone, statusWords } from './status-words.ts';

const status = (state: Parameters<typeof statusWords>[0]['state'], waiting = 0) => ({
  state,
  waiting,
  conflicts: 0,
  syncedAt: null,
});

test.each([
  ['local', 0, 'On this device', ''],
  ['synced', 0, 'Synced', ''],
  ['synced', 1, '1 refused', 'warn'],
  ['syncing', 0, 'Syncing', ''],
  ['syncing', 3, 'Syncing 3', ''],
  ['offline', 0, 'Offline', 'warn'],
  ['offline', 1200, 'Offline · 1,200 waiting', 'warn'],
  ['sign_in', 0, 'Sign in needed', 'warn'],
  ['sign_in', 1, 'Sign in to send 1 change', 'warn'],
  ['sign_in', 7, 'Sign in to send 7 changes', 'warn'],
  ['disabled', 2, 'Account disabled', 'bad'],
  ['too_old', 2, 'Update needed', 'bad'],
] as const)('%s with %i waiting reads “%s”', (state, waiting, words, tone) => {
  expect(statusWords(status(state, waiting))).toBe(words);
  expect(statusTone(status(state, waiting))).toBe(tone);
});

test('a team whose certificate is another is not just offline', () => {
  const untrusted = { ...status('offline', 3), untrusted: true };
  expect([statusWords(untrusted), statusTone(untrusted)]).toEqual(['Certificate not trusted', 'bad']);
});

test('the corner of the window has room for the short form', () => {
  expect(pillWords(status('sign_in', 7))).toBe('Sign in · 7 waiting');
  expect(pillWords(status('offline', 3))).toBe('Offline · 3 waiting');
});
