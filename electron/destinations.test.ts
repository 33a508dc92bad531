import { expect, it } from 'vitest';
import { NextDestination } from './destinations.ts';

it('the last one waits, and is taken once', () => {
  const next = new NextDestination();
  expect(next.take()).toBeNull();
  next.set({ kind: 'join', invite: 'b'.repeat(43) });
  next.set({ kind: 'inbox' });
  expect(next.take()).toEqual({ kind: 'inbox' });
  expect(next.take()).toBeNull();
});
