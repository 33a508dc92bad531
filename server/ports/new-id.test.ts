import { afterEach, expect, it, vi } from 'vitest';
import { newId } from './new-id.ts';

afterEach(() => vi.useRealTimers());

const NOON = Date.parse('2026-11-26T12:00:00.000Z');

it('makes ids of version 7 that say when, and never the same twice', () => {
  const ids = Array.from({ length: 2_000 }, () => newId(NOON));
  const hex = NOON.toString(16).padStart(12, '0');
  const form = new RegExp(`^${hex.slice(0, 8)}-${hex.slice(8)}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`);
  for (const id of ids) expect(id).toMatch(form);
  expect(new Set(ids.map((id) => id.slice(-12))).size).toBe(ids.length);
});

it('those of now are in order, within a millisecond and with a clock that goes back', () => {
  vi.useFakeTimers({ now: NOON, toFake: ['Date'] });
  const ids = Array.from({ length: 2_000 }, () => newId());
  vi.setSystemTime(NOON - 60_000);
  ids.push(newId(), newId());
  vi.setSystemTime(NOON + 1);
  ids.push(newId());
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(ids.length);
});
