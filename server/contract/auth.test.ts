import { expect, test } from 'vitest';
import { safeParse } from 'zod/mini';
import { Email, NewPassword, login, refresh, register } from './auth.ts';

const isGood = (schema: Parameters<typeof safeParse>[0], value: unknown): boolean =>
  safeParse(schema, value).success;

test.each([
  ['123456789', false],
  ['1234567890', true],
  ['ä'.repeat(5), true],
  ['a'.repeat(72), true],
  ['a'.repeat(73), false],
  ['😀'.repeat(18), true],
  ['😀'.repeat(19), false],
  ['a'.repeat(12) + '\0', false],
  ['a'.repeat(12) + '\ud800', false],
])('the password %j may be set: %s', (password, good) => {
  expect(isGood(NewPassword, password)).toBe(good);
});

test('one password is one password, however a keyboard composes it', () => {
  expect(safeParse(NewPassword, 'Ju\u0308rgenJuergen')).toMatchObject({ data: 'J\u00fcrgenJuergen' });
});

test('an address is trimmed and in lower case', () => {
  expect(safeParse(Email, '  Ada@Example.ORG ')).toEqual({ success: true, data: 'ada@example.org' });
  for (const wrong of ['ada', 'a@b', '@example.org', 'a@none.invalid', `${'a'.repeat(250)}@example.org`])
    expect([wrong, isGood(Email, wrong)]).toEqual([wrong, false]);
});

test('what nobody may say about themselves is dropped', () => {
  const given = { email: 'a@b.org', password: '1234567890', role: 'admin', id: 'x', disabled: false };
  expect(safeParse(register.body, given)).toEqual({
    success: true,
    data: { email: 'a@b.org', password: '1234567890' },
  });
});

test('a browser is the client that is meant when none is named', () => {
  expect(safeParse(login.body, { email: 'a@b.org', password: 'x' })).toMatchObject({
    data: { client: 'browser' },
  });
});

test('a refresh is an app’s, with both secrets, or a browser’s, with none', () => {
  const secret = 'a'.repeat(43);
  const refreshToken = `01a20bdd-c221-7172-9c43-22168b3ad724.${secret}`;
  expect(isGood(refresh.body, {})).toBe(true);
  expect(isGood(refresh.body, { refreshToken, next: secret })).toBe(true);
  expect(isGood(refresh.body, { refreshToken })).toBe(false);
  expect(isGood(refresh.body, { next: secret })).toBe(false);
  expect(isGood(refresh.body, { refreshToken: secret, next: secret })).toBe(false);
});
