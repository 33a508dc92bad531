import { expect, test } from 'vitest';
import { inviteIn, readPasted } from './invitation.ts';

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
