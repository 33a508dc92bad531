import { expect, test } from 'vitest';
import {
  ANSWER_LIVES_MS,
  CLAIM_LIVES_MS,
  type Begun,
  type Claim,
  type Idempotency,
} from '../../ports/idempotency.ts';
import { PEOPLE } from './stores.ts';

const [ANN, BEN] = PEOPLE;
const [ONE, TWO] = ['b25l', 'dHdv'];
const DONE = { status: 201, body: '{"title":"Ü 😀"}' };

/** A store in which PEOPLE live, and a way to let time pass for what it holds. */
export interface MadeIdempotency {
  readonly keys: Idempotency;
  readonly pass: (ms: number) => void | Promise<void>;
}

function claimOf(begun: Begun): Claim {
  if (begun.kind !== 'begun') throw new Error(`expected a claim, got ${begun.kind}`);
  return begun.claim;
}

/** What every adapter of Idempotency does. */
export function idempotencySuite(make: () => Promise<MadeIdempotency>): void {
  test('of many at once one begins; a repeat gets its answer, another request does not', async () => {
    const { keys } = await make();
    const begun = await Promise.all([1, 2, 3, 4].map(() => keys.begin(ANN, 'k', ONE)));
    expect(begun.map(({ kind }) => kind).sort((a, b) => a.localeCompare(b))).toEqual([
      'begun',
      'running',
      'running',
      'running',
    ]);
    expect(await keys.begin(ANN, 'k', TWO)).toEqual({ kind: 'other' });
    const first = begun.find(({ kind }) => kind === 'begun');
    await claimOf(first as Begun).finish(DONE);
    expect(await keys.begin(ANN, 'k', ONE)).toEqual({ kind: 'answered', answer: DONE });
    expect(await keys.begin(ANN, 'k', TWO)).toEqual({ kind: 'other' });
  });

  test('a key is one person’s, its case counts, and an answer may be empty', async () => {
    const { keys } = await make();
    await claimOf(await keys.begin(ANN, 'k', ONE)).finish({ status: 204, body: null });
    expect((await keys.begin(BEN, 'k', TWO)).kind).toBe('begun');
    expect((await keys.begin(ANN, 'K', TWO)).kind).toBe('begun');
    expect(await keys.begin(ANN, 'k', ONE)).toEqual({
      kind: 'answered',
      answer: { status: 204, body: null },
    });
  });

  test('what is abandoned is free at once', async () => {
    const { keys } = await make();
    await claimOf(await keys.begin(ANN, 'k', ONE)).abandon();
    await claimOf(await keys.begin(ANN, 'k', TWO)).finish(DONE);
    expect(await keys.begin(ANN, 'k', TWO)).toEqual({ kind: 'answered', answer: DONE });
  });

  test('a claim that nobody ends runs out, and who had it changes nothing any more', async () => {
    const { keys, pass } = await make();
    const lost = claimOf(await keys.begin(ANN, 'k', ONE));
    await pass(CLAIM_LIVES_MS - 5000);
    expect((await keys.begin(ANN, 'k', ONE)).kind).toBe('running');
    await pass(6000);
    const second = claimOf(await keys.begin(ANN, 'k', TWO));
    await lost.finish({ status: 500, body: 'late' });
    await lost.abandon();
    expect((await keys.begin(ANN, 'k', TWO)).kind).toBe('running');
    await second.finish(DONE);
    expect(await keys.begin(ANN, 'k', TWO)).toEqual({ kind: 'answered', answer: DONE });
  });

  test('an answer is kept for a day', async () => {
    const { keys, pass } = await make();
    await claimOf(await keys.begin(ANN, 'k', ONE)).finish(DONE);
    await pass(ANSWER_LIVES_MS - 60_000);
    expect((await keys.begin(ANN, 'k', ONE)).kind).toBe('answered');
    await pass(61_000);
    expect((await keys.begin(ANN, 'k', TWO)).kind).toBe('begun');
  });
}
