import { expect, test } from 'vitest';
import { inviteIn, readPasted, resetIn } from './invitation.ts';

const TOKEN = 'a'.repeat(42) + '_';

test('an address stays what was typed', () => {
  expect(readPasted('  team.example.org ')).toEqual({ url: 'team.example.org', invite: null });
  expect(readPasted('https://team.example.org/#/tasks')).toEqual({
    url: 'https://team.example.org/#/tasks',
    invite: null,
  });
});

test('an invitation is taken apart: whose server, which token', () => {
  expect(readPasted(`https://team.example.org/join#${TOKEN}`)).toEqual({
    url: 'https://team.example.org',
    invite: TOKEN,
  });
  expect(readPasted(`https://example.org/flow/join/#${TOKEN}`)).toEqual({
    url: 'https://example.org/flow',
    invite: TOKEN,
  });
  expect(readPasted(`taskflow://join#${TOKEN}`)).toEqual({ url: '', invite: TOKEN });
});

test('a link that was cut on its way is no invitation', () => {
  expect(readPasted(`https://team.example.org/join#${TOKEN.slice(1)}`).invite).toBeNull();
  expect(inviteIn(TOKEN)).toBe(TOKEN);
  expect(inviteIn(` https://team.example.org/join#${TOKEN} `)).toBe(TOKEN);
  expect(inviteIn('abc')).toBeNull();
});

test('a link for a new password is no invitation, and the other way round', () => {
  expect(resetIn(`taskflow://reset#${TOKEN}`)).toBe(TOKEN);
  expect(resetIn(` https://example.org/flow/reset/#${TOKEN} `)).toBe(TOKEN);
  expect(resetIn(TOKEN)).toBe(TOKEN);
  expect(resetIn(`taskflow://join#${TOKEN}`)).toBeNull();
  expect(resetIn(`taskflow://reset#${TOKEN}x`)).toBeNull();
  expect(inviteIn(`taskflow://reset#${TOKEN}`)).toBeNull();
});
