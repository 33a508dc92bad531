import { expect, test } from 'vitest';
import { cellFrom, turned } from './columns.ts';

test('a head sorts in its usual direction first, and turns at the next press', () => {
  expect(turned('priority', { sort: 'title', order: 'asc' })).toBe('desc');
  expect(turned('priority', { sort: 'priority', order: 'desc' })).toBe('asc');
  expect(turned('dueDate', { sort: 'createdAt', order: 'desc' })).toBe('asc');
});

test('the cursor stops at the first and the last cell', () => {
  expect(cellFrom('title', 1)).toBe('status');
  expect(cellFrom('title', -1)).toBeNull();
  expect(cellFrom('due', 1)).toBeNull();
  expect(cellFrom('title', 1, ['status', 'priority'])).toBe('assignee');
  expect(cellFrom('assignee', 1, ['due'])).toBeNull();
});
