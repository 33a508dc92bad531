import { describe, expect, test } from 'vitest';
import { passes } from '../../ui/use-pointer-drag.ts';
import { edgeSpeed, indexAt } from './drag.ts';

describe('a drag', () => {
  test('starts after four pixels in any direction', () => {
    expect(passes(3, 2)).toBe(false);
    expect(passes(0, -4)).toBe(true);
    expect(passes(3, 3)).toBe(true);
  });

  test('scrolls within 48 px of an edge, faster the nearer', () => {
    expect(edgeSpeed(500, 0, 1000)).toBe(0);
    expect(edgeSpeed(49, 0, 1000)).toBe(0);
    expect(edgeSpeed(24, 0, 1000)).toBeLessThan(0);
    expect(edgeSpeed(5, 0, 1000)).toBeLessThan(edgeSpeed(24, 0, 1000));
    expect(edgeSpeed(-200, 0, 1000)).toBe(edgeSpeed(0, 0, 1000));
    expect(edgeSpeed(990, 0, 1000)).toBeGreaterThan(0);
    expect(edgeSpeed(30, 0, 60)).toBe(0);
  });

  test('lands before the first card whose middle lies below', () => {
    const column = [64, 82, 100].map((size, i, all) => ({
      start: all.slice(0, i).reduce((sum, one) => sum + one + 8, 0),
      size,
    }));
    expect(indexAt(column, -20)).toBe(0);
    expect(indexAt(column, 33)).toBe(1);
    expect(indexAt(column, 112)).toBe(1);
    expect(indexAt(column, 114)).toBe(2);
    expect(indexAt(column, 900)).toBe(3);
    expect(indexAt([], 10)).toBe(0);
  });
});
