import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError, type Call, type CallOptions } from '../../server/contract/client.ts';
import { StateWriter } from './state-writer.ts';
import { Unsent } from './unsent.ts';

interface Sent {
  key: string;
  value: unknown;
  options: CallOptions;
  answer: (error?: ApiError) => void;
}

let sent: Sent[] = [];
let writer: StateWriter;
const texts = () => new Unsent(localStorage, 'w', 'texts');
beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers();
  sent = [];
  const call = (
    _route: unknown,
    input: { params: { key: string }; body?: { value: unknown } },
    options = {},
  ) =>
    new Promise<void>((resolve, reject) => {
      sent.push({
        key: input.params.key,
        value: input.body?.value ?? null,
        options,
        answer: (error) => (error ? reject(error) : resolve()),
      });
    });
  writer = new StateWriter(call as unknown as Call, texts());
});
afterEach(() => {
  writer.close();
  vi.useRealTimers();
});

const values = (): unknown[] => sent.map(({ value }) => value);
const answer = async (error?: ApiError): Promise<void> => {
  sent.at(-1)?.answer(error);
  await vi.advanceTimersByTimeAsync(0);
};
const away = new ApiError('UNREACHABLE', 0, 'away');

test('what changes without a pause goes out every so often, the newest value alone', async () => {
  for (let n = 1; n <= 10; n++) {
    writer.put('a', n);
    await vi.advanceTimersByTimeAsync(100);
    if (sent.length > 0 && values().at(-1) === 3) await answer();
  }
  expect(values()).toEqual([3, 6]);
});

test('the next value of a key waits for the answer to the one before; other keys do not', async () => {
  writer.put('a', 1);
  await vi.advanceTimersByTimeAsync(300);
  writer.put('a', 2);
  writer.put('b', 1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent.map(({ key, value }) => `${key}${String(value)}`)).toEqual(['a1', 'b1']);
  sent[0]?.answer();
  await vi.advanceTimersByTimeAsync(300);
  expect(values()).toEqual([1, 1, 2]);
});

test('a page that goes sends at once what gathers, to outlive it, and waits for no answer', async () => {
  writer.put('a', 1);
  await vi.advanceTimersByTimeAsync(300);
  writer.put('a', 2);
  writer.put('b', 3);
  void writer.flush();
  expect(values()).toEqual([1, 2, 3]);
  expect(sent[0]?.options.signal?.aborted).toBe(true);
  expect(sent.map(({ options }) => options.keepalive)).toEqual([true, true, true]);
});

test('no more is sent to outlive the page than browsers take; larger values do not gather', async () => {
  writer.put('a', 'x'.repeat(40_000));
  writer.put('b', 'x'.repeat(40_000));
  void writer.flush();
  expect(sent.map(({ options }) => options.keepalive)).toEqual([true, false]);
  writer.put('c', 'x'.repeat(70_000));
  await vi.advanceTimersByTimeAsync(0);
  expect(sent.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
});

test('what the server could not take is held, offered as the newest, and sent until it is taken', async () => {
  const heard = vi.fn();
  writer.subscribe(heard);
  writer.put('a', 1);
  await vi.advanceTimersByTimeAsync(300);
  await answer(away);
  expect(writer.error('a')).toBe(away);
  writer.put('a', 2);
  expect(writer.unsent('a')).toEqual({ value: 2 });
  await vi.advanceTimersByTimeAsync(1000);
  await answer(new ApiError('DISK_FULL', 507, 'full'));
  await vi.advanceTimersByTimeAsync(1000);
  await answer();
  expect(values()).toEqual([1, 2, 2]);
  expect(writer.unsent('a')).toBeNull();
  expect(writer.error('a')).toBeNull();
  expect(heard).toHaveBeenCalledTimes(3);
});

test('what the server refuses for good is not sent again, and its reason stays', async () => {
  writer.put('a', 1);
  await vi.advanceTimersByTimeAsync(300);
  await answer(new ApiError('STATE_FULL', 413, 'full'));
  await vi.advanceTimersByTimeAsync(5000);
  expect(values()).toEqual([1]);
  expect(writer.error('a')?.code).toBe('STATE_FULL');
});

test('of a workspace that was closed nothing is tried again', async () => {
  writer.put('a', 1);
  await vi.advanceTimersByTimeAsync(300);
  writer.close();
  await answer(away);
  await vi.advanceTimersByTimeAsync(5000);
  expect(values()).toEqual([1]);
});

test('a text that no server has confirmed is there for the next page, laid over what the server has', async () => {
  const mine = { text: 'mine', base: '', at: '2026-11-26T02:00:00Z' };
  const other = { text: 'other', base: '', at: '2026-11-26T01:00:00Z' };
  writer.put('draft.1', { a: mine });
  writer.put('layout', { wide: true });
  expect(texts().all()).toEqual([['draft.1', { a: mine }]]);
  await vi.advanceTimersByTimeAsync(300);
  sent[0]?.answer(away);
  await vi.advanceTimersByTimeAsync(0);
  expect(texts().get('draft.1')).toEqual({ a: mine });
  // The page is gone, and another one knows what the server has by now.
  writer.close();
  sent = [];
  expect(writer.regain('draft.1', { b: other })).toEqual({ a: mine, b: other });
  await vi.advanceTimersByTimeAsync(300);
  expect(values()).toEqual([{ a: mine, b: other }]);
  await answer();
  expect(texts().all()).toEqual([]);
  expect(writer.regain('draft.1', { b: other })).toEqual({ b: other });
});

test('a line that became a task does not come back, where the server did not hear that it is empty', () => {
  writer.put('quick-add', '');
  expect(writer.regain('quick-add', 'became a task')).toBe('');
});

test('what is written before it is known what is there waits for that; what is forgotten does not come back', () => {
  const mine = { text: 'mine', base: '', at: '2026-11-26T02:00:00Z' };
  writer.early('draft.1', 'a', mine);
  expect(writer.regain('draft.1', null)).toEqual({ a: mine });
  writer.put('draft.1', null);
  expect(writer.regain('draft.1', null)).toBeNull();
  writer.early('draft.2', 'a', mine);
  writer.early('draft.2', 'a', null);
  expect(texts().all()).toEqual([]);
});
