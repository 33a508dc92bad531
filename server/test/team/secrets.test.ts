import { expect, test } from 'vitest';
import { Secrets } from './secrets.ts';

test('what was typed, handed out or set as a cookie is found wherever its secret part lies', () => {
  const secrets = new Secrets();
  secrets.note({ password: 'correct horse battery', title: 'a title is no secret', next: 'short' });
  secrets.note({ accessToken: 'head.body.signature-of-it', url: 'http://127.0.0.1/join#fragment-of-it' });
  secrets.noteHeaders(
    new Headers([['set-cookie', '__Host-refresh=0190.secret-of-session; Path=/; HttpOnly']]),
  );
  const places = new Map([
    ['a table', 'a title is no secret, short, head.body, http://127.0.0.1/join, 0190'],
    ['the log', '{"q":"correct horse battery","t":"signature-of-it"}'],
    ['the cache', `secret-of-session ${Buffer.from('fragment-of-it').toString('hex')}`],
  ]);
  expect(secrets.foundIn(places)).toEqual([
    'password in the log',
    'accessToken in the log',
    'url in the cache',
    'cookie in the cache',
  ]);
});
