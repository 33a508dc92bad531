import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../../server/contract/primitives.ts';
import { byRank, type Ranked } from '../../../api/by-rank.ts';
import { planRanks } from './rank.ts';

const cards = (...ranks: (string | null)[]): Ranked[] =>
  ranks.map((rank, i) => ({ id: `t${String(i).padStart(4, '0')}`, rank }));

/** Moves cards as the board does, and answers the column as the server would sort it. */
function move(column: readonly Ranked[], ids: readonly string[], index: number): Ranked[] {
  const moved = ids.map((id) => column.find((card) => card.id === id) ?? { id, rank: null });
  const rest = column.filter((card) => !ids.includes(card.id));
  const writes = new Map(planRanks(rest, moved, index).map((write) => [write.id, write.rank]));
  return [...rest, ...moved]
    .map((card) => ({ id: card.id, rank: writes.get(card.id) ?? card.rank }))
    .sort(byRank);
}

const order = (column: readonly Ranked[]): string[] => column.map((card) => card.id);

describe('planRanks', () => {
  test('one write between two cards that have keys', () => {
    const writes = planRanks(cards('a0', 'a1'), [{ id: 'x' }], 1);
    expect(writes).toEqual([{ id: 'x', rank: 'a0V' }]);
  });

  test('cards above without a key get one, those below stay', () => {
    const writes = planRanks(cards('a0', null, null, null), [{ id: 'x' }], 2);
    expect(writes.map(({ id }) => id)).toEqual(['t0001', 'x']);
  });

  test('two cards with the same key are parted', () => {
    expect(order(move([...cards('a1', 'a1'), { id: 'x', rank: null }], ['x'], 1))).toEqual([
      't0000',
      'x',
      't0001',
    ]);
  });

  test('a key from elsewhere that cannot be split is replaced', () => {
    expect(order(move([...cards('zzzz', 'zzzz0'), { id: 'x', rank: null }], ['x'], 1))).toEqual([
      't0000',
      'x',
      't0001',
    ]);
  });

  test('two thousand cards put at one and the same place keep short keys, with few writes each', () => {
    let column: Ranked[] = cards('a0', 'a1');
    let most = 0;
    for (let i = 0; i < 2000; i++) {
      const writes = planRanks(column, [{ id: `n${i}` }], 1);
      most = Math.max(most, writes.length);
      const ranks = new Map(writes.map((write) => [write.id, write.rank]));
      column = [...column.slice(0, 1), { id: `n${i}`, rank: null }, ...column.slice(1)].map((card) => ({
        id: card.id,
        rank: ranks.get(card.id) ?? card.rank,
      }));
      if (i % 100 === 0) expect(order([...column].sort(byRank))).toEqual(order(column));
    }
    expect(Math.max(...column.map((card) => card.rank?.length ?? 0))).toBeLessThanOrEqual(LIMITS.rankChars);
    expect(most).toBeLessThan(200);
  });

  test('any sequence of moves gives the order that was asked for, with keys the wire takes', () => {
    const seed = Date.now();
    console.info(`rank seed ${seed}`);
    const rank = fc.oneof(
      fc.constant(null),
      fc.constantFrom('a0', 'a1', 'a0V', 'Zz', 'b00'),
      fc.stringMatching(/^[A-Za-z0-9]{1,6}$/),
    );
    const step = fc.record({
      picks: fc.uniqueArray(fc.nat(99), { minLength: 1, maxLength: 4 }),
      to: fc.nat(99),
    });
    fc.assert(
      fc.property(
        fc.array(rank, { minLength: 1, maxLength: 30 }),
        fc.array(step, { maxLength: 25 }),
        (ranks, steps) => {
          let column = cards(...ranks).sort(byRank);
          for (const { picks, to } of steps) {
            const ids = [...new Set(picks.map((pick) => column[pick % column.length]!.id))];
            const rest = order(column).filter((id) => !ids.includes(id));
            const index = to % (rest.length + 1);
            column = move(column, ids, index);
            expect(order(column)).toEqual([...rest.slice(0, index), ...ids, ...rest.slice(index)]);
            for (const card of column)
              if (card.rank !== null) expect(card.rank.length).toBeLessThanOrEqual(LIMITS.rankChars);
          }
        },
      ),
      { seed, numRuns: 300 },
    );
  });
});
