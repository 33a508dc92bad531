import type * as z from 'zod/mini';
import { describe, expect, it } from 'vitest';
import { Instant, PlainText, TimeZone, Uuid, queryInt, utf8Length } from './primitives.ts';

const passes = (schema: z.ZodMiniType, value: unknown) => schema.safeParse(value).success;

describe('primitives', () => {
  it.each([['', 'a', 'ä', '€', '😀', 'a\ud800b', '\udc00']].flat())(
    'utf8Length(%j) is what an encoder writes',
    (text) => {
      expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
    },
  );

  it('takes no NUL and no half pair as text', () => {
    expect(passes(PlainText, 'fine 😀')).toBe(true);
    expect(passes(PlainText, 'a\0b')).toBe(false);
    expect(passes(PlainText, 'a\ud800')).toBe(false);
  });

  it('takes instants that stores and screens can hold, and writes them with milliseconds', () => {
    expect(Instant.parse('2026-03-12T09:00:00Z')).toBe('2026-03-12T09:00:00.000Z');
    for (const absurd of [
      '0000-01-01T00:00:00Z',
      '+275760-09-13T00:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-02-30T00:00:00Z',
      'now',
      5,
    ])
      expect(passes(Instant, absurd), String(absurd)).toBe(false);
  });

  it('knows time zones, ids and whole numbers', () => {
    expect(passes(TimeZone, 'Europe/Berlin')).toBe(true);
    expect(passes(TimeZone, 'Mars/Olympus')).toBe(false);
    expect(Uuid.parse('018F3B7E-7C3E-7B8A-9D0B-0123456789AB')).toBe('018f3b7e-7c3e-7b8a-9d0b-0123456789ab');
    for (const odd of ['0', '101', '-1', '1e2', '1.5', '', ' 1', 'NaN'])
      expect(passes(queryInt(1, 100), odd), odd).toBe(false);
    expect(queryInt(1, 100).parse('42')).toBe(42);
  });
});
