import { expect, test } from 'vitest';
import { PEOPLE, inhabited, type MakeStores } from './stores.ts';

const [ANN, BEN] = PEOPLE;
const PLENTY = { keys: 200, bytes: 4 * 1024 * 1024 };
/** What JSON can say and stores like to lose: NUL, half a pair, keys in their order, keys that mean something elsewhere. */
const ODD: readonly unknown[] = [
  null,
  false,
  0,
  '',
  [],
  {},
  1e308,
  0.1,
  9_007_199_254_740_991,
  'a\0b',
  'half \ud83d of a pair',
  { z: 1, a: 2, '10': 3, '9': 4 },
  { $set: { 'a.b': [null, { 'c d': '”' }] }, '': 0 },
];

/** What every adapter of StateStore does. */
export function stateStoreSuite(make: MakeStores): void {
  test('any JSON comes back as it was, keys in their order', async () => {
    const { state } = await inhabited(make);
    for (const [index, value] of ODD.entries()) {
      expect(await state.put(ANN, `odd.${index}`, value, PLENTY)).toBe('done');
      expect(JSON.stringify(await state.get(ANN, `odd.${index}`))).toBe(JSON.stringify(value));
    }
    const all = await state.all(ANN);
    expect(ODD.map((_, index) => all.get(`odd.${index}`))).toEqual(ODD);
    expect(all.size).toBe(ODD.length);
  });

  test('a key is one person’s; what is not there is undefined, and may be deleted', async () => {
    const { state } = await inhabited(make);
    await state.put(ANN, 'view', { of: 'Ann' }, PLENTY);
    expect(await state.get(BEN, 'view')).toBeUndefined();
    await state.put(BEN, 'view', { of: 'Ben' }, PLENTY);
    await state.put(BEN, 'view', { of: 'Ben', again: true }, PLENTY);
    await state.delete(ANN, 'view');
    await state.delete(ANN, 'view');
    expect(await state.get(ANN, 'view')).toBeUndefined();
    expect(await state.all(ANN)).toEqual(new Map());
    expect(await state.get(BEN, 'view')).toEqual({ of: 'Ben', again: true });
    // Case counts, and no sign of a key stands for others.
    await state.put(BEN, 'a_b', 1, PLENTY);
    await state.delete(BEN, 'A_B');
    await state.delete(BEN, 'axb');
    expect(await state.get(BEN, 'a_b')).toBe(1);
    expect(await state.get(BEN, 'axb')).toBeUndefined();
  });

  test('limits hold for each person, for keys and for bytes in UTF-8, also when all come at once', async () => {
    const { state } = await inhabited(make);
    const most = { keys: 3, bytes: 20 };
    // 'ä' with its quotes has 4 bytes as JSON.
    const results = await Promise.all([1, 2, 3, 4, 5].map((n) => state.put(ANN, `k${n}`, 'ä', most)));
    expect(results.filter((result) => result === 'done')).toHaveLength(3);
    const [held] = [...(await state.all(ANN)).keys()];
    if (!held) throw new Error('nothing was kept');
    expect(await state.put(ANN, held, 'x'.repeat(10), most)).toBe('done');
    expect(await state.put(ANN, held, 'x'.repeat(11), most)).toBe('full');
    expect(await state.get(ANN, held)).toBe('x'.repeat(10));
    expect(await state.put(BEN, 'own', 'x'.repeat(18), most)).toBe('done');
    expect(await state.put(BEN, 'more', '', most)).toBe('full');
    await state.delete(BEN, 'own');
    expect(await state.put(BEN, 'more', '', most)).toBe('done');
  });
}
