import { PassThrough } from 'node:stream';
import { afterEach, expect, test, vi } from 'vitest';
import { ErrorAnswer } from '../contract/errors.ts';
import { inTime, isUnlimited } from './handling-time.ts';
import { answerClientError } from './raw-error.ts';

afterEach(() => vi.useRealTimers());

test('an act that never ends is answered TIMED_OUT after 30 s; one that ends leaves no timer', async () => {
  vi.useFakeTimers();
  const waiting = inTime(new Promise(() => undefined));
  const told = waiting.catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await told).toMatchObject({ code: 'TIMED_OUT', status: 503 });
  await inTime(Promise.resolve());
  expect(vi.getTimerCount()).toBe(0);
  expect(['/tasks', '/export', '/import', '/backups/{name}'].map(isUnlimited)).toEqual([
    false,
    true,
    true,
    true,
  ]);
});

test.each([
  ['ERR_HTTP_REQUEST_TIMEOUT', 408, 'REQUEST_TIMEOUT'],
  ['HPE_HEADER_OVERFLOW', 431, 'VALIDATION'],
  ['HPE_INVALID_METHOD', 400, 'VALIDATION'],
])('what Node cannot read is answered in the one shape: %s', async (code, status, answered) => {
  const socket = new PassThrough();
  answerClientError(Object.assign(new Error(code), { code }), socket);
  const [head, body] = (await socket.toArray()).join('').split('\r\n\r\n');
  expect(head).toContain(`HTTP/1.1 ${status} `);
  expect(ErrorAnswer.parse(JSON.parse(body ?? ''))).toMatchObject({ statusCode: status, code: answered });
});
