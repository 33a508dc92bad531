import { expect, test } from 'vitest';
import type { User } from '../../contract/users.ts';
import { applyEdit, losesAdmin } from './account.ts';
import { checkOrigin, cookiePolicy, refreshCookie } from './refresh-cookie.ts';
import { hashOf, newSecret, readToken, tokenOf } from './secrets.ts';
import { judgeLate } from './session.ts';
import type { SessionSecrets } from './session.store.ts';

const [now, before, older, next] = ['now', 'before', 'older', 'next'].map(hashOf) as [
  Buffer,
  Buffer,
  Buffer,
  Buffer,
];
const session = (parts: Partial<SessionSecrets> = {}): SessionSecrets => ({
  userId: 'u',
  role: 'user',
  kind: 'app',
  alive: true,
  disabled: false,
  currentHash: now,
  previousHash: before,
  rotatedFor: 0,
  ...parts,
});

test.each([
  ['the step that was made is repeated', session(), before, now, 'again'],
  ['an app’s at any time', session({ rotatedFor: 1e9 }), before, now, 'again'],
  ['a browser’s within 10 s', session({ kind: 'browser', rotatedFor: 10_000 }), before, now, 'again'],
  ['and no later', session({ kind: 'browser', rotatedFor: 10_001 }), before, now, 'reused'],
  ['another step from there is theft', session(), before, next, 'reused'],
  ['so is an older secret', session(), older, next, 'reused'],
  ['and one that never was', session({ previousHash: null }), older, now, 'reused'],
  ['the current one is asked for again', session(), now, next, 'current'],
  ['nothing renews what is over', session({ alive: false }), now, next, 'ended'],
  ['or was another form’s', session({ kind: 'browser' }), now, next, 'foreign'],
] as const)('%s', (_name, kept, presented, asked, verdict) => {
  const kind = verdict === 'foreign' ? 'app' : kept.kind;
  expect(judgeLate(kept, { kind, presented, next: asked })).toBe(verdict);
});

const user = (parts: Partial<User> = {}): User => ({
  id: 'u',
  email: 'a@b.org',
  profile: {},
  role: 'admin',
  disabled: false,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  ...parts,
});
const AT = '2026-02-02T00:00:00.000Z';

test('an edit is one act for each thing that changes', () => {
  const step = applyEdit(user({ role: 'user' }), { role: 'admin', disabled: true }, 1, AT);
  expect(step.acts.map(({ type }) => type)).toEqual(['user.role_changed', 'user.disabled']);
  expect(step.user).toMatchObject({ role: 'admin', disabled: true, updatedAt: AT });
  const same = user();
  expect(applyEdit(same, { role: 'admin', disabled: false }, 0, AT)).toEqual({ user: same, acts: [] });
});

test.each([
  [{ role: 'user' as const }, 0, 'LAST_ADMIN'],
  [{ disabled: true }, 0, 'LAST_ADMIN'],
  [{ role: 'user' as const }, 1, null],
  [{ disabled: true }, 1, null],
])('the edit %j with %i other admins: %s', (edit, others, code) => {
  const act = () => applyEdit(user(), edit, others, AT);
  if (code) expect(act).toThrow(expect.objectContaining({ code }) as Error);
  else expect(losesAdmin(user(), act().user)).toBe(true);
});

test('who is disabled already is no active admin that could be missed', () => {
  expect(applyEdit(user({ disabled: true }), { role: 'user' }, 0, AT).user.role).toBe('user');
});

test('a refresh token is its session and its secret, and nothing else is one', () => {
  const token = { sessionId: '01a20bdd-c221-4172-9c43-22168b3ad724', secret: newSecret() };
  expect(readToken(tokenOf(token))).toEqual(token);
  for (const wrong of ['', token.secret, `${tokenOf(token)}x`, tokenOf(token).slice(1), ` ${tokenOf(token)}`])
    expect(readToken(wrong)).toBeNull();
});

test.each([
  [
    'https://tasks.example.org',
    '__Host-taskflow_refresh=x; Path=/; Max-Age=604800; HttpOnly; SameSite=Strict; Secure',
  ],
  ['http://127.0.0.1:3000', 'taskflow_refresh=x; Path=/; Max-Age=604800; HttpOnly; SameSite=Strict'],
  ['http://[::1]:3000', 'taskflow_refresh=x; Path=/; Max-Age=604800; HttpOnly; SameSite=Strict'],
])('at %s the cookie is %s', (own, cookie) => {
  expect(refreshCookie(cookiePolicy(own), 'x')).toBe(cookie);
});

test('without https beyond this machine there is no cookie', () => {
  for (const own of ['http://tasks.example.org', 'http://127.0.0.1.example.org', 'http://192.168.1.2:3000'])
    expect(() => cookiePolicy(own)).toThrow(expect.objectContaining({ code: 'FOREIGN_ORIGIN' }) as Error);
});

test('an origin is one of ours whole, or none', () => {
  const known = { own: 'https://a.example', others: ['https://b.example'] };
  for (const good of ['https://a.example', 'https://b.example']) checkOrigin(good, known);
  for (const bad of ['', 'null', 'https://a.example.evil.org', 'http://a.example', 'https://a.example:444'])
    expect(() => checkOrigin(bad, known)).toThrow(
      expect.objectContaining({ code: 'FOREIGN_ORIGIN' }) as Error,
    );
});
