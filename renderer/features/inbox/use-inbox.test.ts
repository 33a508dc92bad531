import { expect, test } from 'vitest';
import { withRead, type InboxItem } from './use-inbox.ts';

const AT = '2026-03-12T09:00:00.000Z';
const item = (id: string, readAt: string | null = null): InboxItem => ({
  id,
  userId: 'me',
  kind: 'due',
  taskId: 't',
  actorId: null,
  at: AT,
  readAt,
  title: 'Ship it',
  actor: null,
});
const page = (items: InboxItem[], unread: number) => ({ items, unread, nextCursor: null });

test('what is marked reads as read, and the number goes down with it', () => {
  const next = withRead(page([item('a'), item('b')], 5), new Set(['a']), AT);
  expect(next.items.map((one) => one.readAt)).toEqual([AT, null]);
  expect(next.unread).toBe(4);
});

test('the number goes down in pages that do not hold what was read', () => {
  expect(withRead(page([], 5), new Set(['a']), AT).unread).toBe(4);
});

test('all of them is none left, and what was read keeps its time', () => {
  const next = withRead(page([item('a'), item('b', '2026-03-01T00:00:00.000Z')], 9), null, AT);
  expect(next.unread).toBe(0);
  expect(next.items[1]?.readAt).toBe('2026-03-01T00:00:00.000Z');
});
